"""Rows of a table as the records their viewer may see: masks are put on here and nowhere else on the way out.

For query.py and related.py alone; any reader's thread. What a cell becomes is decided once per field and page, not
per cell: a page of fifty rows is read hundreds of times a minute (speed.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from vault import codec, ids
from vault.linking import named
from vault.masking import form_for, shown
from vault.model import layout
from vault.model.catalogue import NOUNS, field_of, set_number
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader, chunks, marks
from vault.values import Link, Masked, Record

Row = tuple[object, ...]
See = Callable[[Row], object]
_COMPOSED: Final = frozenset({Kind.MONEY, Kind.PLANNED, Kind.BOOLEAN})
"""Kinds whose value is not what the cell holds."""
_KEY: Final = 0
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns to select for some fields of a noun, and where each field's cells lie in a row."""

    columns: tuple[str, ...]
    fields: tuple[tuple[Field, int, int], ...]
    sets: tuple[Field, ...]


@cache
def shape_of(noun: str, names: tuple[str, ...]) -> Shape:
    """The shape of some fields; id and version always come first."""
    of, columns = NOUNS[noun], ["id", "version"]
    fields: list[tuple[Field, int, int]] = []
    sets: list[Field] = []
    for name in dict.fromkeys(names):
        if name in ("id", "version"):
            continue
        field = field_of(of, name)
        place = layout.places(noun).get(name)
        if place is None:
            sets.append(field)
            continue
        fields.append((field, len(columns), len(columns) + len(place.value)))
        columns += place.value
    if noun == "contact_point" and "kind" not in names:
        columns.append("kind")
    return Shape(tuple(columns), tuple(fields), tuple(sets))


def records_of(reader: Reader, noun: Noun, shape: Shape, rows: Sequence[Row]) -> list[Record]:
    """The records in `rows` of `shape.columns`, links named, masked for the reader's viewer."""
    if not rows:
        return []
    sights = [
        (field.name, start, _sight(reader, noun, shape, field, (start, stop), rows))
        for field, start, stop in shape.fields
    ]
    found = []
    for row in rows:
        values = {name: row[at] if see is None else see(row) for name, at, see in sights}
        found.append(Record(noun.name, ids.text_of(row[_KEY]), row[_VERSION], values))  # type: ignore[arg-type] # columns of a STRICT table
    for field in shape.sets:
        _add_set(reader, noun, field, found, [row[_KEY] for row in rows])
    return found


def _sight(
    reader: Reader, noun: Noun, shape: Shape, field: Field, cells: tuple[int, int], rows: Sequence[Row]
) -> See | None:
    """How this viewer sees one field in a row; None where it is the cell itself."""
    start, stop = cells
    if field.sealed:
        return _opened(reader, noun, field, start)
    if not reader.viewer.sees(field):
        return _masked(reader, shape, field, cells)
    if field.kind is Kind.LINK:
        return _linked(reader, field, start, rows)
    if field.kind in _COMPOSED:
        return lambda row: None if row[start] is None else codec.unpack(field, row[start:stop])
    return None


def _opened(reader: Reader, noun: Noun, field: Field, at: int) -> See:
    if not reader.viewer.sees(field) or not reader.sealer.holds(field):
        return lambda _row: Masked(None)

    def see(row: Row) -> object:
        key, envelope = row[_KEY], row[at]
        assert isinstance(key, bytes)
        return reader.sealer.open(noun.name, key, field, envelope) if isinstance(envelope, bytes) else None

    return see


def _masked(reader: Reader, shape: Shape, field: Field, cells: tuple[int, int]) -> See:
    start, stop = cells
    form = form_for(field)
    if form is not None:
        return lambda row: None if row[start] is None else Masked(form(str(row[start])))
    kind_at = shape.columns.index("kind") if field.name == "value" and "kind" in shape.columns else None

    def see(row: Row) -> object:
        if row[start] is None:
            return None
        hint = None if kind_at is None else str(row[kind_at])
        return shown(field, codec.unpack(field, row[start:stop]), reader.viewer, hint)

    return see


def _linked(reader: Reader, field: Field, at: int, rows: Sequence[Row]) -> See:
    wanted = {key for row in rows if isinstance(key := row[at], bytes)}
    found = named(reader, wanted, field.target)
    by_cell: dict[object, Link] = {
        key: found.get(key) or Link(ids.text_of(key), field.target or "", None) for key in wanted
    }
    return lambda row: by_cell.get(row[at])


def _add_set(reader: Reader, noun: Noun, field: Field, found: Sequence[Record], keys: Sequence[object]) -> None:
    members: dict[object, list[bytes]] = {key: [] for key in keys}
    number = set_number(noun.name, field.name)
    for part in chunks(list(members)):
        sql = f"SELECT record, value FROM sets WHERE field = ? AND record IN ({marks(len(part))})"
        for owner, value in reader.rows(sql, (number, *part)):
            assert isinstance(value, bytes)
            members[owner].append(value)
    titles = named(reader, {key for each in members.values() for key in each}, field.target)
    for record, key in zip(found, keys, strict=True):
        record.values[field.name] = tuple(
            titles.get(each) or Link(ids.text_of(each), "", None) for each in members[key]
        )
