"""The state root: one number over every row of the vault, so that an old page put back shows (vault.md, Opening).

The sum mod 2²⁵⁶ of HMAC-SHA-256(state key, row), a row being its table's name and its columns in order, packed as
MessagePack. Kept with every write by temporary triggers on the writer's connection (those of the schema may call no
function of ours under `trusted_schema=OFF`), so that no statement can forget it; stored in `marks`, which is left out.
"""

import hmac
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from vault.reader import Connection

_MODULUS: Final = 1 << 256
_BYTES: Final = 32
SLICE: Final = 2_000
"""Rows between two calls of `pause`."""
_OWN: Final = "marks"
_TABLES: Final = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'find\\_%' ESCAPE '\\' AND name <> ? ORDER BY name"
)
"""The text indexes are left out: `check` compares them with the records they are made of."""

_encode = msgspec.msgpack.Encoder().encode


def stored(connection: Connection) -> bytes | None:
    """The root as the last commit left it; None before the first."""
    row = connection.execute("SELECT value FROM marks WHERE key = 'root'").fetchone()
    return row[0] if row and isinstance(row[0], bytes) else None


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each of the tables has that the root covers."""
    found = ((table, connection.execute(f"SELECT count(*) FROM {table}").fetchone()) for table in _tables(connection))
    return {table: int(str(row[0])) for table, row in found if row}


def computed(connection: Connection, key: bytes, pause: Callable[[], object] = lambda: None) -> bytes:
    """The root of all rows as they are; reads everything, some 3 µs a row. `pause` is called between slices.

    The caller holds a read transaction.
    """
    total = 0
    for table in _tables(connection):
        for rows in _slices(connection, table):
            total += sum(_weight(key, (table, *row)) for row in rows)
            pause()
    return _written(total)


def _slices(connection: Connection, table: str) -> Iterator[list[tuple[object, ...]]]:
    cursor = connection.execute(f"SELECT {', '.join(_columns(connection, table))} FROM {table}")
    while rows := cursor.fetchmany(SLICE):
        yield rows


def _tables(connection: Connection) -> list[str]:
    return [str(name) for (name,) in connection.execute(_TABLES, (_OWN,)).fetchall()]


def _columns(connection: Connection, table: str) -> list[str]:
    return [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})").fetchall()]


def _weight(key: bytes, row: tuple[object, ...]) -> int:
    return int.from_bytes(hmac.digest(key, _encode(row), "sha256"))


def _written(total: int) -> bytes:
    return (total % _MODULUS).to_bytes(_BYTES)


class StateRoot:
    """Follows every row that a writer's connection writes, from `watch` on. The writer thread only."""

    def __init__(self, connection: Connection, key: bytes) -> None:
        self._key = key
        self._sum = 0
        self._base = 0
        found = stored(connection)
        self._base = int.from_bytes(found if found is not None else computed(connection, key))

    def enter(self, *row: object) -> None:
        """A row that is there from now on: its table and its columns."""
        self._sum += _weight(self._key, row)

    def leave(self, *row: object) -> None:
        """A row that is there no longer."""
        self._sum -= _weight(self._key, row)

    def begin(self) -> None:
        """A transaction starts: what one before it did and took back is forgotten."""
        self._sum = 0

    def pending(self) -> bytes:
        """The root as it is once this transaction commits."""
        return _written(self._base + self._sum)

    def committed(self) -> None:
        """The transaction is on disk."""
        self._base, self._sum = self._base + self._sum, 0

    def reset(self, root: bytes) -> None:
        """Go on from a root that was computed anew."""
        self._base, self._sum = int.from_bytes(root), 0


def watch(connection: Connection, key: bytes, create_function: Callable[..., object]) -> StateRoot:
    """Have every table's rows followed on this connection, which must hold the latest schema.

    `recursive_triggers` must be on, or what REPLACE takes away would go unseen.
    """
    root = StateRoot(connection, key)
    create_function("row_enters", -1, root.enter)
    create_function("row_leaves", -1, root.leave)
    for table in _tables(connection):
        columns = _columns(connection, table)
        old, new = (f"'{table}', " + ", ".join(f"{side}.{name}" for name in columns) for side in ("old", "new"))
        for event, acts in (
            ("INSERT", f"SELECT row_enters({new});"),
            ("DELETE", f"SELECT row_leaves({old});"),
            ("UPDATE", f"SELECT row_leaves({old}); SELECT row_enters({new});"),
        ):
            name = f"state_of_{table}_{event.lower()}"
            connection.execute(f"CREATE TEMP TRIGGER {name} AFTER {event} ON main.{table} BEGIN {acts} END")
    return root
