"""What tests of backups share: a step that only counts, a backup of a desk, and tar files that we would not write."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

from tests.vaults import PASSPHRASE
from vault import backup_making, backup_records
from vault.backup_making import Made
from vault.backup_proving import Opener
from vault.opened import OpenVault

BY_PASSPHRASE = Opener(passphrase=PASSPHRASE)


def quiet(_done: int, _total: int) -> None:
    """A step nobody hears."""


def back_up(vault: OpenVault, to: Path, step: Callable[[int, int], object] = quiet) -> Made:
    """Make a backup and remember it, as app/backups.py does."""
    to.mkdir(exist_ok=True)
    made = backup_making.make(vault.unlocked, to, step)
    vault.transact(lambda tx: backup_records.enter(tx, made))
    return made


def members(file: Path) -> dict[str, bytes]:
    """The members by name, as a standard program reads them."""
    with tarfile.open(file) as tar:
        return {each.name: stream.read() for each in tar.getmembers() if (stream := tar.extractfile(each))}


def tarred(contents: dict[str, bytes]) -> bytes:
    """A tar as ours are written, of any members."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, data in contents.items():
            tar.addfile(plain(name, len(data)), io.BytesIO(data))
    return stream.getvalue()


def plain(name: str, size: int = 0) -> tarfile.TarInfo:
    """A member's head as ours are."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info
