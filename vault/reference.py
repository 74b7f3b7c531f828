"""The yardstick of the bench: the same rows, schema, statements, cache and durability, without a key.

Only app/benching may call this. It holds invented customers in a folder that its caller wipes, never a
user's. One thread at a time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Concatenate, Final, ParamSpec

from vault import database, migrate
from vault.model.catalogue import NOUNS
from vault.reader import Connection, Cursor, Reader, marks
from vault.search import SHIFT

Given = ParamSpec("Given")
Statement = tuple[str, tuple[object, ...]]
_SLICE: Final = 10_000
_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
)


@dataclass(frozen=True, slots=True)
class Person:
    """One normalised row of an import."""

    id: bytes
    name: str
    name_key: str
    email: str | None
    phone: str | None

    @property
    def points(self) -> list[tuple[str, str]]:
        """The contact points there are, as (kind, value)."""
        return [(kind, value) for kind, value in (("email", self.email), ("phone", self.phone)) if value]


@dataclass(slots=True)
class Recorder:
    """A connection that remembers the statements it passes on."""

    connection: Connection
    statements: list[Statement] = field(default_factory=list)

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Cursor:
        """Run one statement and remember it."""
        self.statements.append((sql, tuple(parameters)))
        return self.connection.execute(sql, parameters)

    def executemany(self, sql: str, rows: Sequence[Sequence[object]], /) -> Cursor:
        """Run one statement for many rows and remember each."""
        self.statements += [(sql, tuple(row)) for row in rows]
        return self.connection.executemany(sql, rows)


def statements(
    reader: Reader,
    work: Callable[Concatenate[Reader, Given], object],
    *args: Given.args,
    **named: Given.kwargs,
) -> list[Statement]:
    """What `work` asks of the database when it reads."""
    recorder = Recorder(reader.connection)
    work(replace(reader, connection=recorder), *args, **named)
    return recorder.statements


class Plain:
    """A copy of a vault's rows in a database without a key."""

    def __init__(self, folder: Path, source: Reader) -> None:
        """Copy every table into `folder`, text indexes page by page; then open the copy anew."""
        self._path = folder / "plain.db"
        self._connection = database.unkeyed(self._path)
        migrate.migrate(self._connection)
        self._connection.execute("BEGIN IMMEDIATE")
        for (name,) in self._connection.execute(_TABLES).fetchall():
            self._copy(source, str(name))
        self._connection.execute("COMMIT")
        self.reopen()

    def _copy(self, source: Reader, table: str) -> None:
        self._connection.execute(f"DELETE FROM {table}")
        cursor = source.connection.execute(f"SELECT * FROM {table}")
        rows = iter(cursor.fetchone, None)
        while part := list(islice(rows, _SLICE)):
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks(len(part[0]))})", part)

    def replay(self, wanted: Iterable[Statement]) -> None:
        """Run recorded statements and fetch all their rows, no more."""
        for sql, parameters in wanted:
            self._connection.execute(sql, parameters).fetchall()

    def reopen(self) -> "Plain":
        """Close and open the file again; gives itself."""
        self._connection.close()
        self._connection = database.unkeyed(self._path)
        return self

    def update(self, record: bytes, title: str) -> None:
        """One bare UPDATE of a contact with its commit."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("UPDATE contacts SET title = ? WHERE id = ?", (title, record))
        self._connection.execute("COMMIT")

    def insert(self, people: Sequence[Person]) -> None:
        """New people with their contact points and search text, in bare `executemany` and one commit."""
        first = self._connection.execute("SELECT coalesce(max(n), 0) + 1 FROM contacts").fetchone()[0]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT INTO contacts (id, version, stamps, made_in, name, name_key, email, phone) "
            "VALUES (?, 1, x'', 0, ?, ?, ?, ?)",
            [(each.id, each.name, each.name_key, each.email, each.phone) for each in people],
        )
        self._connection.executemany(
            "INSERT INTO contact_points (id, version, stamps, made_in, about, kind, value) "
            "VALUES (randomblob(16), 1, x'', 0, ?, ?, ?)",
            [(each.id, kind, value) for each in people for kind, value in each.points],
        )
        self._connection.executemany(
            "INSERT INTO find_all (rowid, title, rest, scope) VALUES (?, ?, '', '')",
            [(NOUNS["contact"].number << SHIFT | first + place, each.name) for place, each in enumerate(people)],
        )
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
