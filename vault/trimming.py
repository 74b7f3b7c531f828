"""The trail and the counters of a salvaged database: as far as the trail holds, and past every number once given.

For salvaging.py alone, on the new database before anybody opens it.
"""

from typing import Final

from vault import audit, verifying
from vault.database import Connection
from vault.model.fields import Sensitivity
from vault.policy import Policy
from vault.reader import Reader
from vault.sealed import Sealer
from vault.verifying import Evidence
from vault.viewers import Viewer

_AFTER: Final = (
    "DELETE FROM audit WHERE seq >= ?", "DELETE FROM audit_seals WHERE first >= ?",
    "DELETE FROM audit_checkpoints WHERE entries >= ?",
)  # fmt: skip
_NUMBERS: Final = {
    "commit_counter": "SELECT 0",
    "clock": "SELECT coalesce(max(clock), 0) FROM journal",
    "counter": "SELECT coalesce(max(counter), 0) FROM journal",
}


def trim_trail(connection: Connection, policy: Policy) -> list[dict[str, object]]:
    """Cut the trail where it breaks, so that what is left holds; the entries taken out, the oldest first."""
    reader = Reader(connection, Viewer(user="", name="", clearance=Sensitivity.OPEN), Sealer(policy.vault, {}), b"")
    taken: list[dict[str, object]] = []
    at = 0
    while not (verdict := verifying.verify(reader, Evidence(policy))).ok:
        # broken where it was cut already: the seals or checkpoints before it do not hold either
        at = min(verdict.broken_at or 1, at - 1) if at else verdict.broken_at or 1
        rows = connection.execute("SELECT entry FROM audit WHERE seq >= ? ORDER BY seq", (at,)).fetchall()
        taken = [audit.read(str(text)) for (text,) in rows] + taken
        for statement in _AFTER:
            connection.execute(statement, (at,))
        if at <= 1:
            break
    return taken


def settle_counters(connection: Connection, commits: int) -> None:
    """Set what the vault counts by to no less than it was; `commits` as far as anybody has seen."""
    for name, sql in _NUMBERS.items():
        least = int(connection.execute(sql).fetchone()[0])
        row = connection.execute("SELECT value FROM vault_state WHERE key = ?", (name,)).fetchone()
        value = max(least, commits if name == "commit_counter" else 0, int(row[0]) if row else 0)
        connection.execute("INSERT OR REPLACE INTO vault_state VALUES (?, ?)", (name, value))
