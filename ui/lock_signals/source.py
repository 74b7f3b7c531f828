"""What a system's own source of signals looks like to `ui/lock_signals/watching.py`. GUI thread only."""

from PySide6.QtCore import QObject, Signal


class Source(QObject):
    """Emits `locked` when the screen or session is locked or left, `sleeping` just before sleep, `awake` after it.

    By itself it knows of nothing: that is what a system without signals has.
    """

    locked = Signal()
    sleeping = Signal()
    awake = Signal()

    def listen(self) -> None:
        """Subscribe; where nobody tells anything, nothing happens. May be called again."""

    def hold_sleep(self) -> None:
        """Ask that sleep waits a moment for `let_sleep`, where the system offers that."""

    def let_sleep(self) -> None:
        """The vault is locked, or need not be: the machine may sleep."""
