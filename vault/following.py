"""What hangs on a record's values: sets, and the derived columns and texts of the records around it."""

from collections.abc import Iterable, Mapping

from vault import ids
from vault.model.catalogue import NOUNS, set_number
from vault.model.fields import Noun
from vault.transaction import Transaction


def add_to_set(tx: Transaction, noun: str, field: str, record: bytes, values: Iterable[str]) -> None:
    """Put members into a record's set."""
    number = set_number(noun, field)
    rows = [(number, record, ids.key_of(value)) for value in values]
    tx.connection.executemany("INSERT OR IGNORE INTO sets VALUES (?, ?, ?)", rows)


def remove_from_set(tx: Transaction, noun: str, field: str, record: bytes, values: Iterable[str]) -> None:
    """Take members out of a record's set."""
    number = set_number(noun, field)
    rows = [(number, record, ids.key_of(value)) for value in values]
    tx.connection.executemany("DELETE FROM sets WHERE field = ? AND record = ? AND value = ?", rows)


def members(tx: Transaction, noun: str, field: str, record: bytes) -> tuple[str, ...]:
    """The ids in a record's set, sorted."""
    rows = tx.rows(
        "SELECT value FROM sets WHERE field = ? AND record = ? ORDER BY value",
        (set_number(noun, field), record),
    )
    return tuple(ids.text_of(value) for (value,) in rows if isinstance(value, bytes))


def follow(tx: Transaction, of: Noun, values: Mapping[str, object]) -> None:
    """Remember whose derived columns and text hang on these values of a record of this noun."""
    match of.name:
        case "contact_point" | "address":
            _stale_owner(tx, values.get("about"))
        case "deal" if isinstance(contact := values.get("contact"), str):
            tx.stale.deals.add(ids.key_of(contact))
        case "activity" if isinstance(about := values.get("about"), tuple):
            tx.stale.touches.update(ids.key_of(each) for each in about)


def follow_state(tx: Transaction, stage: bytes) -> None:
    """Remember the people of the deals in a stage that opened or closed."""
    rows = tx.rows("SELECT DISTINCT contact FROM deals WHERE stage = ? AND contact IS NOT NULL", (stage,))
    tx.stale.deals.update(contact for (contact,) in rows if isinstance(contact, bytes))


def _stale_owner(tx: Transaction, owner: object) -> None:
    if not isinstance(owner, str):
        return
    key = ids.key_of(owner)
    for name in ("contact", "account"):
        if tx.one(f"SELECT 1 FROM {NOUNS[name].table} WHERE id = ?", (key,)):
            tx.stale.points.add((name, key))
            tx.reindex.changed[name].add(key)
