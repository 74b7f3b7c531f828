"""Time that passes also while the machine sleeps, and a watch that notices that it slept. GUI thread only.

Qt's timers and the usual monotonic clock stand still in sleep; where no signal tells of sleep, this is what is left.
"""

import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

Clock = Callable[[], float]
TICK_S: Final = 5
_COUNTS_SLEEP: Final = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
"""On Windows `time.monotonic` counts it, on these two it does not."""
LATE_S: Final = 10
"""A tick that comes so much too late was slept through; a busy window is never that late."""


def sleepless() -> float:
    """Seconds on a clock that nobody can set and that goes on in sleep."""
    number = getattr(time, _COUNTS_SLEEP.get(sys.platform, ""), None)
    return time.monotonic() if number is None else time.clock_gettime(number)


CLOCKS: Final[tuple[Clock, ...]] = (sleepless, time.time)
"""Also the clock on the wall: a virtual machine that was paused sees only there that time has passed."""


class Elapsed:
    """Seconds since `restart`: the most that any of its clocks says, so that a clock set back hides nothing."""

    def __init__(self, clocks: Sequence[Clock] = CLOCKS) -> None:
        self._clocks = tuple(clocks)
        self.restart()

    def restart(self) -> None:
        """Now."""
        self._since = [clock() for clock in self._clocks]

    def seconds(self) -> float:
        """How long ago `restart` was."""
        return max(clock() - since for clock, since in zip(self._clocks, self._since, strict=True))


class SleepWatch(QObject):
    """`woke` when the machine has slept, told within seconds after it woke."""

    woke = Signal()

    def __init__(self, parent: QObject | None = None, elapsed: Elapsed | None = None) -> None:
        super().__init__(parent)
        self._elapsed = elapsed or Elapsed()
        self.tick = QTimer(self, interval=TICK_S * 1000)
        self.tick.timeout.connect(self._look)

    def start(self) -> None:
        """From now on."""
        self._elapsed.restart()
        self.tick.start()

    def stop(self) -> None:
        """Nobody needs to know any more."""
        self.tick.stop()

    def _look(self) -> None:
        slept = self._elapsed.seconds() > TICK_S + LATE_S
        self._elapsed.restart()
        if slept:
            self.woke.emit()
