"""What can still be read of a damaged vault, in a new vault beside it; the damaged one stays byte for byte as it is.

Called by app/salvaging.py; any thread that may wait. The new folder has the same users, keys and passphrases, and the
next generation of the database. It is filled under a hidden name and moved to its place whole.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from msgspec.structs import replace as with_fields

from vault import creating, database, disk, folder, logs_found
from vault.blobs import FOLDER
from vault.database import Connection
from vault.errors import (
    HeaderDamagedPreviousSound,
    HeaderMissingPreviousSound,
    WrongPassphrase,
    WrongRecoveryCode,
)
from vault.errors_of_keeping import NothingToSalvage
from vault.gathering import Gathered, Step, gather
from vault.header import Database
from vault.locking import FolderLock
from vault.mending import mend
from vault.model.catalogue import NOUNS
from vault.opened import OpenVault
from vault.pages import Pages
from vault.transaction import Transaction
from vault.tries import Tries
from vault.trimming import settle_counters, trim_trail
from vault.unlocked import CHAIN_FILE, HEADER_FILE, Unlocked

_COPIED: Final = (HEADER_FILE, HEADER_FILE + ".prev", CHAIN_FILE, "seen")
_LOG: Final = "-wal"
_ENTRIES: Final = 1_000
"""Entries of a broken trail in one receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Who salvages, and with what."""

    user: str | None = None
    passphrase: str | None = field(default=None, repr=False)
    recovery_code: str | None = field(default=None, repr=False)
    use_keychain: bool = False


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came over. `saved` and `lost` count records by noun: those there now, those known to be gone.

    `aside`: entries of the trail after its first break, kept as receipts.
    """

    vault_id: str
    saved: dict[str, int]
    lost: dict[str, int]
    pages: int
    lost_pages: int
    lost_rows: int
    aside: int


def salvage(source: Path, to: Path, opener: Opener, stand_in: Callable[[str], str], step: Step) -> Salvaged:
    """Make a vault at `to` of what can still be read at `source`. `stand_in` names a record that is lost.

    Raises NothingToSalvage, what folder.unlock raises but for damage of the database, what creating.check_place
    raises, DiskFull, and whatever `step` raises: then there is nothing at `to`.
    """
    _look(source)
    creating.check_place(to)
    staging = to.with_name(f".{to.name}.{os.urandom(4).hex()}.making")
    lock = FolderLock(source / "LOCK")
    with disk.guarded():
        lock.take()
    try:
        with disk.guarded():
            staging.mkdir(disk.FOLDER_MODE)
        salvaged = _fill(staging, source, opener, stand_in, step)
        with disk.guarded():
            creating.move_in(staging, to)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    finally:
        lock.release()
    return salvaged


def _look(source: Path) -> None:
    """Whether it is a vault at all; a header whose predecessor is sound will do."""
    with suppress(HeaderDamagedPreviousSound, HeaderMissingPreviousSound):
        folder.info(source)


def _fill(staging: Path, source: Path, opener: Opener, stand_in: Callable[[str], str], step: Step) -> Salvaged:
    with disk.guarded():
        for name in _COPIED:
            if (source / name).is_file():
                shutil.copyfile(source / name, staging / name)
        if (source / FOLDER).is_dir():
            shutil.copytree(source / FOLDER, staging / FOLDER)
    with _opened(staging, source, opener) as unlocked:
        found, aside = _gathered(unlocked, source, step)
        vault = OpenVault(unlocked)
        lost = vault.transact(lambda tx: _mended(tx, found, aside, stand_in))[0]
        vault.close()
        return _told(unlocked, found, lost, len(aside))


@contextmanager
def _opened(staging: Path, source: Path, opener: Opener) -> Iterator[Unlocked]:
    """The keys, by the copy of the header; wrong tries count where the vault lies."""
    tries = Tries(source / "tries", time.time)
    with disk.guarded():
        tries.begin()
    try:
        unlocked = _unlock(staging, opener)
    except (WrongPassphrase, WrongRecoveryCode):
        raise
    except BaseException:
        tries.take_back()
        raise
    tries.take_back()
    try:
        yield unlocked
    finally:
        if not unlocked.closed:
            unlocked.abandon()


def _unlock(staging: Path, opener: Opener) -> Unlocked:
    unlock = partial(
        folder.unlock, staging, user=opener.user, passphrase=opener.passphrase, recovery_code=opener.recovery_code,
        use_keychain=opener.use_keychain,
    )  # fmt: skip
    try:
        return unlock()
    except (HeaderDamagedPreviousSound, HeaderMissingPreviousSound):
        return unlock(use_previous=True)


def _gathered(unlocked: Unlocked, source: Path, step: Step) -> tuple[Gathered, list[dict[str, object]]]:
    """Fill the database of the next generation and put it in force; how it went, and what the trail lost."""
    old, header = source / unlocked.database_path.name, unlocked.header
    if old.is_symlink() or not old.is_file():
        raise NothingToSalvage(pages=0)
    commits = max(unlocked.seen.commits if unlocked.seen else 0, header.marks.commits if header.marks else 0)
    told: list[tuple[Gathered, list[dict[str, object]]]] = []

    def prepare(connection: Connection) -> None:
        found = gather(pages, connection, step)
        if not any(found.rows[noun.table] for noun in NOUNS.values()):
            raise NothingToSalvage(pages=found.lost_pages)
        told.append((found, trim_trail(connection, unlocked.policy)))
        settle_counters(connection, commits)

    number = header.database.generation + 1
    path, key = unlocked.path / Database(number, b"").file_name, unlocked.subkey(f"database {number}")
    pages = Pages(old, _log_of(old), unlocked.database_key(), unlocked.database_salt)
    with closing(pages), disk.guarded():
        salt = database.create(path, key, unlocked.vault, prepare)
    unlocked.accept(commits)
    unlocked.store(with_fields(unlocked.header, database=Database(number, salt)), forget_previous=True)
    unlocked.found = unlocked.header  # this database was never seen by anybody
    return told[0]


def _log_of(old: Path) -> Path:
    """The log as it was found when doubts arose, or as it lies there."""
    log = old.with_name(old.name + _LOG)
    found = logs_found.kept_beside(log)
    return found if found.is_file() else log


def _mended(
    tx: Transaction, found: Gathered, aside: list[dict[str, object]], stand_in: Callable[[str], str]
) -> dict[str, int]:
    lost = {noun: len(keys) for noun, keys in mend(tx, stand_in).items()}
    for start in range(0, len(aside), _ENTRIES):
        tx.receipt({"kind": "trail_aside", "entries": aside[start : start + _ENTRIES]})
    tx.receipt({"kind": "salvage", "lost": lost, "lost_pages": found.lost_pages, "lost_rows": found.lost_rows})
    tx.audit("salvage", count=sum(found.rows.values()), fields=sorted(lost))
    return lost


def _told(unlocked: Unlocked, found: Gathered, lost: dict[str, int], aside: int) -> Salvaged:
    saved = {noun.name: found.rows[noun.table] for noun in NOUNS.values()}
    return Salvaged(unlocked.vault_id, saved, lost, found.pages, found.lost_pages, found.lost_rows, aside)
