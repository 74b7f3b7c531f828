"""Every row that can still be read in a damaged database, put into a new one: by its trees, then page by page.

For salvaging.py alone, on its thread. What hangs on no tree any more, because the page above it is damaged, is given
to the one table with losses that it fits. Text indexes and the vault's own marks are made anew elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from vault import migrate
from vault.database import Connection
from vault.errors import ConstraintBroken
from vault.pages import Pages
from vault.trees import INDEX_PAGES, TABLE_LEAVES, Row, Tree, Trees, Value

Step = Callable[[int, int], object]
"""Told how many pages of how many are done; what it raises stops the work."""

_OURS: Final = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'find\\_%' ESCAPE '\\' "
    "AND name NOT IN ('marks', 'vault_identity')"
)
_NEVER_ADOPTS: Final = frozenset({"vault_state"})
"""One page long, and rows of indexes would fit it."""
_SCHEMA_COLUMNS: Final = 5
_TYPES: Final[dict[str, tuple[type, ...]]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,)}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ours as the latest schema has it: column types, which must not be NULL, whether it has a rowid."""

    name: str
    types: tuple[str, ...]
    needed: tuple[bool, ...]
    numbered: bool

    def row(self, found: Row) -> tuple[Value, ...] | None:
        """A found row with all its columns, the rowid in its place; None where it is not one of this table."""
        if (found.number is not None) != self.numbered or len(found.values) > len(self.types):
            return None
        values = list(found.values) + [None] * (len(self.types) - len(found.values))
        if self.numbered and values[0] is None:
            values[0] = found.number
        return tuple(values) if all(map(_fits, values, self.types, self.needed)) else None


def _fits(value: Value, kind: str, needed: bool) -> bool:
    return not needed if value is None else isinstance(value, _TYPES[kind])


@dataclass(slots=True)
class Gathered:
    """How it went: rows by table, pages in all, pages that did not open, rows in whole pages that could not be read."""

    rows: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    lost_pages: int = 0
    lost_rows: int = 0


def gather(pages: Pages, target: Connection, step: Step) -> Gathered:
    """Fill an empty database of the latest schema in one transaction; `step` may break it off."""
    migrate.migrate(target)
    target.execute("BEGIN IMMEDIATE")
    target.execute("DELETE FROM vault_state")
    found = _Gathering(pages, target, step).run()
    target.execute("COMMIT")
    return found


class _Gathering:
    def __init__(self, pages: Pages, target: Connection, step: Step) -> None:
        self._pages, self._target, self._step = pages, target, step
        self._trees = Trees(self._page, pages.count)
        self._tables = {each.name: each for each in _tables(target)}
        self._unopened: set[int] = set()
        self._reached: set[int] = set()
        self._incomplete = set(self._tables)
        """Tables whose rows were not all reached from their root."""
        self._found = Gathered(dict.fromkeys(self._tables, 0), pages.count)

    def _page(self, number: int) -> bytes | None:
        data = self._pages.page(number)
        if data is None:
            self._unopened.add(number)
        return data

    def run(self) -> Gathered:
        for name, root in self._roots().items():
            self._walk(name, root)
        for number in range(1, self._pages.count + 1):
            if number not in self._reached:
                self._adopt(number)
        self._found.lost_pages = sum(number <= self._pages.count for number in self._unopened)
        return self._found

    def _walk(self, name: str, root: int) -> None:
        tree, table = Tree(), self._tables.get(name)
        for row in self._trees.walk(root, tree):
            if table is not None:
                self._keep(table, row)
        self._reached |= tree.pages
        if not tree.lost_pages:
            self._incomplete.discard(name)
        self._found.lost_rows += tree.lost_cells if table is not None else 0
        self._step(len(self._reached), self._pages.count)

    def _keep(self, table: Table, row: Row) -> None:
        values = table.row(row)
        if values is None:
            self._found.lost_rows += 1
            return
        marks = ", ".join("?" * len(values))
        try:
            done = self._target.execute(f"INSERT OR IGNORE INTO {table.name} VALUES ({marks})", values)
        except ConstraintBroken:
            self._found.lost_rows += 1
            return
        self._found.rows[table.name] += max(done.rowcount, 0)

    def _adopt(self, number: int) -> None:
        """The rows of a page that no tree led to."""
        kind = self._trees.kind(number)
        self._step(number, self._pages.count)
        if kind not in TABLE_LEAVES | INDEX_PAGES:
            return
        tree = Tree()
        rows = list(self._trees.rows(number, tree))
        fitting = [name for name in sorted(self._incomplete - _NEVER_ADOPTS) if rows and self._is_of(name, rows)]
        if len(fitting) != 1:
            return
        self._found.lost_rows += tree.lost_cells
        for row in rows:
            self._keep(self._tables[fitting[0]], row)

    def _is_of(self, name: str, rows: list[Row]) -> bool:
        table = self._tables[name]
        return all(len(row.values) == len(table.types) and table.row(row) is not None for row in rows)

    def _roots(self) -> dict[str, int]:
        """Where every tree begins, as far as the schema can be read."""
        tree = Tree()
        rows = list(self._trees.walk(1, tree))
        self._reached |= tree.pages
        if tree.lost_pages:
            rows += [row for page in self._schema_pages() for row in self._trees.rows(page, tree)]
        return {str(row.values[1]): root for row in rows if (root := _root(row)) is not None}

    def _schema_pages(self) -> Iterator[int]:
        for number in range(2, self._pages.count + 1):
            if number not in self._reached and self._trees.kind(number) in TABLE_LEAVES:
                rows = list(self._trees.rows(number, Tree()))
                if rows and all(_root(row) is not None or _is_schema(row) for row in rows):
                    self._reached.add(number)
                    yield number


def _is_schema(row: Row) -> bool:
    return len(row.values) == _SCHEMA_COLUMNS and row.values[0] in ("table", "index", "trigger", "view")


def _root(row: Row) -> int | None:
    root = row.values[3] if _is_schema(row) else None
    return root if isinstance(root, int) and root > 1 else None


def _tables(connection: Connection) -> list[Table]:
    found = []
    for (name,) in connection.execute(_OURS).fetchall():
        columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
        numbered = columns[0][2] == "INTEGER" and columns[0][5] == 1 and sum(bool(each[5]) for each in columns) == 1
        types, needed = tuple(str(each[2]) for each in columns), tuple(bool(each[3]) for each in columns)
        found.append(Table(str(name), types, needed, numbered))
    return found
