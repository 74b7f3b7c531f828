"""How far a long job is, told in equal phases: the maker of a backup copies, writes, reads back, checks."""

from collections.abc import Callable
from typing import Final

Step = Callable[[int, int], object]
"""Hears how much of how much is done; what it raises stops the work."""
_UNITS: Final = 1000


class Phases:
    """Shares one `step` among phases that come one after another."""

    def __init__(self, step: Step, count: int) -> None:
        self._step, self._count, self._at = step, count, -1

    def next(self) -> Step:
        """The step of the phase that begins."""
        self._at = at = min(self._at + 1, self._count - 1)
        self._step(at * _UNITS, self._count * _UNITS)
        return lambda done, total: self._step(
            at * _UNITS + min(done * _UNITS // max(total, 1), _UNITS), self._count * _UNITS
        )


def moving(step: Step, total: int) -> Callable[[int], object]:
    """A counter of what was moved, for who tells only how much more."""
    done = 0

    def moved(more: int) -> None:
        nonlocal done
        done += more
        step(done, total)

    return moved
