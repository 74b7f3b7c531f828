"""Lists, counts, groups and single records under a viewer's clearance: the one way records are read.

Masks are decided in seeing.py and nowhere else: whatever leaves this module is what the viewer may see. Any reader
thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vault import ids, paging
from vault.conditions import compile_condition
from vault.filters import Expression, unparse
from vault.model.catalogue import owners_of
from vault.model.fields import Noun
from vault.reader import Reader, chunks, marks
from vault.seeing import records_of, shape_of
from vault.values import Record, RecordId

LIVE: Final = "deleted_at IS NULL"
TRASHED: Final = "deleted_at IS NOT NULL AND deleted_how = 'trash'"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list and the cursor of what follows, None at the end."""

    rows: list[Record]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a list is to hold."""

    noun: Noun
    where: Expression | None = None
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    trash: bool = False
    frozen: bool | None = None
    """Only what is frozen, itself or with its owner (True), or only the rest (False); None: both."""

    @property
    def signature(self) -> str:
        """What a cursor is bound to."""
        where = unparse(self.where) if self.where is not None else ""
        return f"{self.noun.name}|{self.sort}|{where}|{self.trash}|{self.frozen}"


def page(reader: Reader, ask: Ask, *, limit: int = 50, after: str | None = None, offset: int = 0) -> Page:
    """`limit` rows after a cursor (or `offset` rows further, for jumps of the scroll bar).

    Raises UnknownField, ForbiddenField, BadExpression, BadCursor.
    """
    orders = paging.orders(reader, ask.noun, ask.sort)
    start = paging.unseal(reader, ask.signature, after) if after else None
    names = ask.columns if ask.columns is not None else tuple(field.name for field in ask.noun.fields)
    found = _keyset(reader, ask, orders, start, limit + 1, offset)
    shape = shape_of(ask.noun.name, names)
    records = records_of(reader, ask.noun, shape, [row[len(orders) + 1 :] for row in found[:limit]])
    if len(found) <= limit or not records:
        return Page(records, None)
    last = found[limit - 1]
    return Page(
        records,
        paging.seal(reader, ask.signature, paging.Place(last[:-1][: len(orders)], whole(last[len(orders)]))),
    )


def _keyset(
    reader: Reader,
    ask: Ask,
    orders: tuple[paging.Order, ...],
    start: paging.Place | None,
    limit: int,
    offset: int,
) -> list[tuple[object, ...]]:
    names = ask.columns if ask.columns is not None else tuple(field.name for field in ask.noun.fields)
    select = ", ".join([*(order.column for order in orders), "n", *shape_of(ask.noun.name, names).columns])
    base, parameters = where_of(reader, ask)
    found: list[tuple[object, ...]] = []
    for leg in paging.legs(orders, start):
        text = f"FROM {ask.noun.table} WHERE {base} AND {leg.condition}"
        values = (*parameters, *leg.parameters)
        rows = reader.rows(f"SELECT {select} {text} ORDER BY {leg.order} LIMIT ? OFFSET ?",
                           (*values, limit - len(found), offset))  # fmt: skip
        found += rows
        if len(found) >= limit:
            break
        if offset and not rows:
            offset = max(0, offset - whole((reader.one(f"SELECT count(*) {text}", values) or (0,))[0]))
        else:
            offset = 0
    return found


def where_of(reader: Reader, ask: Ask) -> tuple[str, tuple[object, ...]]:
    """The condition of a list and its parameters."""
    state = TRASHED if ask.trash else _live(ask.noun)
    if ask.frozen is not None:
        state += f" AND {'' if ask.frozen else 'NOT '}({_frozen(ask.noun)})"
    if ask.where is None:
        return state, ()
    condition, parameters = compile_condition(reader, ask.noun, ask.where)
    return f"{state} AND ({condition})", tuple(parameters)


def _live(noun: Noun) -> str:
    """Parts live and die with their owner."""
    gone = (
        f" AND NOT EXISTS (SELECT 1 FROM {owner.table} o WHERE o.id = {noun.table}.{noun.owner_link} "
        "AND o.deleted_at IS NOT NULL)"
        for owner in owners_of(noun)
    )
    return LIVE + "".join(gone)


def _frozen(noun: Noun) -> str:
    """Frozen themselves or, parts, with their owner."""
    owners = (
        f" OR EXISTS (SELECT 1 FROM {owner.table} o WHERE o.id = {noun.table}.{noun.owner_link} "
        "AND o.restricted_at IS NOT NULL)"
        for owner in owners_of(noun)
    )
    return f"{noun.table}.restricted_at IS NOT NULL" + "".join(owners)


def count(reader: Reader, ask: Ask) -> int:
    """How many rows the list holds."""
    where, parameters = where_of(reader, ask)
    row = reader.one(f"SELECT count(*) FROM {ask.noun.table} WHERE {where}", parameters)
    return whole(row[0]) if row else 0


def fetch(
    reader: Reader, noun: Noun, records: Sequence[RecordId], columns: tuple[str, ...] | None = None
) -> list[Record]:
    """Records by id, in the order asked for, deleted ones too; unknown ids are left out."""
    keys = [ids.key_of(record) for record in records]
    found = _by(reader, noun, "id", keys, columns)
    by_id = {record.id: record for record in found}
    return [by_id[text] for text in map(ids.text_of, keys) if text in by_id]


def fetch_numbers(reader: Reader, noun: Noun, numbers: Sequence[int], columns: tuple[str, ...]) -> dict[int, Record]:
    """Records by local number."""
    found = _by(reader, noun, "n", numbers, columns)
    rows = reader.rows(f"SELECT n, id FROM {noun.table} WHERE n IN ({marks(len(numbers))})", tuple(numbers))
    by_id = {record.id: record for record in found}
    return {whole(n): by_id[ids.text_of(key)] for n, key in rows if isinstance(key, bytes)}


def _by(
    reader: Reader, noun: Noun, column: str, values: Sequence[object], columns: tuple[str, ...] | None
) -> list[Record]:
    shape = shape_of(noun.name, columns if columns is not None else tuple(field.name for field in noun.fields))
    rows: list[tuple[object, ...]] = []
    for part in chunks(values):
        rows += reader.rows(
            f"SELECT {', '.join(shape.columns)} FROM {noun.table} WHERE {column} IN ({marks(len(part))})",
            tuple(part),
        )
    return records_of(reader, noun, shape, rows)


def whole(value: object) -> int:
    """A cell that holds a whole number."""
    assert isinstance(value, int)
    return value
