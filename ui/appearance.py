"""Puts palette, font and style sheet in force whenever the theme or the language changes. GUI thread only."""

from functools import cache

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app import words
from ui import fonts, stylesheet
from ui.theme import palette, theme

_qt_words: list[QTranslator] = []


@cache
def install(application: QApplication) -> None:
    """Dress the application, and again at every change. Before any widget listens to the theme; once is enough."""
    application.setStyle("Fusion")
    fonts.load()
    theme().changed.connect(lambda: wear(application))
    theme().follow_system()


def wear(application: QApplication) -> None:
    """Apply what the theme says now (25-60 ms for a full window)."""
    application.setPalette(palette())
    application.setFont(fonts.font("body"))
    application.setStyleSheet(stylesheet.text())


def speak(application: QApplication, language: str) -> None:
    """Switch every word on screen to `language`: Qt's own, ours, dates and numbers."""
    words.set_language(language)
    QLocale.setDefault(locale())
    for old in _qt_words:
        application.removeTranslator(old)
    _qt_words.clear()
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.language() == "zh_CN" and translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)
        _qt_words.append(translator)
    theme().apply()
    for window in application.topLevelWidgets():
        application.sendEvent(window, QEvent(QEvent.Type.LanguageChange))


def locale() -> QLocale:
    """How dates and numbers are written in the language in force."""
    return QLocale("zh_CN" if words.language() == "zh_CN" else "en_GB")
