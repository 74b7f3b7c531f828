"""Finding records by what they say: two text indexes, one for S0 and S1, one for everything up to S2.

A viewer's query touches only the index he may. Written once per transaction for changed text alone; read by any
reader. Rows are numbered noun.number << 40 | n, so newest first is the index's own order (speed.md).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from vault.folding import fold, key_for, phone_terms, query_terms, search_terms
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Field, Noun, Sensitivity
from vault.pending import Reindex
from vault.reader import Reader, chunks, marks
from vault.transaction import Transaction

SHIFT: Final = 40
SEARCHED: Final = {name: noun for name, noun in NOUNS.items() if any(each.search for each in noun.fields)}
_POINTS: Final = ("contact", "account")


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: the record's noun, its local number, and how well it fits (3 exact, 2 title, 1 anywhere)."""

    noun: str
    n: int
    score: int


def write(tx: Transaction, reindex: Reindex) -> None:
    """Bring both indexes up to date, and empty `reindex`."""
    for noun, records in reindex.made.items():
        _index(tx, NOUNS[noun], records, fresh=True)
    for noun, changed in reindex.changed.items():
        _index(tx, NOUNS[noun], sorted(changed - set(reindex.made.get(noun, ()))), fresh=False)
    reindex.made.clear()
    reindex.changed.clear()


def _index(tx: Transaction, noun: Noun, records: Sequence[bytes], *, fresh: bool) -> None:
    for part in chunks(records):
        documents = _documents(tx, noun, part)
        for table, rows in documents.items():
            if not fresh:
                tx.connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", [(row[0],) for row in rows])
            kept = [row for row in rows if row[1] or row[2]]
            tx.connection.executemany(f"INSERT INTO {table} (rowid, title, rest, scope) VALUES (?, ?, ?, ?)", kept)


Row = tuple[int, str, str, str]


def _documents(tx: Transaction, noun: Noun, records: Sequence[object]) -> dict[str, list[Row]]:
    fields = [each for each in noun.fields if each.search]
    names = ", ".join(each.name for each in fields)
    where = f"WHERE id IN ({marks(len(records))})"
    rows = tx.rows(f"SELECT n, id, owner, team, {names} FROM {noun.table} {where}", tuple(records))
    points = _points(tx, records) if noun.name in _POINTS else {}
    scope = cache(_scope)
    everything, opened = _placed(fields, Sensitivity.PERSONAL), _placed(fields, Sensitivity.BUSINESS)
    found: dict[str, list[Row]] = {"find_all": [], "find_open": []}
    for n, record, owner, team, *texts in rows:
        row, seen_by = noun.number << SHIFT | int(str(n)), scope(owner, team)
        terms = [search_terms(str(text)) if text else "" for text in texts]
        title, rest = _joined(terms, everything)
        told = points.get(record)
        found["find_all"].append((row, title, f"{rest} {told}" if rest and told else rest or told or "", seen_by))
        found["find_open"].append((row, *_joined(terms, opened), seen_by))
    return found


Placed = tuple[tuple[int, ...], tuple[int, ...]]


def _placed(fields: Sequence[Field], most: Sensitivity) -> Placed:
    """Where the texts up to a class lie among those of `fields`: of the title, of the rest."""
    title, rest = (
        tuple(at for at, each in enumerate(fields) if each.search == weight and each.sensitivity <= most)
        for weight in (2, 1)
    )
    return title, rest


def _joined(terms: Sequence[str], placed: Placed) -> tuple[str, str]:
    title, rest = placed
    return " ".join([terms[at] for at in title if terms[at]]), " ".join([terms[at] for at in rest if terms[at]])


def _scope(owner: object, team: object) -> str:
    tokens = ((b"o", owner), (b"t", team))
    return " ".join((mark + key[:8].hex().encode()).decode() for mark, key in tokens if isinstance(key, bytes))


def _points(tx: Transaction, records: Sequence[object]) -> dict[object, str]:
    found: dict[object, list[str]] = defaultdict(list)
    for about, kind, value in tx.rows(
        f"SELECT about, kind, value FROM contact_points WHERE about IN ({marks(len(records))}) AND deleted_at IS NULL",
        tuple(records),
    ):
        text = str(value)
        found[about].append(phone_terms(text) if kind == "phone" else search_terms(text))
    return {about: " ".join(texts) for about, texts in found.items()}


def find(reader: Reader, text: str, limit: int, nouns: Sequence[str] | None = None) -> list[Found]:
    """Live records that match what a person types, best first: exact titles, then titles, then the newest."""
    match = query_terms(text)
    if match is None:
        return []
    table = "find_all" if reader.viewer.clearance >= Sensitivity.PERSONAL else "find_open"
    exact = search_terms(fold(text))
    found: dict[tuple[str, int], Found] = {}
    wanted = [SEARCHED[name] for name in nouns or SEARCHED if name in SEARCHED]
    for noun in wanted:
        found.update(((noun.name, n), Found(noun.name, n, 3)) for n in _named(reader, noun, text, limit))
    for score, expression in ((2, f"{{title}} : ({match})"), (1, match)):
        if len(found) >= limit:  # what stands in a title comes first: nothing else could still be shown
            break
        for noun in wanted:
            for n, title in _matches(reader, table, noun, expression, limit):
                level = 3 if title == exact else score
                found.setdefault((noun.name, n), Found(noun.name, n, level))
    order = {name: place for place, name in enumerate(("contact", "account", "deal", "activity"))}
    ranked = sorted(found.values(), key=lambda each: (-each.score, order[each.noun], -each.n))
    return ranked[:limit]


def _named(reader: Reader, noun: Noun, text: str, limit: int) -> list[int]:
    """Records that are called exactly so: however old, they must not hide behind newer ones that only begin so."""
    title = field_of(noun, noun.title)
    if title.sort_column == title.name or not reader.viewer.sees(title):
        return []
    rows = reader.rows(
        f"SELECT n FROM {noun.table} WHERE {title.sort_column} = ? AND fold({title.name}) = ? "
        "AND deleted_at IS NULL ORDER BY n DESC LIMIT ?",
        (key_for(title, text), fold(text).strip(), limit),
    )
    return [int(str(n)) for (n,) in rows]


def _matches(reader: Reader, table: str, noun: Noun, expression: str, limit: int) -> list[tuple[int, str]]:
    low = noun.number << SHIFT
    rows = reader.rows(
        f"SELECT r.n, f.title FROM {table} f CROSS JOIN {noun.table} r ON r.n = f.rowid - ? "
        f"WHERE {table} MATCH ? AND f.rowid BETWEEN ? AND ? AND r.deleted_at IS NULL ORDER BY f.rowid DESC LIMIT ?",
        (low, expression, low, low + (1 << SHIFT) - 1, limit),
    )
    return [(int(str(n)), str(title)) for n, title in rows]
