"""Records around a record, and lists in groups: answered under the viewer's clearance, as in query.py."""

from collections.abc import Sequence
from dataclasses import dataclass

from vault import codec, ids
from vault.errors import ForbiddenField
from vault.linking import links
from vault.masking import shown
from vault.model.catalogue import NOUNS, field_of, set_number
from vault.model.fields import Field, Kind, Noun
from vault.query import LIVE, Ask, where_of, whole
from vault.reader import Reader, marks
from vault.seeing import records_of, shape_of
from vault.values import Masked, Money, Record, RecordId


def parts(reader: Reader, noun: Noun, link: str, owner: RecordId, limit: int = 500) -> list[Record]:
    """Live records of `noun` whose link points to `owner`, oldest first: contact points, addresses, deals."""
    shape = shape_of(noun.name, tuple(field.name for field in noun.fields))
    rows = reader.rows(
        f"SELECT {', '.join(shape.columns)} FROM {noun.table} WHERE {field_of(noun, link).name} = ? AND {LIVE} "
        "ORDER BY n LIMIT ?",
        (ids.key_of(owner), limit),
    )
    return records_of(reader, noun, shape, rows)


def points_ever(reader: Reader, owner: RecordId) -> list[tuple[bytes, str, str]]:
    """(id, kind, raw value) of every contact point a record has or had: for its history, which masks them."""
    rows = reader.rows("SELECT id, kind, value FROM contact_points WHERE about = ? ORDER BY n", (ids.key_of(owner),))
    return [(key, str(kind), str(value)) for key, kind, value in rows if isinstance(key, bytes)]


def about(reader: Reader, owners: Sequence[RecordId], limit: int) -> list[Record]:
    """Live activities about any of `owners`, the latest moment first."""
    noun = NOUNS["activity"]
    keys = [ids.key_of(owner) for owner in owners]
    shape = shape_of(noun.name, tuple(field.name for field in noun.fields))
    columns = ", ".join(f"a.{column}" for column in shape.columns)
    rows = reader.rows(
        f"SELECT {columns} FROM activities a WHERE a.id IN "
        f"(SELECT record FROM sets WHERE field = ? AND value IN ({marks(len(keys))})) AND a.deleted_at IS NULL "
        "ORDER BY coalesce(a.done_at, a.starts_at, a.created_at) DESC LIMIT ?",
        (set_number("activity", "about"), *keys, limit),
    )
    return records_of(reader, noun, shape, rows)


@dataclass(frozen=True, slots=True)
class Group:
    """One value of the field a list is grouped by, with its count and the sum in the vault's currency."""

    value: object
    count: int
    total: Money | Masked | None


def groups(reader: Reader, ask: Ask, by: str, total: str | None = None) -> list[Group]:
    """The list grouped by a field. Raises ForbiddenField where the viewer may not group by it."""
    field = field_of(ask.noun, by)
    if not reader.viewer.sees(field) or field.sealed or len(field.columns) != 1:
        raise ForbiddenField(field=by)
    if total and field_of(ask.noun, total).kind is not Kind.MONEY:
        raise ForbiddenField(field=total)
    where, parameters = where_of(reader, ask)
    amount = f"sum({field_of(ask.noun, total).sort_column})" if total else "NULL"
    rows = reader.rows(f"SELECT {by}, count(*), {amount} FROM {ask.noun.table} WHERE {where} GROUP BY {by}", parameters)
    return [_group(reader, ask.noun, field, total, row) for row in rows]


def _group(reader: Reader, noun: Noun, field: Field, total: str | None, row: tuple[object, ...]) -> Group:
    value: object = codec.unpack(field, row[:1])
    if field.kind is Kind.LINK and value is not None:
        value = links(reader, [str(value)], field.target).get(str(value))
    money = Money(whole(row[2]), reader.currency) if row[2] is not None else None
    seen = shown(field_of(noun, total), money, reader.viewer) if total else None
    return Group(value, whole(row[1]), seen)  # type: ignore[arg-type] # money or its mask
