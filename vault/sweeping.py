"""A whole list, column by column, under a viewer's clearance: for files, where a record at a time costs too much.

The same order, conditions and masks as `query.page`; values as there. Any reader thread.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vault import codec, ids, linking, paging, query, seeing
from vault.masking import form_of
from vault.model.catalogue import set_number
from vault.model.fields import Field, Kind
from vault.query import Ask
from vault.reader import Reader, chunks, marks
from vault.values import Link, Masked

BATCH = 2_000
_Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a list: their ids, and by field name as many values; a contact point's kinds beside them."""

    keys: list[bytes]
    values: dict[str, list[object]]
    kinds: list[object]

    def __len__(self) -> int:
        return len(self.keys)


def sweep(reader: Reader, ask: Ask, limit: int | None = None) -> Iterator[Batch]:
    """The list's first `limit` rows (None: all) in batches. Raises as `query.page` does."""
    names = ask.columns if ask.columns is not None else tuple(field.name for field in ask.noun.fields)
    shape = seeing.shape_of(ask.noun.name, names)
    where, parameters = query.where_of(reader, ask)
    known: dict[object, Link] = {}
    left = limit if limit is not None else -1
    for leg in paging.legs(paging.orders(reader, ask.noun, ask.sort), None):
        cursor = reader.connection.execute(
            f"SELECT {', '.join(shape.columns)} FROM {ask.noun.table} WHERE {where} AND {leg.condition} "
            f"ORDER BY {leg.order} LIMIT ?",
            (*parameters, *leg.parameters, left),
        )
        while rows := cursor.fetchmany(BATCH):
            yield _batch(reader, ask, shape, rows, known)
            left = left - len(rows) if limit is not None else left


def _batch(
    reader: Reader, ask: Ask, shape: seeing.Shape, rows: list[tuple[object, ...]], known: dict[object, Link]
) -> Batch:
    columns = list(zip(*rows, strict=True))
    keys = [key for key in columns[0] if isinstance(key, bytes)]
    kinds = list(columns[shape.columns.index("kind")]) if "kind" in shape.columns else [None] * len(keys)
    hints = kinds if ask.noun.name == "contact_point" else [None] * len(keys)
    values = {
        field.name: _seen(reader, field, columns[start:stop], hints, known) for field, start, stop in shape.fields
    }
    for field in shape.sets:
        values[field.name] = _members(reader, set_number(ask.noun.name, field.name), field, keys, known)
    return Batch(keys, values, kinds)


def _seen(
    reader: Reader, field: Field, cells: Sequence[_Cells], hints: _Cells, known: dict[object, Link]
) -> list[object]:
    if field.sealed:
        return [Masked(None)] * len(cells[0])
    if field.kind is Kind.LINK:
        _name(reader, field.target, cells[0], known)
        return [known.get(key) for key in cells[0]]
    if len(cells) > 1 or field.kind is Kind.BOOLEAN:
        found = [codec.unpack(field, each) for each in zip(*cells, strict=True)]
    else:
        found = list(cells[0])
    if reader.viewer.sees(field):
        return found
    return [
        None if value is None else Masked(form_of(field, value, hint if isinstance(hint, str) else None))
        for value, hint in zip(found, hints, strict=True)
    ]


def _name(reader: Reader, target: str | None, keys: _Cells, known: dict[object, Link]) -> None:
    """Add to `known` what the records of `keys` are called for this viewer."""
    fresh = sorted({key for key in keys if isinstance(key, bytes) and key not in known})
    if not fresh:
        return
    texts = {ids.text_of(key): key for key in fresh}
    named = linking.links(reader, texts, target)
    known.update((key, named.get(text, Link(text, target or "", None))) for text, key in texts.items())


def _members(
    reader: Reader, number: int, field: Field, keys: Sequence[bytes], known: dict[object, Link]
) -> list[object]:
    found: dict[object, list[object]] = defaultdict(list)
    for part in chunks(keys):
        sql = f"SELECT record, value FROM sets WHERE field = ? AND record IN ({marks(len(part))})"
        for record, member in reader.rows(sql, (number, *part)):
            found[record].append(member)
    _name(reader, field.target, [member for members in found.values() for member in members], known)
    return [tuple(known[member] for member in found.get(key, ())) for key in keys]
