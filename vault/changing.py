"""Changing, deleting and restoring records, by people and by undo. Called with a Transaction by use cases."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from vault import cells, codec, ids, records
from vault.errors import RequiredField, UnknownRecord
from vault.following import add_to_set, follow, follow_state, members, remove_from_set
from vault.freezing import refuse_frozen
from vault.journal import Act, Image
from vault.linking import noun_of
from vault.model import layout
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader, chunks, marks
from vault.search import SEARCHED
from vault.transaction import Transaction
from vault.values import RecordId

Packed = tuple[object, ...]
TRASH: Final = "trash"
UNDONE: Final = "undo"


def locate(reader: Reader, record: RecordId) -> tuple[Noun, bytes]:
    """The noun and key of a record, deleted ones too. Raises UnknownRecord."""
    return noun_of(reader, record), ids.key_of(record)


def change(tx: Transaction, record: RecordId, values: Mapping[str, object]) -> bool:
    """Write the given fields of a live record; whether anything differed.

    Raises BadValue, RequiredField, UnknownField, UnknownRecord, RecordRestricted.
    """
    noun, key = locate(tx, record)
    _refuse_trashed(tx, noun, key)
    if set(values) != {"restricted_at"}:
        refuse_frozen(tx, noun, [key])
    packed: dict[str, Packed] = {}
    differs = False
    for name, value in values.items():
        field = records.writable(noun, name)
        checked = codec.check(field, value)
        if checked is None and field.required:
            raise RequiredField(field=name)
        if field.makes:
            differs |= _change_point(tx, key, field.makes, checked)
        elif not field.sealed:
            packed[name] = checked or () if field.kind is Kind.LINKS else codec.pack(field, checked)  # type: ignore[assignment] # a checked set is a tuple
        elif _opened(tx, noun, key, field) != checked:
            packed[name] = (tx.sealer.seal(noun.name, key, field, checked),)
    return write(tx, noun, key, packed) or differs


def _refuse_trashed(tx: Reader, noun: Noun, key: bytes) -> None:
    row = tx.one(f"SELECT deleted_at FROM {noun.table} WHERE id = ?", (key,))
    if row is None or row[0] is not None:
        raise UnknownRecord(id=ids.text_of(key))


def _opened(tx: Transaction, noun: Noun, key: bytes, field: Field) -> object:
    row = tx.one(f"SELECT {field.name} FROM {noun.table} WHERE id = ?", (key,))
    envelope = row[0] if row else None
    return tx.sealer.open(noun.name, key, field, envelope) if isinstance(envelope, bytes) else None


def _change_point(tx: Transaction, key: bytes, kind: str, value: object) -> bool:
    row = tx.one(
        "SELECT id, value FROM contact_points WHERE about = ? AND kind = ? AND deleted_at IS NULL "
        "ORDER BY coalesce(main, 0) DESC, n LIMIT 1",
        (key, kind),
    )
    if row is None:
        point = {"about": ids.text_of(key), "kind": kind, "value": value, "main": True}
        return bool(value) and bool(records.create(tx, "contact_point", point))
    point_key, before = row
    assert isinstance(point_key, bytes)
    if value is None:
        return delete(tx, [ids.text_of(point_key)]) > 0
    return value != before and write(tx, NOUNS["contact_point"], point_key, {"value": (value,)})


def read(tx: Reader, noun: Noun, key: bytes, names: Iterable[str]) -> dict[str, Packed]:
    """The packed values of fields as they stand; sets as tuples of ids."""
    found: dict[str, Packed] = {}
    places = layout.places(noun.name)
    for name in names:
        if name not in places:
            found[name] = members(tx, noun.name, name, key)  # type: ignore[arg-type] # only reads
            continue
        row = tx.one(f"SELECT {', '.join(places[name].value)} FROM {noun.table} WHERE id = ?", (key,))
        found[name] = row or ()
    return found


def write(tx: Transaction, noun: Noun, key: bytes, packed: Mapping[str, Packed]) -> bool:
    """Put packed values in place, with everything that hangs on them; whether anything differed."""
    before = read(tx, noun, key, packed)
    image: Image = {name: [before[name], cells_] for name, cells_ in packed.items() if before[name] != cells_}
    if not image:
        return False
    log = tx.log
    sets = {name for name in image if name not in layout.places(noun.name)}
    for name in sets:
        _write_set(tx, noun, key, name, *image[name])
    _write_columns(tx, noun, key, {name: packed[name] for name in image if name not in sets}, set(image))
    log.note(Act.CHANGE, noun.number, key, image)
    tx.touched.add(noun.name, key)
    tx.touched.changed += 1
    _follow_change(tx, noun, key, image)
    return True


def _write_set(tx: Transaction, noun: Noun, key: bytes, name: str, before: object, after: object) -> None:
    old, new = set(before), set(after)  # type: ignore[call-overload] # images of sets are tuples of ids
    remove_from_set(tx, noun.name, name, key, sorted(old - new))
    add_to_set(tx, noun.name, name, key, sorted(new - old))


def _write_columns(tx: Transaction, noun: Noun, key: bytes, packed: Mapping[str, Packed], changed: set[str]) -> None:
    columns = ["version = version + 1", "updated_at = ?", "updated_by = ?", "stamps = ?"]
    values: list[object] = [tx.at, tx.author.user, _stamped(tx, noun, key, changed)]
    for name, own in packed.items():
        place = layout.places(noun.name)[name]
        columns.extend(f"{column} = ?" for column in place.all)
        keys = () if place.field.sealed else cells.keys_of(tx, place, codec.unpack(place.field, own))
        values.extend((*own, *keys))
    tx.connection.execute(f"UPDATE {noun.table} SET {', '.join(columns)} WHERE id = ?", (*values, key))


def _stamped(tx: Transaction, noun: Noun, key: bytes, changed: Iterable[str]) -> bytes:
    row = tx.one(f"SELECT stamps FROM {noun.table} WHERE id = ?", (key,))
    assert row is not None and isinstance(row[0], bytes)
    return _restamped(tx, row[0], changed)


def _restamped(tx: Transaction, stamps: bytes, changed: Iterable[str]) -> bytes:
    """One stamp for the making of a record, exceptions for the fields changed since (architecture.md)."""
    clock, device, counter, *exceptions = msgspec.msgpack.decode(stamps)
    fields = dict(exceptions[0]) if exceptions else {}
    fields.update({name: [tx.stamp, tx.author.device, tx.counter] for name in changed})
    return msgspec.msgpack.encode([clock, device, counter, fields])


def _follow_change(tx: Transaction, noun: Noun, key: bytes, image: Image) -> None:
    if noun.name in SEARCHED and any(field_of(noun, name).search or name in ("owner", "team") for name in image):
        tx.reindex.changed[noun.name].add(key)
    if noun.title in image or "position" in image:
        tx.titles.pop(key, None)
        tx.stale.titles.setdefault(noun.name, set()).add(key)
    if "state" in image:
        follow_state(tx, key)
    for side in (0, 1):
        follow(tx, noun, {name: _value(noun, name, image[name][side]) for name in image})
    follow(tx, noun, links_of(tx, noun, key))


def _value(noun: Noun, name: str, packed: object) -> object:
    field = field_of(noun, name)
    if field.kind is not Kind.LINK:
        return packed
    return codec.unpack(field, packed)  # type: ignore[arg-type] # packed cells


def links_of(tx: Reader, noun: Noun, key: bytes) -> dict[str, object]:
    """What of a record the derived columns of others hang on."""
    names = [field.name for field in noun.fields if field.name in ("about", "contact")]
    return {name: _value(noun, name, packed) for name, packed in read(tx, noun, key, names).items()}


def delete(tx: Transaction, chosen: Iterable[RecordId], how: str = TRASH) -> int:
    """Move records to the trash (or, by undo, out of sight); how many were live.

    Parts (contact points, addresses) stay as they are: they live and die with their owner.
    Raises UnknownRecord, RecordRestricted.
    """
    return _by_noun(tx, chosen, how)


def restore(tx: Transaction, chosen: Iterable[RecordId]) -> int:
    """Bring records back; how many were deleted. Raises UnknownRecord, RecordRestricted."""
    return _by_noun(tx, chosen, None)


def _by_noun(tx: Transaction, chosen: Iterable[RecordId], how: str | None) -> int:
    found: dict[str, list[bytes]] = {}
    for record in dict.fromkeys(chosen):
        noun, key = locate(tx, record)
        found.setdefault(noun.name, []).append(key)
    return sum(set_deleted(tx, NOUNS[name], keys, how) for name, keys in found.items())


def set_deleted(tx: Transaction, noun: Noun, keys: Sequence[bytes], how: str | None) -> int:
    """Mark records of one noun deleted (`how`) or live (None); how many were otherwise before."""
    done = 0
    refuse_frozen(tx, noun, keys)
    for part in chunks(keys):
        rows = tx.rows(
            f"SELECT n, id, stamps FROM {noun.table} WHERE id IN ({marks(len(part))}) "
            f"AND deleted_at IS {'' if how else 'NOT '}NULL",
            tuple(part),
        )
        done += len(rows)
        _mark(tx, noun, rows, how)
    tx.touched.deleted += done if how else 0
    tx.touched.restored += 0 if how else done
    return done


def _mark(tx: Transaction, noun: Noun, rows: Sequence[tuple[object, ...]], how: str | None) -> None:
    """One statement for all records with the same stamps, as those have that one step made."""
    log, at = tx.log, tx.at if how else None
    alike: dict[bytes, list[object]] = {}
    for n, _, stamps in rows:
        assert isinstance(stamps, bytes)
        alike.setdefault(stamps, []).append(n)
    for stamps, numbers in alike.items():
        tx.connection.execute(
            f"UPDATE {noun.table} SET deleted_at = ?, deleted_how = ?, version = version + 1, updated_at = ?, "
            f"updated_by = ?, stamps = ? WHERE n IN ({marks(len(numbers))})",
            (at, how, tx.at, tx.author.user, _restamped(tx, stamps, ["deleted_at"]), *numbers),
        )
    keys = [key for _, key, _ in rows if isinstance(key, bytes)]
    log.note_run(Act.DELETE if how else Act.RESTORE, noun.number, keys)
    tx.touched.add(noun.name, *keys)
    if noun.owner_link or noun.name in ("deal", "activity"):
        for key in keys:
            follow(tx, noun, links_of(tx, noun, key))
