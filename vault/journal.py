"""The log of changes, stored once: history, undo and pending sync all read it (architecture.md).

One row a transaction, its operations in packed slices of at most 1,024, indexed by record. A made record has no
before-image and no index row: its table row names the step that made it. The writer thread writes, readers read.
"""

import json
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import msgspec

from vault.model.fields import Noun
from vault.reader import Connection, Reader, chunks, marks

SLICE: Final = 1024


class Act(IntEnum):
    """What one operation did to one record."""

    CREATE = 0
    CHANGE = 1
    DELETE = 2
    RESTORE = 3


_ACTS: Final = tuple(Act)
_ID_BYTES: Final = 16
Image = dict[str, list[object]]
"""Field name to [cells before, cells after]; for sets, lists of ids."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One act on one record: (act, noun's number, 16-byte id, image)."""

    act: Act
    noun: int
    record: bytes
    image: Image


@dataclass(frozen=True, slots=True)
class Run:
    """The same act on one record after another of a noun; a change is a run of one, for its image is its own."""

    act: Act
    noun: int
    records: list[bytes]
    image: Image


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction in the journal. `role` is do, undo or redo; `target` the step an undo or redo is about."""

    n: int
    at: int
    user: bytes
    device: bytes
    verb: str
    batch: bool
    facts: dict[str, object]
    role: str
    target: int | None
    undone_in: int | None


@dataclass(slots=True)
class Draft:
    """The operations of a transaction under way, flushed in slices as they come."""

    connection: Connection
    n: int
    slices: int = 0
    waiting: list[list[object]] = field(default_factory=list)
    indexed: list[tuple[bytes, int, int]] = field(default_factory=list)
    written: bool = False
    taken: int = 0
    """Operations that wait."""

    def note(self, act: Act, noun: int, record: bytes, image: Image) -> None:
        """Take one change of a record into the log."""
        self._make_room(1)
        self.waiting.append([int(act), noun, record, image])
        self.indexed.append((record, self.n, self.slices))

    def note_run(self, act: Act, noun: int, records: Sequence[bytes]) -> None:
        """Take the same act on records of one noun into the log: a run of ids is one entry of a slice."""
        for start in range(0, len(records), SLICE):
            run = records[start : start + SLICE]
            self._make_room(len(run))
            self.waiting.append([int(act), noun, b"".join(run), {}])
            if act is not Act.CREATE:
                self.indexed += [(record, self.n, self.slices) for record in run]

    def _make_room(self, count: int) -> None:
        self.written = True
        if self.taken + count > SLICE:
            self.flush()
        self.taken += count

    def flush(self) -> None:
        """Write what waits as one slice."""
        if not self.waiting:
            return
        body = zlib.compress(msgspec.msgpack.encode(self.waiting), 3)
        self.connection.execute("INSERT INTO journal_slices VALUES (?, ?, ?)", (self.n, self.slices, body))
        if self.indexed:
            self.connection.executemany("INSERT OR IGNORE INTO journal_records VALUES (?, ?, ?)", self.indexed)
        self.slices += 1
        self.waiting, self.indexed, self.taken = [], [], 0


def forget(tx: Reader, gone: Collection[bytes]) -> None:
    """Take what the log says of erased records out of it: their values before and after, in every slice.

    That they were made, deleted or restored stays: those runs hold ids alone.
    """
    for part in chunks(sorted(gone)):
        among = f"record IN ({marks(len(part))})"
        found = tx.rows(f"SELECT DISTINCT journal, slice FROM journal_records WHERE {among}", tuple(part))
        for step_, number in found:
            _forget_in(tx, (step_, number), gone)
        tx.connection.execute(f"DELETE FROM journal_records WHERE {among}", tuple(part))


def _forget_in(tx: Reader, place: tuple[object, object], gone: Collection[bytes]) -> None:
    row = tx.one("SELECT body FROM journal_slices WHERE journal = ? AND slice = ?", place)
    assert row is not None and isinstance(row[0], bytes)
    entries = msgspec.msgpack.decode(zlib.decompress(row[0]))
    kept = [entry for entry in entries if entry[0] != Act.CHANGE or entry[2] not in gone]
    body = zlib.compress(msgspec.msgpack.encode(kept), 3)
    tx.connection.execute("UPDATE journal_slices SET body = ? WHERE journal = ? AND slice = ?", (body, *place))


def _runs(body: bytes) -> Iterator[Run]:
    for number, noun, records, image in msgspec.msgpack.decode(zlib.decompress(body)):
        split = [records[start : start + _ID_BYTES] for start in range(0, len(records), _ID_BYTES)]
        yield Run(_ACTS[number], noun, split, image)


def runs(reader: Reader, step: int) -> Iterator[Run]:
    """Everything a step did, in order."""
    for (body,) in reader.rows("SELECT body FROM journal_slices WHERE journal = ? ORDER BY slice", (step,)):
        assert isinstance(body, bytes)
        yield from _runs(body)


def of_record(reader: Reader, noun: Noun, record: bytes) -> list[tuple[Step, Operation]]:
    """The operations on one record, oldest first, its making included."""
    made_in = reader.one(f"SELECT made_in FROM {noun.table} WHERE id = ?", (record,))
    rows = reader.rows("SELECT journal, slice FROM journal_records WHERE record = ? ORDER BY journal, slice", (record,))
    found: list[tuple[Step, Operation]] = []
    made = step(reader, int(str(made_in[0]))) if made_in else None
    if made is not None:
        found.append((made, Operation(Act.CREATE, noun.number, record, {})))
    for journal, number in rows:
        at = step(reader, int(str(journal)))
        body = reader.one("SELECT body FROM journal_slices WHERE journal = ? AND slice = ?", (journal, number))
        if at is None or body is None:
            continue
        assert isinstance(body[0], bytes)
        own = (each for each in _runs(body[0]) if each.act is not Act.CREATE and record in each.records)
        found.extend((at, Operation(each.act, each.noun, record, each.image)) for each in own)
    return found


_STEP: Final = "SELECT n, at, user, device, verb, batch, facts, role, target, undone_in FROM journal"


def _step(row: tuple[object, ...]) -> Step:
    n, at, user, device, verb, batch, facts, role, target, undone_in = row
    return Step(n, at, user, device, verb, bool(batch), json.loads(str(facts)), role, target, undone_in)  # type: ignore[arg-type] # columns of a STRICT table


def step(reader: Reader, n: int) -> Step | None:
    """The step numbered `n`."""
    row = reader.one(f"{_STEP} WHERE n = ?", (n,))
    return _step(row) if row else None


def steps(reader: Reader, limit: int, batches: bool = False) -> list[Step]:
    """The newest steps first; only imports, merges and bulk edits with `batches`."""
    chosen = "WHERE batch = 1" if batches else ""
    return [_step(row) for row in reader.rows(f"{_STEP} {chosen} ORDER BY n DESC LIMIT ?", (limit,))]


def to_undo(reader: Reader, user: bytes, device: bytes) -> Step | None:
    """This user's newest step on this device that is in force."""
    row = reader.one(
        f"{_STEP} WHERE role = 'do' AND undone_in IS NULL AND user = ? AND device = ? ORDER BY n DESC LIMIT 1",
        (user, device),
    )
    return _step(row) if row else None


def to_redo(reader: Reader, user: bytes, device: bytes) -> Step | None:
    """The step undone last, unless something new was done after it was undone."""
    row = reader.one(
        f"{_STEP} WHERE undone_in IS NOT NULL AND user = ?1 AND device = ?2 AND undone_in > coalesce("
        "(SELECT max(n) FROM journal WHERE role = 'do' AND user = ?1 AND device = ?2), 0) "
        "ORDER BY undone_in DESC LIMIT 1",
        (user, device),
    )
    return _step(row) if row else None
