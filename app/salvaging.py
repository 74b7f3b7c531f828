"""Saving what can still be read of a damaged vault into a new one beside it. Long; any thread that may wait."""

from collections.abc import Callable
from pathlib import Path

from app.errors import Cancelled
from app.words import say
from vault import salvaging
from vault.salvaging import Opener, Salvaged

__all__ = ["Opener", "Salvaged", "salvage"]

Progress = Callable[[int, int], None]
Asked = Callable[[], bool]


def salvage(path: Path, to: Path, opener: Opener, progress: Progress, cancelled: Asked) -> Salvaged:
    """Make a vault at `to` of what can be read at `path`, which stays as it is.

    Raises as vault.salvaging.salvage, and Cancelled: then there is nothing at `to`.
    """

    def step(done: int, all_: int) -> None:
        if cancelled():
            raise Cancelled
        progress(done, all_)

    return salvaging.salvage(path.absolute(), to.absolute(), opener, _stand_in, step)


def _stand_in(end: str) -> str:
    return say("cli.lost_record", end=end)
