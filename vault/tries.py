"""Wrong tries are counted beside the header and cost a growing delay; the count goes into the trail at the
next unlock.

For unlocking, under LOCK. It slows somebody at the keyboard; whoever holds the files is slowed by Argon2id
alone.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vault.disk import read_bounded, write_new
from vault.errors import TooManyTries

FREE: Final = 3
LONGEST_S: Final = 300


def delay_s(count: int) -> int:
    """Seconds to wait after so many wrong tries: none for three, then 1, 2, 4 … up to five minutes."""
    return 0 if count < FREE else min(2 ** min(count - FREE, 16), LONGEST_S)


class Tries:
    """The file `tries`. `clock` gives seconds since 1970."""

    def __init__(self, path: Path, clock: Callable[[], float], *, readonly: bool = False) -> None:
        self._path = path
        self._clock = clock
        self._readonly = readonly
        """Where nothing can be written wrong tries are not counted; those counted before still cost their delay."""

    def count(self) -> int:
        """Wrong tries since the last right one."""
        return self._read()[0]

    def begin(self) -> None:
        """Count a try before it is made, so that a kill does not undo it. Raises TooManyTries (fact:
        seconds).
        """
        count, last = self._read()
        now = int(self._clock())
        waited = now - last
        if waited < 0:  # the clock was set back: the wait starts again
            waited = 0
            self._write(count, now)
        wait = delay_s(count) - waited
        if wait > 0:
            raise TooManyTries(seconds=wait)
        self._write(count + 1, now)

    def succeed(self) -> int:
        """Forget them; gives how many were wrong before this right one."""
        count = self._read()[0]
        if self._readonly:
            return count
        self._path.unlink(missing_ok=True)
        return max(count - 1, 0)

    def take_back(self) -> None:
        """The try just begun was none: nothing was guessed."""
        count, last = self._read()
        if count > 1:
            self._write(count - 1, last)
        elif not self._readonly:
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, int]:
        data = read_bounded(self._path, 4096)
        if data is None:
            return 0, 0
        try:
            facts = json.loads(data)
            return max(int(facts["count"]), 0), int(facts["last"])
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            self._write(FREE, int(self._clock()))  # damaged: neither free tries nor a lock for ever
            return FREE, int(self._clock())

    def _write(self, count: int, last: int) -> None:
        if self._readonly:
            return
        fresh = self._path.with_name("tries.new")
        fresh.unlink(missing_ok=True)
        write_new(fresh, json.dumps({"count": count, "last": last}).encode())
        fresh.replace(self._path)
