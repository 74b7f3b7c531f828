"""Undo and redo of one journal step as new changes: what others changed since is kept and listed.

Called by app/undo.py with a Transaction. Bulk steps are reverted in slices, so an import of 100,000 rows takes seconds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from vault import changing, ids
from vault.journal import Act, Operation, Step, operations
from vault.model.catalogue import NOUNS, by_number
from vault.model.fields import Kind, Noun
from vault.reader import Reader, chunks, marks
from vault.transaction import Transaction
from vault.values import RecordId

EDITED: Final = "edited_since"
USED: Final = "in_use"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something an undo left as it is: the record, the field where it is about one, and why."""

    id: RecordId
    why: str
    field: str | None = None


@dataclass(slots=True)
class Reverted:
    """What an undo or redo did."""

    step: int
    verb: str
    undone: int = 0
    kept: list[Kept] = field(default_factory=list)


def undo(tx: Transaction, step: Step) -> Reverted:
    """Take a step back."""
    result = _start(tx, step, "undo")
    later = _Later(tx, step)
    made: dict[str, list[bytes]] = defaultdict(list)
    for operation in reversed(list(operations(tx, step.n))):
        if operation.act is Act.CREATE:
            made[by_number(operation.noun).name].append(operation.record)
        else:
            result.undone += _revert(tx, operation, result, forward=False)
    result.undone += _unmake(tx, made, later, result)
    tx.connection.execute("UPDATE journal SET undone_in = ? WHERE n = ?", (_place(tx), step.n))
    return result


def redo(tx: Transaction, step: Step) -> Reverted:
    """Do again what was undone."""
    result = _start(tx, step, "redo")
    for operation in operations(tx, step.n):
        result.undone += _revert(tx, operation, result, forward=True)
    tx.connection.execute("UPDATE journal SET undone_in = NULL WHERE n = ?", (step.n,))
    return result


def _start(tx: Transaction, step: Step, role: str) -> Reverted:
    tx.role, tx.target = role, step.n
    tx.named(role, of=step.verb)
    return Reverted(step.n, step.verb)


def _place(tx: Transaction) -> int:
    log = tx.log
    log.written = True
    return log.n


class _Later:
    """Which records were edited, or are used by something made, after a step."""

    def __init__(self, reader: Reader, step: Step) -> None:
        self._reader, self._step = reader, step.n
        self._edited: set[bytes] | None = None
        self._used: set[bytes] | None = None

    @property
    def edited(self) -> set[bytes]:
        if self._edited is None:
            rows = self._reader.rows(
                "SELECT DISTINCT r.record FROM journal j JOIN journal_records r ON r.journal = j.n "
                "WHERE j.n > ? AND j.role = 'do' AND j.undone_in IS NULL",
                (self._step,),
            )
            self._edited = _keys(rows)
        return self._edited

    @property
    def used(self) -> set[bytes]:
        if self._used is None:
            self._used = set().union(*(self._links(noun) for noun in NOUNS.values()))
            self._used |= _keys(self._reader.rows(
                "SELECT s.value FROM activities a JOIN sets s ON s.record = a.id "
                "WHERE a.made_in > ? AND a.deleted_at IS NULL",
                (self._step,),
            ))  # fmt: skip
        return self._used

    def _links(self, noun: Noun) -> set[bytes]:
        found: set[bytes] = set()
        for each in noun.fields:
            if each.kind is Kind.LINK and each.target != "user" and not each.derived:
                found |= _keys(self._reader.rows(
                    f"SELECT {each.name} FROM {noun.table} WHERE {each.name} IS NOT NULL "
                    "AND made_in > ? AND deleted_at IS NULL",
                    (self._step,),
                ))  # fmt: skip
        return found


def _keys(rows: Iterable[tuple[object, ...]]) -> set[bytes]:
    return {key for (key,) in rows if isinstance(key, bytes)}


def _unmake(tx: Transaction, made: dict[str, list[bytes]], later: _Later, result: Reverted) -> int:
    """Delete what the step made, unless somebody edited or uses it; parts go with their owner."""
    count = 0
    roots = {key for name, keys in made.items() if NOUNS[name].owner_link is None for key in keys}
    for name, keys in made.items():
        noun = NOUNS[name]
        if noun.owner_link:
            keys = _without_owner_in(tx, noun, keys, roots)
        kept = {key: USED for key in keys if key in later.used} | {
            key: EDITED for key in keys if key in later.edited
        }
        result.kept += [Kept(ids.text_of(key), why) for key, why in kept.items()]
        count += changing.set_deleted(tx, noun, [key for key in keys if key not in kept], changing.UNDONE)
    return count


def _without_owner_in(tx: Transaction, noun: Noun, keys: list[bytes], roots: set[bytes]) -> list[bytes]:
    found: list[bytes] = []
    for part in chunks(keys):
        rows = tx.rows(
            f"SELECT id, {noun.owner_link} FROM {noun.table} WHERE id IN ({marks(len(part))})", tuple(part)
        )
        found += [key for key, owner in rows if isinstance(key, bytes) and owner not in roots]
    return found


def _revert(tx: Transaction, operation: Operation, result: Reverted, *, forward: bool) -> int:
    noun = by_number(operation.noun)
    match operation.act:
        case Act.CHANGE:
            return _revert_fields(tx, noun, operation, result, forward)
        case Act.CREATE | Act.RESTORE if forward:
            return changing.set_deleted(tx, noun, [operation.record], None)
        case Act.DELETE if not forward:
            return changing.set_deleted(tx, noun, [operation.record], None)
        case _:
            return changing.set_deleted(tx, noun, [operation.record], changing.TRASH)


def _revert_fields(tx: Transaction, noun: Noun, operation: Operation, result: Reverted, forward: bool) -> int:
    now = changing.read(tx, noun, operation.record, operation.image)
    wanted: dict[str, tuple[object, ...]] = {}
    for name, (before, after) in operation.image.items():
        there, target = (before, after) if forward else (after, before)
        if list(now[name]) == list(there):  # type: ignore[call-overload] # images hold lists of cells
            wanted[name] = tuple(target)  # type: ignore[arg-type] # as above
        else:
            result.kept.append(Kept(ids.text_of(operation.record), EDITED, name))
    return int(bool(wanted) and changing.write(tx, noun, operation.record, wanted))
