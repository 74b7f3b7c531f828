"""Erasing records for good: their rows and parts, text, history and drafts; counters, ids and the trail stay.

Called with a Transaction on the writer thread. What was erased is remembered by id, so that a restore erases it again.
Afterwards the log is moved into the database (a closing does), so that no older page lies in it.
"""

from collections.abc import Iterable
from typing import Final

from vault import ids, journal
from vault.changing import links_of
from vault.committing import settle
from vault.following import follow
from vault.model.catalogue import NOUNS
from vault.model.fields import Kind, Noun
from vault.model.layout import places
from vault.search import SEARCHED, SHIFT
from vault.transaction import Transaction

_INDEXES: Final = ("find_all", "find_open")


def erase(tx: Transaction, noun: Noun, key: bytes) -> None:
    """Erase one record with everything that only it says. A record that is not there is only remembered."""
    erase_all(tx, [(noun, key)])


def erase_all(tx: Transaction, chosen: Iterable[tuple[Noun, bytes]]) -> None:
    """As `erase`, for many: the text indexes are rebuilt once."""
    going: dict[bytes, Noun] = {}
    for noun, key in chosen:
        _gather(tx, noun, key, going)
        _remember(tx, noun, key)
    for key, noun in going.items():
        _cut_links(tx, noun, key)
        _remove(tx, noun, key)
    _forget(tx, going)
    settle(tx)
    journal.forget(tx, going.keys())
    for index in _INDEXES:
        tx.connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _gather(tx: Transaction, noun: Noun, key: bytes, going: dict[bytes, Noun]) -> None:
    """The record and what cannot be without it: contact points, addresses, and whatever must point to it."""
    if key in going:
        return
    going[key] = noun
    for other in NOUNS.values():
        for field in other.fields:
            if field.kind is Kind.LINK and (field.required or field.name == other.owner_link):
                rows = tx.rows(f"SELECT id FROM {other.table} WHERE {field.name} = ?", (key,))
                for (part,) in rows:
                    _gather(tx, other, bytes(part), going)  # type: ignore[call-overload]  # a BLOB of a STRICT table


def _remember(tx: Transaction, noun: Noun, key: bytes) -> None:
    row = (key, noun.number, tx.at, tx.author.user)
    tx.connection.execute("INSERT OR IGNORE INTO erasures VALUES (?, ?, ?, ?)", row)
    tx.audit("erase", entity=noun.name, record=ids.text_of(key))


def _cut_links(tx: Transaction, noun: Noun, key: bytes) -> None:
    """Others keep their own values; what they pointed to is gone, with the title they sorted it by."""
    for other in NOUNS.values():
        for field in other.fields:
            if field.kind is Kind.LINK and field.target in (noun.name, None):
                gone = ", ".join(f"{column} = NULL" for column in places(other.name)[field.name].all)
                tx.connection.execute(f"UPDATE {other.table} SET {gone} WHERE {field.name} = ?", (key,))
    tx.connection.execute("DELETE FROM sets WHERE value = ?", (key,))


def _remove(tx: Transaction, noun: Noun, key: bytes) -> None:
    row = tx.one(f"SELECT n FROM {noun.table} WHERE id = ?", (key,))
    if row is None:
        return
    follow(tx, noun, links_of(tx, noun, key))
    if noun.name in SEARCHED:
        for index in _INDEXES:
            tx.connection.execute(f"DELETE FROM {index} WHERE rowid = ?", (noun.number << SHIFT | int(str(row[0])),))
    tx.connection.execute("DELETE FROM sets WHERE record = ?", (key,))
    tx.connection.execute(f"DELETE FROM {noun.table} WHERE id = ?", (key,))
    tx.touched.add(noun.name, key)
    tx.touched.deleted += 1


def _forget(tx: Transaction, going: dict[bytes, Noun]) -> None:
    """Drafts about them; and nothing is owed any more to what is gone."""
    for key in going:
        tx.connection.execute("DELETE FROM kept WHERE kind = 'draft' AND name = ?", (ids.text_of(key),))
    tx.stale.deals -= going.keys()
    tx.stale.touches -= going.keys()
    tx.stale.points = {(noun, key) for noun, key in tx.stale.points if key not in going}
    for changed in tx.reindex.changed.values():
        changed -= going.keys()
