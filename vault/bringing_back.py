"""Single records out of a backup, back into the open vault: as they were then, under their own ids, as one step.

Called by app/backups.py: `taken_out` and `records_of` on any thread that may wait, `put_back` with a Transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vault import backup_proving, changing, codec, database, ids, records, restoring
from vault.backup_proving import Isolated, Opener
from vault.backup_steps import Phases, Step
from vault.errors import UnknownRecord
from vault.errors_of_keeping import RecordErased, RecordLives, RecordNotInBackup
from vault.linking import noun_of
from vault.model.catalogue import NOUNS, owners_of
from vault.model.common import VAULT_WRITTEN
from vault.model.fields import Field, Kind, Noun, Sensitivity
from vault.reader import Reader
from vault.transaction import Transaction
from vault.values import RecordId

_PHASES: Final = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A record as the backup holds it."""

    noun: str
    id: RecordId
    values: dict[str, object]


@contextmanager
def taken_out(file: Path, opener: Opener, benches: Sequence[Path], step: Step) -> Iterator[Isolated]:
    """A backup opened in isolation until the end of the block. Raises as restoring.verify."""
    with ExitStack() as stack:
        desk = restoring.desk(stack, file, benches)
        phases = Phases(step, _PHASES)
        yield stack.enter_context(backup_proving.opened(file, desk / "proof", opener, phases))


def records_of(isolated: Isolated, chosen: Sequence[RecordId]) -> list[Found]:
    """Records of a backup, each with its parts. Raises RecordNotInBackup."""
    with closing(database.connect(isolated.unlocked)) as connection:
        reader = isolated.reader(connection)
        return [each for record in dict.fromkeys(chosen) for each in _with_parts(reader, record)]


def _with_parts(reader: Reader, record: RecordId) -> list[Found]:
    try:
        noun, key = changing.locate(reader, record)
    except UnknownRecord:
        raise RecordNotInBackup(id=record) from None
    found = [_found(reader, noun, key)]
    for part in NOUNS.values():
        if noun in owners_of(part):
            rows = reader.rows(
                f"SELECT id FROM {part.table} WHERE {part.owner_link} = ? AND deleted_at IS NULL ORDER BY n", (key,)
            )
            found += [_found(reader, part, bytes(each)) for (each,) in rows]  # type: ignore[call-overload]  # a BLOB of a STRICT table
    return found


def _found(reader: Reader, noun: Noun, key: bytes) -> Found:
    fields = [field for field in noun.fields if _own(field)]
    packed = changing.read(reader, noun, key, [field.name for field in fields])
    values = {field.name: _value(reader, noun, key, field, packed[field.name]) for field in fields}
    return Found(noun.name, ids.text_of(key), values)


def _own(field: Field) -> bool:
    return not field.derived and field.name not in VAULT_WRITTEN and field.sensitivity < Sensitivity.SECRET


def _value(reader: Reader, noun: Noun, key: bytes, field: Field, packed: tuple[object, ...]) -> object:
    if field.kind is Kind.LINKS:
        return packed
    if field.sealed:
        envelope = packed[0]
        return reader.sealer.open(noun.name, key, field, envelope) if isinstance(envelope, bytes) else None
    return codec.unpack(field, packed)


def put_back(tx: Transaction, found: Sequence[Found]) -> list[RecordId]:
    """Make the records again, or bring them back from the trash as they were in the backup; their ids.

    Links go where there still is something. Raises RecordLives, RecordErased: then nothing is brought back.
    """
    tx.named("restore")
    coming = {each.id for each in found}
    for each in found:
        key = ids.key_of(each.id)
        if tx.one("SELECT 1 FROM erasures WHERE record = ?", (key,)):
            raise RecordErased(id=each.id)
        values = {name: _kept(tx, each.noun, name, value, coming) for name, value in each.values.items()}
        _put(tx, NOUNS[each.noun], key, values)
    return [each.id for each in found]


def _put(tx: Transaction, noun: Noun, key: bytes, values: dict[str, object]) -> None:
    row = tx.one(f"SELECT deleted_at FROM {noun.table} WHERE id = ?", (key,))
    if row is None:
        records.create_again(tx, noun.name, key, values)
        return
    if row[0] is None and noun.owner_link is None:
        raise RecordLives(id=ids.text_of(key))
    changing.restore(tx, [ids.text_of(key)])
    changing.change(tx, ids.text_of(key), values)


def _kept(tx: Transaction, noun: str, name: str, value: object, coming: set[RecordId]) -> object:
    """A link only where its end is there or comes along."""
    field = NOUNS[noun].field(name)
    assert field is not None
    if field.kind is Kind.LINK:
        return value if value is None or _there(tx, field, str(value), coming) else None
    if field.kind is Kind.LINKS and isinstance(value, tuple):
        return tuple(each for each in value if _there(tx, field, str(each), coming))
    return value


def _there(tx: Transaction, field: Field, end: RecordId, coming: set[RecordId]) -> bool:
    if field.target in ("user", "team"):
        return tx.one("SELECT 1 FROM users WHERE id = ?", (ids.key_of(end),)) is not None
    try:
        noun = noun_of(tx, end)
    except UnknownRecord:
        return end in coming
    row = tx.one(f"SELECT 1 FROM {noun.table} WHERE id = ? AND deleted_at IS NULL", (ids.key_of(end),))
    return row is not None or end in coming
