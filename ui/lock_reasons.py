"""Every reason to lock besides the user's own wish: nobody is there, the screen is locked, the machine sleeps.

GUI thread only.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.settings import Settings
from ui.idle import IdleLock
from ui.lock_signals.watching import LockSignals


class LockReasons(QObject):
    """`due` when the vault must be locked now; `soon` and `stirred` around the notice before an idle lock."""

    due = Signal()
    soon = Signal()
    stirred = Signal()

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._settings = settings
        self.idle, self.signals = IdleLock(), LockSignals(window)
        self.idle.soon.connect(self.soon)
        self.idle.stirred.connect(self.stirred)
        self.idle.expired.connect(self.due)
        self.signals.left.connect(self._left)
        self.signals.sleeping.connect(self._sleeping)
        self.signals.woke.connect(self._woke)

    def settle(self, settings: Settings) -> None:
        """What the user chose."""
        self._settings = settings
        self.idle.set_minutes(settings.auto_lock_minutes)

    def start(self) -> None:
        """A vault is open: watch."""
        self.idle.start()
        self.signals.start()

    def stop(self) -> None:
        """It is locked: there is nobody to miss. Sleep waits on, until the keys are gone."""
        self.idle.stop()

    def minimised(self) -> None:
        """The window was put away."""
        if self._settings.lock_on_minimise:
            self.due.emit()

    def _left(self) -> None:
        if self._settings.lock_with_session:
            self.due.emit()

    def _sleeping(self) -> None:
        if self._settings.lock_on_sleep:
            self.due.emit()
        else:
            self.signals.let_sleep()

    def _woke(self) -> None:
        """It slept and nothing told so before: minutes asleep are minutes in which nobody was there."""
        if not self.idle.look() and self._settings.lock_on_sleep:
            self.due.emit()
