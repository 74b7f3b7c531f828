"""The write-ahead log as a crash left it, before the database swallows it: whose it is, and a copy where doubts follow.

For database.py, before a connection that may write: opening moves the log into the database and cuts it. A log whose
frames add up (sqlite.org/fileformat2.html, section 4.1) and do not open under the vault's key belongs to something
else: it would overwrite sound pages. One that merely breaks off is read as far as it goes, and kept beside for salvage
if the vault turns out to be older than it was.
"""

import os
import shutil
import struct
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, Protocol

from vault import disk
from vault.errors import SatchelError
from vault.errors_of_keeping import LogForeign, LogOlder
from vault.pages import FRAME, FRAME_HEAD, LOG_HEAD, Pages
from vault.reader import Connection

_KEPT: Final = ".found"
_ORDERS: Final = {0x377F0682: "<", 0x377F0683: ">"}
"""Byte order of the checksums by the log's first number."""
_MASK: Final = 0xFFFFFFFF


class Opened(Protocol):
    """What of an unlocked vault is needed."""

    @property
    def database_path(self) -> Path: ...
    @property
    def database_salt(self) -> bytes: ...
    @property
    def vault(self) -> bytes: ...
    @property
    def readonly(self) -> bool: ...
    def database_key(self) -> bytes: ...


def _log_of(opened: Opened) -> Path:
    return opened.database_path.with_name(opened.database_path.name + "-wal")


def kept_beside(log: Path) -> Path:
    """Where the log of a vault in doubt is kept as it was found."""
    return log.with_name(log.name + _KEPT)


class Glimpse(Connection, Protocol):
    """A connection that is closed again."""

    def close(self) -> None: ...


Glance = Callable[[bool], Glimpse]
"""Opens the database to read, with its log or without, and touches neither."""


def look_at_log(unlocked: Opened, glance: Glance) -> None:
    """See whose the log is, and copy it.

    Raises LogForeign, LogOlder: then nothing was touched; FolderUnavailable.
    """
    log = _log_of(unlocked)
    with disk.guarded():
        if unlocked.readonly or not unlocked.database_path.is_file():
            return
        if not log.is_file() or log.stat().st_size <= LOG_HEAD:
            return
        pages = Pages(unlocked.database_path, log, unlocked.database_key(), unlocked.database_salt)
        with closing(pages):
            bad = pages.bad_frame
        if bad is not None and adds_up(log.read_bytes(), bad):
            raise LogForeign(file=log.name)
        if (alone := _commits(glance, log=False)) is not None and (_commits(glance, log=True) or 0) < alone:
            raise LogOlder(file=log.name)
        if not kept_beside(log).exists():  # of an opening before, and still undecided
            _keep(log)


def _commits(glance: Glance, *, log: bool) -> int | None:
    """The commit counter; None where it cannot be read, as in the middle of moving a log into its database."""
    try:
        with closing(glance(log)) as connection:
            if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'vault_state'").fetchone() is None:
                return None
            row = connection.execute("SELECT value FROM vault_state WHERE key = 'commit_counter'").fetchone()
    except SatchelError:
        return None
    return int(str(row[0])) if row else None


def _keep(log: Path) -> None:
    """Copy the log, as far as there is room: without a copy the vault opens all the same."""
    kept = kept_beside(log)
    try:
        with log.open("rb") as found, disk.new_file(kept) as copy:
            shutil.copyfileobj(found, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError:
        with suppress(OSError):
            kept.unlink(missing_ok=True)


def forget_log(unlocked: Opened) -> None:
    """The log held everything: its copy is not needed."""
    with suppress(OSError):
        kept_beside(_log_of(unlocked)).unlink(missing_ok=True)


def adds_up(log: bytes, last: int) -> bool:
    """Whether the checksums hold up to and with the frame `last`, counted from 0: then the database would take it."""
    order = _ORDERS.get(int.from_bytes(log[:4]))
    if order is None or (sums := _sum(order, log[:24], (0, 0))) != struct.unpack(">2I", log[24:LOG_HEAD]):
        return False
    for at in range(LOG_HEAD, LOG_HEAD + (last + 1) * FRAME, FRAME):
        sums = _sum(order, log[at : at + 8], sums)
        sums = _sum(order, log[at + FRAME_HEAD : at + FRAME], sums)
        if log[at + 8 : at + 16] != log[16:24] or sums != struct.unpack(">2I", log[at + 16 : at + FRAME_HEAD]):
            return False
    return True


def _sum(order: str, data: bytes, start: tuple[int, int]) -> tuple[int, int]:
    first, second = start
    for one, two in struct.iter_unpack(f"{order}2I", data):
        first = (first + one + second) & _MASK
        second = (second + two + first) & _MASK
    return first, second
