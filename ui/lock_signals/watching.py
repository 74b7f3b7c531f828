"""One place for every reason outside the program to lock: the system's signals, and the clock where it has none.

GUI thread only.
"""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.lock_signals.clock import SleepWatch
from ui.lock_signals.source import Source


def source_of_this_system(window: QWidget) -> Source:
    """The source that this system has."""
    system = str(sys.platform)
    if system == "linux":
        from ui.lock_signals.linux import LinuxSource

        return LinuxSource(window)
    if system == "win32":
        from ui.lock_signals.windows import WindowsSource

        return WindowsSource(window)
    if system == "darwin":
        from ui.lock_signals.macos import MacSource

        return MacSource(window)
    return Source(window)


class LockSignals(QObject):
    """`left` when the screen or session is locked, `sleeping` before sleep, `woke` after it."""

    left = Signal()
    sleeping = Signal()
    woke = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._source, self._watch = source_of_this_system(window), SleepWatch(self)
        self._open = False
        self._source.locked.connect(self.left)
        self._source.sleeping.connect(self.sleeping)
        self._source.awake.connect(self._hold)
        self._watch.woke.connect(self.woke)

    def listen(self) -> None:
        """Subscribe, once: what happens while a key is being derived counts too."""
        self._source.listen()

    def start(self) -> None:
        """A vault is open: sleep waits for its lock, and the clock is watched."""
        self._open = True
        self.listen()
        self._source.hold_sleep()
        self._watch.start()

    def stop(self) -> None:
        """The vault is locked and its keys are gone: the machine may sleep."""
        self._open = False
        self._watch.stop()
        self._source.let_sleep()

    def let_sleep(self) -> None:
        """The vault may stay open through this sleep."""
        self._source.let_sleep()

    def _hold(self) -> None:
        if self._open:
            self._source.hold_sleep()
