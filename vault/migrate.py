"""Numbered SQL, each file in one transaction, from any earlier version to this one.

Called by whoever opens a vault for writing, before anything else; the writer thread only. A verified copy comes
before a step up from an existing version (stepping.py).
"""

from functools import cache
from importlib.resources import files
from typing import Final, Protocol

from vault.errors import VaultTooNew


class Executes(Protocol):
    """What a migration needs of a connection."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, sql: str, /) -> "Rows": ...


class Rows(Protocol):
    """What a statement gives back."""

    def fetchone(self) -> tuple[int, ...]: ...


LATEST: Final = 2


def script(number: int) -> str:
    """The SQL of one migration."""
    return files("vault").joinpath("migrations", f"{number:04}.sql").read_text(encoding="utf-8")


def statements(text: str) -> list[str]:
    """The statements of a script: ours hold no semicolon but at their ends."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("--"))
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def migrate(connection: Executes) -> int:
    """Bring the schema to LATEST; the version it had. Raises VaultTooNew where a later program wrote it."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > LATEST:
        raise VaultTooNew(found=found, known=LATEST)
    for number in range(found + 1, LATEST + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements(script(number)):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a commit that fails may have rolled back by itself
                connection.execute("ROLLBACK")
            raise
    return found


@cache
def all_statements() -> frozenset[str]:
    """Every statement that makes the latest schema: SQLite keeps the text of those that create something."""
    return frozenset(part for number in range(1, LATEST + 1) for part in statements(script(number)))
