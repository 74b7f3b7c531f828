"""Remembers the window's size between starts: geometry only, nothing of any vault. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from app import paths


def restore(window: QMainWindow) -> None:
    """The size of last time, fitted to the screens there are; 1440 x 900 the first time."""
    window.setMinimumSize(QSize(1024, 640))
    window.resize(1440, 900)
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
