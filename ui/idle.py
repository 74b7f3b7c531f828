"""Locks the vault after minutes without a key or the mouse, with a notice before. GUI thread only."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app import words
from ui.page import Shell

NOTICE_S: Final = 20
_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)


class IdleLock(QObject):
    """`expired` when the time is up. It watches the application's events; it never asks anything."""

    expired = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._minutes, self._warned = shell, 5, False
        self._notice, self._end = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._notice.timeout.connect(self._warn)
        self._end.timeout.connect(self._expire)

    def set_minutes(self, minutes: int) -> None:
        """How long nobody may be there."""
        self._minutes = minutes
        if self._end.isActive():
            self._wind()

    def start(self) -> None:
        """The vault is open: watch."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._wind()

    def stop(self) -> None:
        """The vault is locked: nothing to watch."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._notice.stop()
        self._end.stop()

    def _wind(self) -> None:
        self._warned = False
        whole_ms = self._minutes * 60_000
        self._end.start(whole_ms)
        self._notice.start(whole_ms - NOTICE_S * 1000)

    def _warn(self) -> None:
        self._warned = True
        self._shell.toast(words.say("ui.locking_soon", n=NOTICE_S), tone="warn")

    def _expire(self) -> None:
        self.stop()
        self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or movement winds the clock again."""
        if event.type() in _SIGNS:
            self._wind()
        return False
