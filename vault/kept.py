"""Small things a vault remembers by name: import mappings, export profiles, exchange rates, its currency.

Not records: no history, no undo, no sync. Bodies are JSON values.
"""

import json

from vault.reader import Reader
from vault.transaction import Transaction


def get(reader: Reader, kind: str, name: str) -> object:
    """The body kept under (kind, name), None where there is none."""
    row = reader.one("SELECT body FROM kept WHERE kind = ? AND name = ?", (kind, name))
    return json.loads(str(row[0])) if row else None


def names(reader: Reader, kind: str) -> list[str]:
    """What is kept of a kind, the latest first."""
    return [str(name) for (name,) in reader.rows("SELECT name FROM kept WHERE kind = ? ORDER BY at DESC", (kind,))]


def put(tx: Transaction, kind: str, name: str, body: object) -> None:
    """Keep a body under (kind, name), in place of the one before."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    tx.connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", (kind, name, text, tx.at))


def forget(tx: Transaction, kind: str, name: str) -> None:
    """Keep it no longer."""
    tx.connection.execute("DELETE FROM kept WHERE kind = ? AND name = ?", (kind, name))
