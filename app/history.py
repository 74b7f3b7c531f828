"""The history of one record, field by field. Use case of a Reader."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vault import codec, ids, journal
from vault.journal import Act, Operation, Step
from vault.linking import links, noun_of
from vault.masking import shown
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader
from vault.related import points_ever
from vault.values import Link, Masked, RecordId


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's value before and after, as the viewer may see it."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Entry:
    """One step in a record's life: the latest first in a history."""

    step: int
    at: int
    user: str | Masked | None
    verb: str
    act: str
    changes: tuple[FieldChange, ...]


def history(reader: Reader, record: RecordId) -> list[Entry]:
    """What was done to a record and to its contact points, the latest first. Raises UnknownRecord."""
    noun = noun_of(reader, record)
    key = ids.key_of(record)
    entries: dict[int, Entry] = {}
    for step, operation in journal.of_record(reader, noun, key):
        act, changes = operation.act.name.lower(), _changes(reader, noun, key, operation.image)
        entries[step.n] = Entry(step.n, step.at, None, step.verb, act, changes)
    made = min(entries, default=0)
    for step, change in _point_changes(reader, noun, record):
        if step.n == made:
            continue  # made together with the record
        known = entries.get(step.n) or Entry(step.n, step.at, None, step.verb, "change", ())
        entries[step.n] = replace(known, changes=(*known.changes, change))
    return _signed(reader, entries)


def _signed(reader: Reader, entries: dict[int, Entry]) -> list[Entry]:
    """The entries with the names of those who did them, the latest first."""
    steps = {n: step for n in entries if (step := journal.step(reader, n))}
    users = links(reader, {ids.text_of(step.user) for step in steps.values()}, "user")
    named = {n: users.get(ids.text_of(step.user)) for n, step in steps.items()}
    return [
        replace(entries[n], user=user.title if (user := named.get(n)) else None) for n in sorted(entries, reverse=True)
    ]


def _point_changes(reader: Reader, noun: Noun, owner: RecordId) -> Iterator[tuple[Step, FieldChange]]:
    """What happened to e-mails and phones of a record, as changes of the fields that show them."""
    makers = {field.makes: field for field in noun.fields if field.makes}
    for key, kind, last in points_ever(reader, owner) if makers else ():
        field = makers.get(kind)
        value: object = last
        for step, operation in reversed(journal.of_record(reader, NOUNS["contact_point"], key) if field else []):
            assert field is not None
            before, after = _sides(operation, value)
            if before != after:
                yield step, FieldChange(field.name, *(shown(field, side, reader.viewer) for side in (before, after)))
            value = before if operation.act is Act.CHANGE else value


def _sides(operation: Operation, value: object) -> tuple[object, object]:
    """A contact point's value before and after an operation that left it as `value`."""
    match operation.act:
        case Act.CREATE | Act.RESTORE:
            return None, value
        case Act.DELETE:
            return value, None
        case _:
            before = operation.image.get("value", [[value]])[0]
            return (before[0] if isinstance(before, list) else value), value


def _changes(reader: Reader, noun: Noun, key: bytes, image: journal.Image) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, *(_seen(reader, noun, key, field_of(noun, name), side) for side in sides))
        for name, sides in sorted(image.items())
    )


def _seen(reader: Reader, noun: Noun, key: bytes, field: Field, cells: object) -> object:
    assert isinstance(cells, list)
    if field.kind is Kind.LINKS:
        named = links(reader, cells, field.target)
        return tuple(named.get(each, Link(each, "", None)) for each in cells)
    if field.sealed:
        if not reader.viewer.sees(field):
            return Masked(None)
        return reader.sealer.open(noun.name, key, field, cells[0]) if cells and cells[0] else None
    value = codec.unpack(field, tuple(cells))
    if field.kind is Kind.LINK and value:
        return links(reader, [str(value)], field.target).get(str(value), Link(str(value), "", None))
    return shown(field, value, reader.viewer)
