"""Where backups go: whether a folder can take one, hidden folders for work that a kill leaves and the next run sweeps.

For the backup's modules; any thread. A working folder holds a lock as long as its process lives, so that nobody sweeps
what is still being written, and is renamed by nobody: only a whole file leaves it.
"""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vault import disk, placing
from vault.errors import VaultBusy
from vault.errors_of_keeping import (
    BackupInterrupted,
    BackupMissing,
    BackupPlaceFull,
    BackupPlaceInside,
    BackupPlaceMissing,
    BackupPlaceReadonly,
    BackupUnreadable,
)
from vault.locking import FolderLock

EXTENSION: Final = ".satchelbackup"
SAME_DISK: Final = "backup_same_disk"
"""A note: the backup goes with the disk that the vault lies on."""
_WORK: Final = re.compile(r"\.satchel-[0-9a-f]{16}\.working")
_LOCK: Final = "LOCK"
_TRIES: Final = 5
_SPARE: Final = 8 * 1024 * 1024


def check(to: Path, vault: Path | None, needed: int) -> tuple[str, ...]:
    """Whether a backup can be written to a folder; notes about it.

    Raises BackupPlaceMissing, BackupPlaceInside, BackupPlaceReadonly, BackupPlaceFull.
    """
    with medium():
        if not to.is_dir():
            raise BackupPlaceMissing
        if placing.in_a_vault(to):
            raise BackupPlaceInside
        if not os.access(to, os.W_OK | os.X_OK):
            raise BackupPlaceReadonly
        free = shutil.disk_usage(to).free
        if free < needed:
            raise BackupPlaceFull(needed_mib=_mib(needed), free_mib=free >> 20)
        return (SAME_DISK,) if vault is not None and to.stat().st_dev == vault.stat().st_dev else ()


@contextmanager
def medium(needed: int = 0) -> Iterator[None]:
    """The system's refusals inside are about the place for backups: full, unplugged, readonly, or whatever else."""
    try:
        yield
    except (BackupMissing, BackupUnreadable):  # what was just written
        raise BackupInterrupted(reason="ENOENT") from None
    except OSError as error:
        # the original holds a path with a name in it: it is not passed on
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupPlaceFull(needed_mib=_mib(needed), free_mib=0) from None
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise BackupPlaceReadonly from None
        raise BackupInterrupted(reason=disk.reason(error)) from None


def _mib(size: int) -> int:
    """Rounded up: what is needed is never nothing."""
    return -(-size // (1024 * 1024))


def file_name(vault: bytes, created_ms: int, backup: bytes) -> str:
    """The backup's name: whose, when and which, without anybody's name."""
    at = datetime.fromtimestamp(created_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{prefix(vault)}-{at}-{backup[-3:].hex()}{EXTENSION}"


def prefix(vault: bytes) -> str:
    """What the names of one vault's files begin with."""
    return f"satchel-{vault[:8].hex()}"


def siblings(folder: Path, vault: bytes) -> list[Path]:
    """The files in a folder that look like finished backups of a vault, newest first by name. Raises OSError."""
    return sorted(folder.glob(f"{prefix(vault)}-*{EXTENSION}"), key=lambda path: path.name, reverse=True)


def roomy(places: Sequence[Path], needed: int) -> Path:
    """The first place that can be written and has the room. Raises BackupPlaceFull."""
    free = 0
    for place in places:
        with suppress(OSError):
            here = shutil.disk_usage(place).free
            free = max(free, here)
            if here >= needed + _SPARE and os.access(place, os.W_OK | os.X_OK):
                return place
    raise BackupPlaceFull(needed_mib=_mib(needed), free_mib=free >> 20)


@contextmanager
def working(parent: Path) -> Iterator[Path]:
    """A folder of our own (0700), gone at the end of the block. Raises OSError."""
    path, lock = _made(parent)
    try:
        yield path
    finally:
        lock.release()
        shutil.rmtree(path, ignore_errors=True)


def _made(parent: Path) -> tuple[Path, FolderLock]:
    last: Exception = FileNotFoundError(errno.ENOENT, "gone")
    for _ in range(_TRIES):
        path = parent / f".satchel-{secrets.token_hex(8)}.working"
        path.mkdir(disk.FOLDER_MODE)
        lock = FolderLock(path / _LOCK)
        try:
            lock.take()
        except (VaultBusy, FileNotFoundError) as swept:  # by somebody who took it for a leftover
            last = swept
            continue
        return path, lock
    raise last


def sweep(parent: Path) -> int:
    """Remove the working folders of processes that were killed; how many."""
    found = 0
    with suppress(OSError):
        for path in parent.iterdir():
            if _WORK.fullmatch(path.name) and not path.is_symlink() and _left(path):
                shutil.rmtree(path, ignore_errors=True)
                found += 1
    return found


def _left(path: Path) -> bool:
    if not (path / _LOCK).exists():  # just being made, or killed while it was
        with suppress(OSError):
            path.rmdir()
        return False
    lock = FolderLock(path / _LOCK)
    try:
        lock.take()
    except (VaultBusy, OSError):
        return False
    lock.release()
    return True
