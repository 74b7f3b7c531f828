"""The vaults that this machine has opened, as the unlock card lists them: by the names in their headers.

Any thread but the window's own: each header is read from its disk.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vault import folder
from vault.errors import SatchelError, Unavailable


@dataclass(frozen=True, slots=True)
class Known:
    """A vault by its place. `words` tell it from the others; `there`: whether something lies at its place."""

    path: Path
    words: str
    there: bool


def known(paths: Iterable[Path]) -> tuple[Known, ...]:
    """What lies at each place, in their order; a damaged vault is called as its folder is."""
    found = [(path, *_look(path)) for path in dict.fromkeys(paths)]
    several = {name for name, count in Counter(name for _, name, _ in found).items() if count > 1}
    return tuple(
        Known(path, f"{name} ({path.parent.name}/{path.name})" if name in several else name, there)
        for path, name, there in found
    )


def _look(path: Path) -> tuple[str, bool]:
    try:
        return folder.info(path).name, True
    except Unavailable:
        return path.stem, False
    except SatchelError:
        return path.stem, True
