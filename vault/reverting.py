"""Undo and redo of one journal step as new changes: what others changed since is kept and listed.

Called by app/undo.py with a Transaction. Bulk steps are reverted in slices, so an import of 100,000 rows takes seconds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from vault import changing, ids
from vault.freezing import frozen
from vault.journal import Act, Image, Run, Step, runs
from vault.model.catalogue import NOUNS, by_number, field_of, set_number
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader, chunks, marks
from vault.transaction import Transaction
from vault.values import RecordId

EDITED: Final = "edited_since"
USED: Final = "in_use"
FROZEN: Final = "restricted"


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
    for run in reversed(list(runs(tx, step.n))):
        if run.act is Act.CREATE:
            made[by_number(run.noun).name] += run.records
        else:
            result.undone += _revert(tx, run, result, forward=False)
    result.undone += _unmake(tx, made, later, result)
    tx.connection.execute("UPDATE journal SET undone_in = ? WHERE n = ?", (_place(tx), step.n))
    return result


def redo(tx: Transaction, step: Step) -> Reverted:
    """Do again what was undone."""
    result = _start(tx, step, "redo")
    for run in runs(tx, step.n):
        result.undone += _revert(tx, run, result, forward=True)
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
    """Which records were edited, or are used by something else, after a step."""

    def __init__(self, reader: Reader, step: Step) -> None:
        self._reader, self._step = reader, step.n

    def kept(self, made: set[bytes]) -> dict[bytes, str]:
        """Of the records a step made, those to be left as they are, and why: what these point to is left as well."""
        if not made:
            return {}
        found = dict.fromkeys(made & self._edited(), EDITED)
        fresh = set(found) | self._links("r.made_in <> ?", (self._step,)) & made
        while fresh:
            found = dict.fromkeys(fresh, USED) | found
            fresh = (self._of(fresh) & made) - found.keys()
        return found

    def _edited(self) -> set[bytes]:
        """Records changed since by what is in force, and the owners of changed parts."""
        changed = (
            "SELECT r.record FROM journal j JOIN journal_records r ON r.journal = j.n "
            "WHERE j.n > ? AND j.role = 'do' AND j.undone_in IS NULL"
        )
        found = _keys(self._reader.rows(changed, (self._step,)))
        for noun in NOUNS.values():
            if noun.owner_link:
                owners = f"SELECT {noun.owner_link} FROM {noun.table} WHERE id IN ({changed})"
                found |= _keys(self._reader.rows(owners, (self._step,)))
        return found

    def _of(self, records: set[bytes]) -> set[bytes]:
        """What these records point to."""
        parts = chunks(sorted(records))
        return set().union(*(self._links(f"r.id IN ({marks(len(part))})", tuple(part)) for part in parts))

    def _links(self, condition: str, parameters: tuple[object, ...]) -> set[bytes]:
        """What live records `r` under a condition point to."""
        found: set[bytes] = set()
        for noun in NOUNS.values():
            for each in noun.fields:
                if each.derived or each.target == "user" or each.kind not in (Kind.LINK, Kind.LINKS):
                    continue
                found |= _keys(self._reader.rows(
                    f"SELECT DISTINCT {_pointing(noun, each)} WHERE r.deleted_at IS NULL AND {condition}", parameters
                ))  # fmt: skip
        return found


def _pointing(noun: Noun, link: Field) -> str:
    """What a link or a set of links points to, and from where; for a set along its members, which are few."""
    if link.kind is Kind.LINK:
        return f"r.{link.name} FROM {noun.table} r"
    number = set_number(noun.name, link.name)
    return f"s.value FROM sets s CROSS JOIN {noun.table} r ON s.field = {number} AND r.id = s.record"


def _keys(rows: Iterable[tuple[object, ...]]) -> set[bytes]:
    return {key for (key,) in rows if isinstance(key, bytes)}


def _unmake(tx: Transaction, made: dict[str, list[bytes]], later: _Later, result: Reverted) -> int:
    """Delete what the step made, unless somebody edited or uses it; parts go with their owner."""
    count = 0
    kept = later.kept({key for keys in made.values() for key in keys})
    roots = {key for name, keys in made.items() if NOUNS[name].owner_link is None for key in keys}
    for name, keys in made.items():
        noun = NOUNS[name]
        if noun.owner_link:
            keys = _without_owner_in(tx, noun, keys, roots)
        kept |= dict.fromkeys(frozen(tx, noun, keys), FROZEN)
        result.kept += [Kept(ids.text_of(key), kept[key]) for key in keys if key in kept]
        count += changing.set_deleted(tx, noun, [key for key in keys if key not in kept], changing.UNDONE)
    return count


def _without_owner_in(tx: Transaction, noun: Noun, keys: list[bytes], roots: set[bytes]) -> list[bytes]:
    found: list[bytes] = []
    for part in chunks(keys):
        rows = tx.rows(f"SELECT id, {noun.owner_link} FROM {noun.table} WHERE id IN ({marks(len(part))})", tuple(part))
        found += [key for key, owner in rows if isinstance(key, bytes) and owner not in roots]
    return found


def _revert(tx: Transaction, run: Run, result: Reverted, *, forward: bool) -> int:
    noun = by_number(run.noun)
    still = frozen(tx, noun, run.records) if "restricted_at" not in run.image else set()
    result.kept += [Kept(ids.text_of(key), FROZEN) for key in run.records if key in still]
    free = [key for key in run.records if key not in still]
    if run.act is Act.CHANGE:
        return sum(_revert_fields(tx, noun, key, run.image, result, forward=forward) for key in free)
    live = (run.act is Act.DELETE) is not forward
    return changing.set_deleted(tx, noun, free, None if live else changing.TRASH)


def _revert_fields(tx: Transaction, noun: Noun, record: bytes, image: Image, result: Reverted, *, forward: bool) -> int:
    now = changing.read(tx, noun, record, image)
    sides = {name: pair if forward else pair[::-1] for name, pair in image.items()}
    edited = {name for name, (there, _) in sides.items() if list(now[name]) != list(there)}  # type: ignore[call-overload] # images hold lists of cells
    edited |= {name for name in sides if _register(noun, name) in {_register(noun, each) for each in edited}}
    result.kept += [Kept(ids.text_of(record), EDITED, name) for name in sides if name in edited]
    wanted = {name: tuple(target) for name, (_, target) in sides.items() if name not in edited}  # type: ignore[arg-type, var-annotated] # as above
    return int(bool(wanted) and changing.write(tx, noun, record, wanted))


def _register(noun: Noun, name: str) -> str:
    """What a field goes back with: a name and its parts, a deal's stage and pipeline stay together."""
    return field_of(noun, name).together or f".{name}"
