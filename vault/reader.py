"""What a read needs: a connection, who is looking, and the keys for S3 values. One thread each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from vault.sealed import Sealer
from vault.viewers import Viewer


class Cursor(Protocol):
    """The part of a DB-API cursor that we use."""

    rowcount: int
    lastrowid: int | None

    def fetchone(self) -> tuple[object, ...] | None: ...

    def fetchall(self) -> list[tuple[object, ...]]: ...

    def fetchmany(self, size: int, /) -> list[tuple[object, ...]]: ...


class Connection(Protocol):
    """The part of a DB-API connection that we use."""

    def execute(self, sql: str, parameters: Sequence[object] = ..., /) -> Cursor: ...

    def executemany(self, sql: str, rows: Sequence[Sequence[object]], /) -> Cursor: ...


@dataclass(slots=True)
class Reader:
    """A view of the vault under one viewer's clearance."""

    connection: Connection
    viewer: Viewer
    sealer: Sealer
    cursor_key: bytes = field(repr=False)
    """32 bytes that seal the cursors of lists."""
    currency: str = "EUR"
    """The vault's currency: bands and sorting of mixed currencies."""
    generation: int = 0
    """Of the database it reads."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a statement."""
        return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Sequence[object] = ()) -> tuple[object, ...] | None:
        """The first row of a statement, or None."""
        return self.connection.execute(sql, parameters).fetchone()


def chunks(items: Sequence[object], size: int = 500) -> list[Sequence[object]]:
    """`items` in slices short enough for one statement's parameters."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def marks(count: int) -> str:
    """`count` question marks for an IN list."""
    return ",".join("?" * count)
