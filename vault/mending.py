"""A salvaged database made to agree with itself: history, lost records that others name, derived columns, text index.

For salvaging.py alone, one transaction of the opened vault. A record that is lost and that others name is made anew
with nothing but its id and a name that says so: what hangs on it stays together and can be found.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from vault import cells, committing, ids, journal, records
from vault.journal import Act
from vault.model import layout
from vault.model.catalogue import NOUNS, by_number, set_number
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader, marks
from vault.search import SEARCHED
from vault.transaction import Transaction

Lost = dict[str, set[bytes]]
"""Ids that are known and whose records are gone, by noun."""

STEP: Final = "salvage"
"""What steps are called whose own row was lost; no undo goes to them."""
_NAMED_IN: Final = (
    "SELECT made_in FROM {table}", "SELECT journal FROM journal_slices", "SELECT journal FROM journal_records",
)  # fmt: skip
_POINTS: Final = ("email", "phone")


def mend(tx: Transaction, stand_in: Callable[[str], str]) -> Lost:
    """Bring everything into agreement; what is known to be lost. `stand_in` names a record (its id's end) made anew."""
    tx.named(STEP)
    tx.role = STEP
    _stand_in_for_steps(tx)
    lost = _lost(tx)
    _forget_sets_of(tx, lost)
    for noun, keys in _wanted(tx, lost).items():
        lost[noun] |= keys
        _make_anew(tx, NOUNS[noun], sorted(keys), stand_in)
    _points_from_their_owners(tx)
    _owe_everything(tx)
    committing.settle(tx)
    return {noun: keys for noun, keys in lost.items() if keys}


def _stand_in_for_steps(tx: Transaction) -> None:
    """A row for each step of the journal that something names and that is gone."""
    named: set[object] = set()
    for noun in NOUNS.values():
        named |= {n for (n,) in tx.rows(_NAMED_IN[0].format(table=noun.table))}
    for sql in _NAMED_IN[1:]:
        named |= {n for (n,) in tx.rows(sql)}
    there = {n for (n,) in tx.rows("SELECT n FROM journal")}
    for n in sorted(int(str(each)) for each in named - there):
        tx.connection.execute(
            "INSERT INTO journal VALUES (?, ?, ?, 0, ?, ?, ?, x'', ?, 0, '{}', ?, NULL, NULL)",
            (n, ids.new_key(), tx.at, tx.author.device, -n, tx.author.user, STEP, STEP),
        )


def _lost(tx: Transaction) -> Lost:
    """Records whose making is in the journal and that are not there, but for those that were erased."""
    born: Lost = defaultdict(set)
    for number, run in _makings(tx):
        born[by_number(number).name] |= set(run)
    erased = {key for (key,) in tx.rows("SELECT record FROM erasures")}
    lost: Lost = defaultdict(set)
    for noun, keys in born.items():
        lost[noun] = keys - erased - _keys(tx, noun)
    return lost


def _makings(reader: Reader) -> Iterator[tuple[int, list[bytes]]]:
    for (n,) in reader.rows("SELECT n FROM journal ORDER BY n"):
        try:
            yield from ((run.noun, run.records) for run in journal.runs(reader, int(str(n))) if run.act is Act.CREATE)
        except (ValueError, KeyError, msgspec.DecodeError, zlib.error):
            continue


def _keys(reader: Reader, noun: str) -> set[bytes]:
    return {key for (key,) in reader.rows(f"SELECT id FROM {NOUNS[noun].table}") if isinstance(key, bytes)}


def _forget_sets_of(tx: Transaction, lost: Lost) -> None:
    """Sets whose record is gone say nothing any more."""
    for noun, of in _fields(Kind.LINKS):
        where = f"WHERE field = ? AND record NOT IN (SELECT id FROM {noun.table})"
        number = (set_number(noun.name, of.name),)
        lost[noun.name] |= {key for (key,) in tx.rows(f"SELECT DISTINCT record FROM sets {where}", number)
                            if isinstance(key, bytes)}  # fmt: skip
        tx.connection.execute(f"DELETE FROM sets {where}", number)


def _fields(kind: Kind) -> Iterator[tuple[Noun, Field]]:
    return ((noun, each) for noun in NOUNS.values() for each in noun.fields if each.kind is kind)


def _wanted(tx: Transaction, lost: Lost) -> Lost:
    """Lost records that others name."""
    there = {key: noun for noun in NOUNS for key in _keys(tx, noun)}
    named = list(_named(tx))
    was = {key: noun for noun, keys in lost.items() for key in keys} | {key: of for key, of in named if of}
    wanted: Lost = defaultdict(set)
    for key, target in named:
        noun = target or was.get(key, "contact")  # what may be of several nouns is most often a person
        if key not in there and noun in NOUNS:
            wanted[noun].add(key)
    return wanted


def _named(tx: Transaction) -> Iterator[tuple[bytes, str | None]]:
    """Every id that a link or set holds, and the noun it must be of; None where it may be of several."""
    for noun, each in _fields(Kind.LINK):
        if each.target in NOUNS or each.name == noun.owner_link:
            rows = tx.rows(f"SELECT DISTINCT {each.name} FROM {noun.table} WHERE {each.name} IS NOT NULL")
            yield from ((key, each.target) for (key,) in rows if isinstance(key, bytes))
    for noun, each in _fields(Kind.LINKS):
        number = set_number(noun.name, each.name)
        rows = tx.rows("SELECT DISTINCT value FROM sets WHERE field = ?", (number,))
        yield from ((key, each.target) for (key,) in rows if isinstance(key, bytes))


def _make_anew(tx: Transaction, noun: Noun, keys: list[bytes], stand_in: Callable[[str], str]) -> None:
    values = {each.name: each.choices[0].key for each in noun.fields if each.required and each.choices}
    stamps = msgspec.msgpack.encode([0, tx.author.device, 0])
    tx.log.note_run(Act.CREATE, noun.number, keys)
    for key in keys:
        filled = {**values, noun.title: stand_in(key.hex()[-4:])} if _is_text(noun) else dict(values)
        columns = ["id", "version", "stamps", "made_in", "created_at", "created_by", "updated_at", "updated_by"]
        row: list[object] = [key, 1, stamps, tx.step, tx.at, tx.author.user, tx.at, tx.author.user]
        for name, value in filled.items():
            encode = cells.encoder(noun.name, name)
            columns += layout.places(noun.name)[name].all
            row += (value,) if encode is None else encode(tx, key, value)
        sql = f"INSERT INTO {noun.table} ({', '.join(columns)}) VALUES ({marks(len(columns))})"
        tx.connection.execute(sql, row)
    tx.touched.add(noun.name, *keys)
    tx.touched.created += len(keys)


def _is_text(noun: Noun) -> bool:
    return any(each.name == noun.title and each.kind is Kind.TEXT for each in noun.fields)


def _points_from_their_owners(tx: Transaction) -> None:
    """Where a contact point is gone, its owner may still show it: then it is made again from there."""
    for noun in ("contact", "account"):
        for kind in _POINTS:
            rows = tx.rows(
                f"SELECT id, {kind} FROM {NOUNS[noun].table} t WHERE {kind} IS NOT NULL AND deleted_at IS NULL "
                "AND restricted_at IS NULL AND NOT EXISTS "
                "(SELECT 1 FROM contact_points WHERE about = t.id AND kind = ? AND deleted_at IS NULL)",
                (kind,),
            )
            records.create_many(
                tx, "contact_point",
                [{"about": ids.text_of(key), "kind": kind, "value": value, "main": True}
                 for key, value in rows if isinstance(key, bytes)],
            )  # fmt: skip


def _owe_everything(tx: Transaction) -> None:
    """Have every derived column recomputed and every text indexed when the transaction ends."""
    people, places = _keys(tx, "contact"), _keys(tx, "account")
    tx.stale.points = {("contact", key) for key in people} | {("account", key) for key in places}
    tx.stale.deals, tx.stale.touches = set(people), set(people)
    tx.stale.titles = {noun: _keys(tx, noun) for noun in cells.TITLE_KEYS}
    tx.reindex.changed.clear()
    for noun in SEARCHED:
        tx.reindex.made[noun] = sorted(_keys(tx, noun))
