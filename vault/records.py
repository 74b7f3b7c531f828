"""Making records; changing.py changes, deletes and restores them. The one way in, called with a Transaction.

Each call checks its values against the declarations, notes before-images in the journal, stamps what it wrote for
sync, and remembers what derived columns and text index have to follow. Values are those of `values.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import msgspec

from vault import cells, codec, ids
from vault.errors import BadValue, RequiredField
from vault.following import add_to_set, follow
from vault.freezing import refuse_frozen_owner
from vault.journal import Act
from vault.model import layout
from vault.model.catalogue import NOUNS, field_of, noun
from vault.model.common import VAULT_WRITTEN
from vault.model.fields import Field, Noun
from vault.search import SEARCHED
from vault.transaction import Transaction
from vault.values import RecordId

Values = Mapping[str, object]
_OWNED: Final = frozenset({"account", "contact", "deal", "activity"})


def create(tx: Transaction, name: str, values: Values) -> RecordId:
    """Make one record; gives its id. Raises BadValue, RequiredField, UnknownField."""
    return create_many(tx, name, [values])[0]


def create_many(
    tx: Transaction, name: str, rows: Iterable[Values], uses: Sequence[Mapping[str, str | None]] = ()
) -> list[RecordId]:
    """Make records of one noun, in one go; their ids in order. Nothing is written where one is refused.

    `uses` says, row by row, where the contact points that a row makes are used: {"phone": "mobile"}.
    """
    of = noun(name)
    checked = [_checked(of, values) for values in rows]
    for values in checked:
        _require(of, values)
        if of.name in _OWNED and "owner" not in values:
            values["owner"] = ids.text_of(tx.author.user)
    return [ids.text_of(key) for key in _insert(tx, of, checked, uses=uses)]


def create_parts(tx: Transaction, name: str, rows: Iterable[Values]) -> None:
    """Make further contact points or addresses of records made in this transaction.

    Their owners' derived columns must hold already: it spares looking at each owner again.
    """
    of = noun(name)
    checked = [_checked(of, values) for values in rows]
    for values in checked:
        _require(of, values)
    if checked:
        _insert(tx, of, checked, followed=False)


def _checked(of: Noun, values: Values) -> dict[str, object]:
    return {name: codec.check(_writable(of.name, name), value) for name, value in values.items()}


@cache
def _writable(of: str, name: str) -> Field:
    return writable(NOUNS[of], name)


def writable(of: Noun, name: str) -> Field:
    """The field `name`, if a person may write it. Raises UnknownField, BadValue."""
    field = field_of(of, name)
    if name in VAULT_WRITTEN or (field.derived and not field.makes):
        raise BadValue(field=name, reason="computed")
    return field


def _require(of: Noun, values: Values) -> None:
    for field in of.fields:
        if field.required and values.get(field.name) is None:
            raise RequiredField(field=field.name)


@cache
def _template(of: str) -> tuple[dict[str, int], int, str]:
    names = [name for name, _ in layout.columns(of)][1:]
    places = {name: place for place, name in enumerate(names)}
    sql = f"INSERT INTO {NOUNS[of].table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    return places, len(names), sql


def _insert(
    tx: Transaction,
    of: Noun,
    checked: Sequence[Values],
    *,
    followed: bool = True,
    uses: Sequence[Mapping[str, str | None]] = (),
) -> list[bytes]:
    positions, _, sql = _template(of.name)
    log = tx.log
    template = _common(tx, of.name)
    keys: list[bytes] = []
    inserted: list[list[object]] = []
    for values in checked:
        if of.owner_link and followed:
            refuse_frozen_owner(tx, of, values[of.owner_link])
        key = ids.new_key()
        row = template.copy()
        row[positions["id"]] = key
        _fill(tx, of, key, values, row)
        keys.append(key)
        inserted.append(row)
        log.note(Act.CREATE, of.number, key)
    tx.connection.executemany(sql, inserted)
    for key, values in zip(keys, checked, strict=True):
        _follow_creation(tx, of, key, values, followed)
    tx.touched.created += len(keys)
    _make_points(tx, of, keys, checked, uses or ({},) * len(keys))
    return keys


def _common(tx: Transaction, of: str) -> list[object]:
    """A row of a noun's table with what every record made in this transaction shares."""
    positions, width, _ = _template(of)
    made = msgspec.msgpack.encode([tx.stamp, tx.author.device, tx.counter])
    common = {"version": 1, "stamps": made, "made_in": tx.step, "source": tx.source, "created_at": tx.at,
              "created_by": tx.author.user, "updated_at": tx.at, "updated_by": tx.author.user}  # fmt: skip
    row: list[object] = [None] * width
    for name, cell in common.items():
        row[positions[name]] = cell
    return row


def _fill(tx: Transaction, of: Noun, key: bytes, values: Values, row: list[object]) -> None:
    for name, value in values.items():
        if value is None or isinstance(value, tuple):
            continue
        positions, encode = _filler(of.name, name)
        for position, cell in zip(positions, encode(tx, key, value), strict=True):
            row[position] = cell


@cache
def _filler(of: str, name: str) -> tuple[tuple[int, ...], cells.Encoder]:
    positions = _template(of)[0]
    return tuple(positions[column] for column in layout.places(of)[name].all), cells.encoder(of, name)


def _make_points(
    tx: Transaction,
    of: Noun,
    keys: Sequence[bytes],
    checked: Sequence[Values],
    uses: Sequence[Mapping[str, str | None]],
) -> None:
    """The main contact points of new records: cells put in place directly, for imports make two a row."""
    point = NOUNS["contact_point"]
    positions, _, sql = _template(point.name)
    template, log, touched = _common(tx, point.name), tx.log, tx.touched
    template[positions["main"]] = 1
    about, kind, value_at, use_at, id_at = (positions[name] for name in ("about", "kind", "value", "use", "id"))
    inserted: list[list[object]] = []
    for maker in (each for each in of.fields if each.makes):
        for owner, values, use in zip(keys, checked, uses, strict=True):
            value = values.get(maker.name)
            if value is None:
                continue
            row, key = template.copy(), ids.new_key()
            row[id_at], row[about], row[kind], row[value_at] = key, owner, maker.makes, value
            row[use_at] = use.get(maker.name)
            inserted.append(row)
            log.note(Act.CREATE, point.number, key)
            touched.add(point.name, key)
    tx.connection.executemany(sql, inserted)
    touched.created += len(inserted)


def _follow_creation(tx: Transaction, of: Noun, key: bytes, values: Values, followed: bool) -> None:
    tx.touched.add(of.name, key)
    if of.name in SEARCHED:
        tx.reindex.made[of.name].append(key)
    for name, value in values.items():
        if isinstance(value, tuple):
            add_to_set(tx, of.name, name, key, value)
    if followed:
        follow(tx, of, values)
