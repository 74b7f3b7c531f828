"""How far long work is and how long it still takes, in one sentence. GUI thread only."""

import time
from collections.abc import Callable
from typing import Final

from app import words

_WORTH_SAYING_S: Final = 1.0
"""Before, nothing is known of how fast it goes."""
_MINUTE: Final = 60


class Pace:
    """Told how much of how much is done; says it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self.done = self.total = 0

    def begin(self) -> None:
        """Work begins now."""
        self._began, self.done, self.total = self._clock(), 0, 0

    def tell(self, done: int, total: int) -> None:
        """So much is done."""
        self.done, self.total = done, total

    @property
    def percent(self) -> int:
        """How much is done, of a hundred."""
        return 100 * self.done // self.total if self.total else 0

    def words(self) -> str:
        """ "42 % done, about 6 seconds left"."""
        passed = self._clock() - self._began
        said = words.say("backups.percent_done", percent=self.percent)
        if not self.done or passed < _WORTH_SAYING_S:
            return said
        left = max(1, round(passed * (self.total - self.done) / self.done))
        many = left >= 2 * _MINUTE
        key = "backups.minutes_left" if many else "backups.seconds_left"
        return words.say(key, done=said, n=round(left / _MINUTE) if many else left)
