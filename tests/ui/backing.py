"""What tests of backups in the window do again and again: back up by the button, wait half-way, lock, answer."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import backups
from ui.dialogs.confirm import Confirm
from ui.main_window import MainWindow
from ui.pages.backups.page import BackupsPage

PATIENCE: Final = 30_000
DAY_MS: Final = 86_400_000
LEFT: Final = Qt.MouseButton.LeftButton


def gated(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Real backups that wait half-way: (half is done, go on)."""
    half, go, run = threading.Event(), threading.Event(), backups.run

    def slow(
        session: object, to: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> backups.Made:
        def told(done: int, total: int) -> None:
            progress(done, total)
            if 2 * done >= total:
                half.set()
                go.wait(PATIENCE / 1000)

        return run(session, to, told, cancelled)  # type: ignore[arg-type]  # a session

    monkeypatch.setattr(backups, "run", slow)
    return half, go


def proved(page: BackupsPage, qtbot: QtBot) -> None:
    """Back up by the button and wait for it to stand in the list."""
    before = len(page.known.rows)
    qtbot.mouseClick(page.now, LEFT)
    qtbot.waitUntil(lambda: len(page.known.rows) > before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.backing.running, timeout=PATIENCE)


def locked_door(window: MainWindow, qtbot: QtBot) -> None:
    """Lock, and wait until the vault is closed."""
    window.lock()
    done: list[int] = []
    window.bridge.run(int, done=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)


def answer(qtbot: QtBot) -> None:
    asked = [each for each in QApplication.topLevelWidgets() if isinstance(each, Confirm) and each.isVisible()]
    qtbot.mouseClick(asked[-1].deed, LEFT)
