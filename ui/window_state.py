"""Remembers the window's size between starts: geometry only, nothing of any vault. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from app import paths

_USUAL = QSize(1440, 900)
_LEAST = QSize(1024, 600)
"""Lower than the 640 of the smallest screen by what a title bar takes."""
_TITLE_BAR = 40
"""The system's frame is known only once the window is shown; this is the tallest usual one."""


def restore(window: QMainWindow) -> None:
    """The size of last time, fitted to the screens there are; the first time 1440 x 900, or what the screen holds."""
    room = window.screen().availableSize() - QSize(0, _TITLE_BAR)
    window.setMinimumSize(_LEAST.boundedTo(room))  # a screen scaled by 1.5 may be narrower than the least
    window.resize(_USUAL.boundedTo(room))
    try:
        window.restoreGeometry(QByteArray(_file().read_bytes()))
    except OSError:
        return


def remember(window: QMainWindow) -> None:
    """Keep the size; a disk that refuses is no reason to bother anybody."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_bytes(window.saveGeometry().data())
    except OSError:
        return


def _file() -> Path:
    return paths.settings_file().with_name("window.bin")
