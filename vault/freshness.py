"""Whether the database is as new as it was when it was last seen: against `seen`, the header and other witnesses.

Called by opened.py with the writer's connection before anything is written. What is found is a doubt, not a refusal:
the vault then opens read-only until its administrator decides. What no witness has seen cannot be missed: whoever
puts back the whole folder and every witness with it goes unnoticed offline (SECURITY.md).
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from vault import migrate, stateroot
from vault.audit import START
from vault.errors import SatchelError, SeenForged, VaultOlder
from vault.errors_of_keeping import (
    HeaderOlder,
    LogMissing,
    SeenMissing,
    SeenOlder,
    StateDiffers,
    TrailCut,
    WrittenElsewhere,
)
from vault.header import Header, Marks
from vault.reader import Connection
from vault.seen import Mark

_DOUBTS: Final = {
    each().kind: each
    for each in (VaultOlder, HeaderOlder, SeenForged, SeenMissing, SeenOlder, LogMissing, TrailCut, StateDiffers,
                 WrittenElsewhere)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Witness:
    """What a place outside the folder remembers of the vault: the keychain, a backup, a sync server."""

    lineage: bytes
    commits: int
    entries: int


class Found(Protocol):
    """What of an unlocked vault is asked for."""

    @property
    def found(self) -> Header: ...
    @property
    def previous_used(self) -> bool: ...
    @property
    def seen(self) -> Mark | None: ...
    @property
    def log_path(self) -> Path: ...
    @property
    def log_was_there(self) -> bool: ...
    @property
    def witness(self) -> Witness | None: ...


def named(kind: str) -> SatchelError:
    """The doubt that a header remembers by its kind."""
    return _DOUBTS.get(kind, WrittenElsewhere)()


def marks(connection: Connection) -> Marks:
    """How the database stands now; of a vault whose schema is the latest."""
    commits = _number(connection, "SELECT value FROM vault_state WHERE key = 'commit_counter'")
    pages = _number(connection, "PRAGMA page_count")
    last = connection.execute("SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    entries, head = (int(str(last[0])), last[1]) if last else (0, START)
    assert isinstance(head, bytes)
    return Marks(commits, entries, head, mark(connection, "lineage") or b"", pages, stateroot.stored(connection) or b"")


def mark(connection: Connection, key: str) -> bytes | None:
    """One of the vault's own marks: root, lineage, header (under which the last commit was made), closed (the last)."""
    row = connection.execute("SELECT value FROM marks WHERE key = ?", (key,)).fetchone()
    return row[0] if row and isinstance(row[0], bytes) else None


def put(connection: Connection, key: str, value: bytes) -> None:
    """Set a mark; the writer, inside a transaction."""
    connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (key, value))


def begin_lineage(connection: Connection, key: bytes) -> None:
    """The state root anew and another lineage, so that no witness of an older one speaks against it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        put(connection, "root", stateroot.computed(connection, key))
        put(connection, "lineage", os.urandom(16))
        connection.execute("DELETE FROM marks WHERE key IN ('header', 'closed')")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def of_header(header: Header, seen: Mark | None, *, previous_used: bool, announced: bool) -> list[SatchelError]:
    """What `seen` says against a header; one that was taken on request in place of a damaged one may be one older.

    `announced`: headers of this version were, all but a new vault's first.
    """
    announced = announced and header.sequence > 1
    if seen is None:
        return [SeenMissing()] if announced else []
    if seen.header == 0:
        return [SeenOlder(found=header.sequence, seen=0)] if announced else []
    oldest = seen.header - 1 if previous_used or not seen.settled else seen.header
    if header.sequence < oldest:
        return [HeaderOlder(found=header.sequence, seen=seen.header)]
    return [SeenOlder(found=header.sequence, seen=seen.header)] if header.sequence > seen.header else []


def doubts(connection: Connection, unlocked: Found) -> list[SatchelError]:
    """What speaks against the database being the newest; empty where nothing does."""
    commits = _number(connection, "SELECT value FROM vault_state WHERE key = 'commit_counter'")
    if unlocked.seen is not None and commits < unlocked.seen.commits:
        return [VaultOlder(found=commits, seen=unlocked.seen.commits)]
    if not _has_marks(connection):
        return []
    if _strange(connection):
        return [WrittenElsewhere()]
    closed = int.from_bytes(mark(connection, "closed") or b"")
    under = max(int.from_bytes(mark(connection, "header") or b""), closed)
    if unlocked.found.sequence < under - unlocked.previous_used:
        return [HeaderOlder(found=unlocked.found.sequence, seen=under)]
    last = unlocked.found.marks
    found = _against_header(connection, last, unlocked, closed) if last is not None else []
    if not found and unlocked.witness is not None:
        found = against(unlocked.witness, marks(connection))
    return found


def against(witness: Witness, now: Marks) -> list[SatchelError]:
    """What a witness outside the folder says against the vault as it stands."""
    if witness.lineage != now.lineage:
        return []
    if now.commits < witness.commits:
        return [VaultOlder(found=now.commits, seen=witness.commits)]
    return [TrailCut(found=now.entries, seen=witness.entries)] if now.entries < witness.entries else []


def _against_header(connection: Connection, last: Marks, unlocked: Found, closed: int) -> list[SatchelError]:
    now = marks(connection)
    if now.commits < last.commits:
        return [VaultOlder(found=now.commits, seen=last.commits)]
    if now.entries < last.entries or _chain_at(connection, last.entries) != last.head:
        return [TrailCut(found=now.entries, seen=last.entries)]
    if not unlocked.found.open:
        return [] if now == last else [WrittenElsewhere()]
    # without a log: killed before the first commit, or after the last, which notes the header it closes under; or
    # it was moved into the database, and the vault not closed: then `seen` lacks the commit under way at most
    complete = unlocked.seen is not None and now.commits - unlocked.seen.commits in (0, 1)
    told = unlocked.log_was_there or now == last or closed == unlocked.found.sequence or complete
    return [] if told else [LogMissing()]


def _chain_at(connection: Connection, entry: int) -> object:
    if entry == 0:
        return START
    row = connection.execute("SELECT chain FROM audit WHERE seq = ?", (entry,)).fetchone()
    return row[0] if row else None


def _has_marks(connection: Connection) -> bool:
    return _number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'marks'") > 0


def _strange(connection: Connection) -> bool:
    """Whether the latest schema holds what no migration made: a trigger, say, that acts with each of our writes."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return any(sql not in migrate.all_statements() and not _of_engine(kind, str(name)) for kind, name, sql in rows)


def _of_engine(kind: object, name: str) -> bool:
    """What SQLite keeps for itself, a text index for its content, and the table of the vault's id (database.py)."""
    own = name.startswith(("sqlite_", "find_all_", "find_open_")) or name == "vault_identity"
    return own and kind in ("table", "index")


def _number(connection: Connection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(str(row[0])) if row else 0
