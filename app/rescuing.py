"""What to do with a vault that does not open: where its successor may lie, and the header before the damaged one.

Any thread that may wait; restoring itself is in app/backups.py, salvaging in app/salvaging.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app import backups, salvaging, vaults
from app.backups import Opener, Restored
from app.errors import Cancelled
from app.salvaging import Salvaged
from app.session import Session
from app.words import say
from vault.errors import Damaged, HeaderDamagedPreviousSound, HeaderMissingPreviousSound

Progress = Callable[[int, int], None]
Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Secret:
    """Who opens something, and with what."""

    user: str | None = None
    passphrase: str | None = field(default=None, repr=False)
    recovery_code: str | None = field(default=None, repr=False)


def is_damage(error: BaseException) -> bool:
    """Whether something on disk is not what was written, so that a way on is to be offered."""
    return isinstance(error, Damaged)


def has_header_before(error: BaseException) -> bool:
    """Whether the header before the damaged or missing one is sound."""
    return isinstance(error, HeaderDamagedPreviousSound | HeaderMissingPreviousSound)


def place_beside(vault: Path, word: str) -> Path:
    """A free place beside a vault, named after it; `word` "restored" or "salvaged"."""
    stem = say(f"rescue.named_{word}", name=vault.stem)
    names = [stem, *(f"{stem} {number}" for number in range(2, 1000))]
    return next(place for name in names if not (place := vault.parent / f"{name}.satchel").exists())


def restore(file: Path, to: Path, secret: Secret | Opener, progress: Progress, cancelled: Asked) -> Restored:
    """Make a vault at `to` from a backup. Raises as backups.restore."""
    return backups.restore(file, to, _opener(secret), (), progress, cancelled)


def _opener(secret: Secret | Opener) -> Opener:
    if isinstance(secret, Opener):
        return secret
    return Opener(user=secret.user, passphrase=secret.passphrase, recovery_code=secret.recovery_code)


def salvage(path: Path, to: Path, secret: Secret, progress: Progress, cancelled: Asked) -> Salvaged:
    """Make a vault at `to` of what can be read at `path`. Raises as salvaging.salvage."""
    opener = salvaging.Opener(user=secret.user, passphrase=secret.passphrase, recovery_code=secret.recovery_code)
    return salvaging.salvage(path, to, opener, progress, cancelled)


def open_by_header_before(path: Path, secret: Secret, progress: Progress, cancelled: Asked) -> Session:
    """Open a vault by the header before the one in force, which is damaged; stopped meanwhile it is closed at once.

    Raises what vault.folder.unlock raises, and Cancelled.
    """
    progress(0, 0)
    session = Session.open(
        path, secret.user, passphrase=secret.passphrase, recovery_code=secret.recovery_code, use_previous=True
    )
    if cancelled():
        vaults.close(session)
        raise Cancelled
    return session
