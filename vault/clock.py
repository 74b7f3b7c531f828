"""The hybrid logical clock that stamps every change (Kulkarni et al. 2014): 48 bits of milliseconds, 16 of counter.

It never goes back and never refuses; its one ceiling is the year 2100. Used by the writer thread alone.
"""

import time
from collections.abc import Callable
from typing import Final

CEILING_MS: Final = 4_102_444_800_000
"""2100-01-01T00:00:00Z in milliseconds."""


def now_ms() -> int:
    """This computer's clock: milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class HybridClock:
    """Gives stamps that grow although the computer's clock may jump."""

    def __init__(self, last: int = 0, wall: Callable[[], int] = now_ms) -> None:
        self._last = last
        self._wall = wall

    @property
    def last(self) -> int:
        """The greatest stamp given or seen."""
        return self._last

    def tick(self) -> int:
        """The next stamp: greater than all before, and never behind this computer's clock below the ceiling."""
        physical = min(max(self._wall(), 0), CEILING_MS) << 16
        self._last = max(self._last + 1, physical)
        return self._last
