"""New records put in place a batch at a time: rows, contact points, journal, and what has to follow them.

For records.py alone, with values it has checked, on the writer thread. A column that no row of a batch fills is left
out of its INSERT: an import of people fills a third of theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec

from vault import cells, ids
from vault.following import add_to_set, follow
from vault.journal import Act
from vault.model import layout
from vault.model.catalogue import NOUNS
from vault.model.fields import Noun
from vault.reader import marks
from vault.search import SEARCHED
from vault.transaction import Transaction

Values = Mapping[str, object]
Uses = Mapping[str, str | None]
_SHARED: Final = ("version", "stamps", "made_in", "source", "created_at", "created_by", "updated_at", "updated_by")
"""Columns that are the same in every row made in one transaction."""
_FOLLOWED: Final = frozenset({"contact_point", "address", "deal", "activity"})
"""Nouns on which columns of other records hang."""
_POINT: Final = NOUNS["contact_point"]
_POINT_FIELDS: Final = ("about", "kind", "value", "use", "main")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows of a noun with some of its fields are written: where each field's cells begin, and how they are made."""

    sql: str
    width: int
    fills: dict[str, tuple[int, cells.Encoder | None]]
    title_key_at: int | None


@lru_cache(maxsize=256)
def _shape(of: str, names: frozenset[str]) -> _Shape:
    columns: list[str] = []
    fills: dict[str, tuple[int, cells.Encoder | None]] = {}
    for name, place in layout.places(of).items():
        if name in names:
            fills[name] = (len(columns), cells.encoder(of, name))
            columns += place.all
    every = ("id", *_SHARED, *columns)
    sql = f"INSERT INTO {NOUNS[of].table} ({', '.join(every)}) VALUES ({marks(len(every))})"
    key = cells.TITLE_KEYS.get(of, ("", ""))[1]
    return _Shape(sql, len(columns), fills, columns.index(key) if key in columns else None)


def insert(
    tx: Transaction, of: Noun, checked: Sequence[Values], *, followed: bool = True, keys: list[bytes] | None = None
) -> list[bytes]:
    """Write rows of one noun, under new ids or the given ones; their keys in order."""
    tx.log.written = True
    shape = _shape(of.name, frozenset().union(*checked))
    shared, keys = _shared(tx), keys or ids.new_keys(len(checked))
    filled = [_cells(tx, shape, key, values) for key, values in zip(keys, checked, strict=True)]
    tx.connection.executemany(shape.sql, [[key, *shared, *row] for key, row in zip(keys, filled, strict=True)])
    if (at := shape.title_key_at) is not None:  # what links to them is likely to come next, and sorts by it
        tx.titles.update({key: row[at] for key, row in zip(keys, filled, strict=True)})  # type: ignore[misc] # a text
    _note(tx, of, keys)
    _follow(tx, of, keys, checked, followed)
    return keys


def _shared(tx: Transaction) -> tuple[object, ...]:
    stamps = msgspec.msgpack.encode([tx.stamp, tx.author.device, tx.counter])
    return 1, stamps, tx.step, tx.source, tx.at, tx.author.user, tx.at, tx.author.user


def _cells(tx: Transaction, shape: _Shape, key: bytes, values: Values) -> list[object]:
    row: list[object] = [None] * shape.width
    for name, value in values.items():
        if value is None or name not in shape.fills:  # sets lie in a table of their own
            continue
        at, encode = shape.fills[name]
        if encode is None:
            row[at] = value
        else:
            own = encode(tx, key, value)
            row[at : at + len(own)] = own
    return row


def _note(tx: Transaction, of: Noun, keys: Sequence[bytes]) -> None:
    tx.log.note_run(Act.CREATE, of.number, keys)
    tx.touched.add(of.name, *keys)
    tx.touched.created += len(keys)


def _follow(tx: Transaction, of: Noun, keys: Sequence[bytes], checked: Sequence[Values], followed: bool) -> None:
    if of.name in SEARCHED:
        tx.reindex.made[of.name].extend(keys)
    sets = frozenset().union(*checked) - layout.places(of.name).keys()
    if not sets and of.name not in _FOLLOWED:
        return
    for key, values in zip(keys, checked, strict=True):
        for name in sets:
            if isinstance(value := values.get(name), tuple):
                add_to_set(tx, of.name, name, key, value)
        if followed and of.name in _FOLLOWED:
            follow(tx, of, values)


def insert_points(
    tx: Transaction, of: Noun, keys: Sequence[bytes], checked: Sequence[Values], uses: Sequence[Uses]
) -> None:
    """The main contact points of new records: no cell of theirs has to be made, for imports make two a row."""
    found = [
        (owner, maker.makes, value, use.get(maker.name), 1)
        for maker in of.fields
        if maker.makes
        for owner, values, use in zip(keys, checked, uses, strict=True)
        if (value := values.get(maker.name)) is not None
    ]
    if not found:
        return
    shared, points = _shared(tx), ids.new_keys(len(found))
    rows = [(key, *shared, *point) for key, point in zip(points, found, strict=True)]
    every = ("id", *_SHARED, *_POINT_FIELDS)
    sql = f"INSERT INTO {_POINT.table} ({', '.join(every)}) VALUES ({marks(len(every))})"
    tx.connection.executemany(sql, rows)
    _note(tx, _POINT, points)
