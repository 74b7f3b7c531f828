"""Starts the window: the application object, its looks and words, the event loop. Called by `app/__main__.py` only.

Whether there is a screen at all was checked by the bootstrap: Qt itself would abort.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app import settings as stored
from app.settings import Settings
from ui import appearance, clipboard
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.theme import theme


def prepared(arguments: Sequence[str] = ()) -> QApplication:
    """The application object, dressed; the one there is when it was made before."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication([sys.argv[0], *arguments])
    application.setApplicationName("Satchel")
    application.setDesktopFileName("satchel")
    appearance.install(application)
    clipboard.watch()
    return application


def open_window(application: QApplication, settings: Settings) -> MainWindow:
    """The window in the language and looks chosen, at its gate."""
    theme().mode, theme().scale = settings.theme, settings.text_size
    appearance.speak(application, settings.language or QLocale.system().name())
    return MainWindow(Bridge(), settings)


def start(vault: Path | None = None, language: str | None = None) -> int:
    """Open the window, on `vault` where one is named, and stay until it is closed; gives the exit status."""
    application = prepared()
    settings = stored.load()
    if vault is not None:
        settings = stored.with_vault(settings, vault)
    if language:
        settings = replace(settings, language=language)
    window = open_window(application, settings)
    window.show()
    window.reasons.signals.listen()
    return application.exec()
