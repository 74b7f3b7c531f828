"""A verified copy of the database before its schema is raised: kept beside it until an orderly closing.

For opened.py, on the writer thread. Whatever a migration does or a kill leaves, the database of the version before
lies there byte for byte: `data-NNNN.db.before-V`.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from vault import database, disk
from vault.copies import Copy
from vault.errors import DatabaseDamaged
from vault.migrate import LATEST
from vault.reader import Connection
from vault.unlocked import Unlocked

_FRESH: Final = ".new"
_PIECE: Final = 1 << 20


def copy_of(unlocked: Unlocked) -> Path:
    """Where the copy before the step to the latest schema lies."""
    path = unlocked.database_path
    return path.with_name(f"{path.name}.before-{LATEST}")


def keep_copy(connection: Connection, unlocked: Unlocked) -> None:
    """Copy the database if its schema is of an existing earlier version; its log must lie in it already (connect).

    Raises DatabaseDamaged where the copy does not pass every check, DiskFull, FolderUnavailable: nothing is changed
    then.
    """
    row = connection.execute("PRAGMA user_version").fetchone()
    version = int(str(row[0])) if row else 0
    kept = copy_of(unlocked)
    if not 0 < version < LATEST:
        return
    fresh = kept.with_name(kept.name + _FRESH)
    with disk.guarded():
        fresh.unlink(missing_ok=True)
        try:
            _write_copy(unlocked.database_path, fresh)
            if database.check(Copy(fresh, unlocked.database_salt, unlocked.vault, unlocked.database_key())):
                raise DatabaseDamaged
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        fresh.replace(kept)
        disk.sync_folder(kept.parent)


def _write_copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, disk.new_file(target) as new:
        shutil.copyfileobj(old, new, _PIECE)
        new.flush()
        os.fsync(new.fileno())


def forget_copy(folder: Path) -> None:
    """The vault was closed in order: what it was before is not needed any more. What resists waits for the next."""
    with suppress(OSError):
        for path in folder.glob("data-*.db.before-*"):
            path.unlink(missing_ok=True)
