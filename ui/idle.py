"""Locks the vault after minutes without a key or the mouse, with a notice before. GUI thread only."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.lock_signals.clock import Elapsed

NOTICE_S: Final = 20
_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


class IdleLock(QObject):
    """`soon` twenty seconds before `expired`; `stirred` when somebody was there after all. It never asks anything."""

    soon = Signal()
    stirred = Signal()
    expired = Signal()

    def __init__(self, elapsed: Elapsed | None = None) -> None:
        super().__init__()
        self._minutes, self._warned = 5, False
        self._still = elapsed or Elapsed()
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

    def look(self) -> bool:
        """Expire if the time is up, by clocks that go on while the machine sleeps; whether it was."""
        overdue = self._end.isActive() and self._still.seconds() >= self._minutes * 60
        if overdue:
            self._expire()
        return overdue

    def _wind(self) -> None:
        warned, self._warned = self._warned, False
        whole_ms = self._minutes * 60_000
        self._still.restart()
        self._end.start(whole_ms)
        self._notice.start(whole_ms - NOTICE_S * 1000)
        if warned:
            self.stirred.emit()

    def _warn(self) -> None:
        self._warned = True
        self.soon.emit()

    def _expire(self) -> None:
        self._warned = False
        self.stop()
        self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or movement winds the clock again; one that comes after the time was up goes nowhere."""
        if event.type() not in _SIGNS:
            return False
        if self.look():
            return True
        self._wind()
        return False
