"""Derived columns: kept locally in the same transaction as what they derive from, never synced (product.md)."""

from collections.abc import Iterable
from typing import Final

from vault import ids
from vault.cells import TITLE_KEYS, of_value
from vault.model.activities import TOUCHES
from vault.model.catalogue import NOUNS, set_number
from vault.model.layout import links_to, places
from vault.pending import Stale
from vault.transaction import Transaction
from vault.values import Money

_ABOUT: Final = set_number("activity", "about")


def refresh(tx: Transaction, stale: Stale) -> None:
    """Recompute what `stale` names, and empty it."""
    for noun, owner in stale.points:
        _refresh_points(tx, noun, owner)
    for contact in stale.deals:
        _refresh_deal(tx, contact)
    for contact in stale.touches:
        _refresh_touches(tx, contact)
    for noun, records in stale.titles.items():
        _refresh_titles(tx, noun, records)
    for names in (stale.points, stale.deals, stale.touches, stale.titles):
        names.clear()


def _write(tx: Transaction, noun: str, record: bytes, values: dict[str, object]) -> None:
    columns: list[str] = []
    cells: list[object] = []
    for name, value in values.items():
        place = places(noun)[name]
        columns.extend(place.all)
        cells.extend(of_value(tx, noun, record, place, value))
    changes = ", ".join(f"{name} = ?" for name in columns)
    differs = " OR ".join(f"{name} IS NOT ?" for name in columns)
    table = NOUNS[noun].table
    tx.connection.execute(f"UPDATE {table} SET {changes} WHERE id = ? AND ({differs})", (*cells, record, *cells))


def _refresh_points(tx: Transaction, noun: str, owner: bytes) -> None:
    rows = tx.rows(
        "SELECT kind, value FROM contact_points WHERE about = ? AND deleted_at IS NULL "
        "ORDER BY coalesce(main, 0), n DESC",
        (owner,),
    )
    first = {str(kind): str(value) for kind, value in rows}
    values: dict[str, object] = {"email": first.get("email"), "phone": first.get("phone")}
    if noun == "account":
        place = tx.one(
            "SELECT city, country FROM addresses WHERE about = ? AND deleted_at IS NULL ORDER BY n LIMIT 1",
            (owner,),
        )
        values |= {"city": place[0], "country": place[1]} if place else {"city": None, "country": None}
    _write(tx, noun, owner, values)


def _refresh_deal(tx: Transaction, contact: bytes) -> None:
    row = tx.one(
        "SELECT d.stage, d.amount, d.amount_currency FROM deals d JOIN stages s ON s.id = d.stage "
        "WHERE d.contact = ? AND d.deleted_at IS NULL AND s.state = 'open' ORDER BY d.n DESC LIMIT 1",
        (contact,),
    )
    stage, amount, currency = row or (None, None, None)
    money = Money(int(str(amount)), str(currency)) if amount is not None else None
    name = ids.text_of(stage) if isinstance(stage, bytes) else None
    _write(tx, "contact", contact, {"stage": name, "value": money})


def _refresh_touches(tx: Transaction, contact: bytes) -> None:
    kinds = ", ".join(f"'{kind}'" for kind in TOUCHES)
    row = tx.one(
        f"SELECT max(CASE WHEN a.kind IN ({kinds}) THEN a.done_at END), "
        "min(CASE WHEN a.done_at IS NULL AND a.kind <> 'note' "
        "THEN coalesce(a.due_on, substr(a.starts_at_wall, 1, 10)) END) "
        "FROM sets s JOIN activities a ON a.id = s.record "
        "WHERE s.value = ? AND s.field = ? AND a.deleted_at IS NULL",
        (contact, _ABOUT),
    )
    last, following = row or (None, None)
    _write(tx, "contact", contact, {"last_contact": last, "next_step": following})


def _refresh_titles(tx: Transaction, noun: str, records: Iterable[bytes]) -> None:
    if noun not in TITLE_KEYS:
        return
    table, expression = TITLE_KEYS[noun]
    for holder, link in links_to(noun):
        tx.connection.executemany(
            f"UPDATE {holder.table} SET {link.sort_column} = "
            f"(SELECT {expression} FROM {table} WHERE id = ?1) WHERE {link.name} = ?1",
            [(record,) for record in records],
        )
