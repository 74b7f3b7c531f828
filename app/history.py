"""The history of one record, field by field. Use case of a Reader."""

from dataclasses import dataclass

from vault import codec, ids, journal
from vault.linking import links, noun_of
from vault.masking import shown
from vault.model.catalogue import field_of
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader
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
    """What was done to a record, the latest first. Raises UnknownRecord."""
    noun = noun_of(reader, record)
    key = ids.key_of(record)
    found = journal.of_record(reader, noun, key)
    users = links(reader, {ids.text_of(step.user) for step, _ in found}, "user")
    entries = [
        Entry(
            step.n, step.at, users.get(ids.text_of(step.user), Link("", "user", None)).title, step.verb,
            operation.act.name.lower(), _changes(reader, noun, key, operation.image),
        )
        for step, operation in found
    ]  # fmt: skip
    return entries[::-1]


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
