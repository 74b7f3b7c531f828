"""Whether a record is there already: live records by name, contact point or website, many at once, through indexes.

For imports and duplicate checks, with a Transaction or a Reader of somebody who may see what he looks up.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from vault import ids
from vault.folding import key_for
from vault.model.catalogue import NOUNS, field_of
from vault.reader import Reader, chunks, marks
from vault.values import RecordId


class Known(NamedTuple):
    """A live record and what tells it from its like.

    `account_key` is the sort key of its account's name, `terms` a deal's amount and expected day: "8400000|2026-11-20".
    """

    id: RecordId
    name_key: str | None
    account_key: str | None
    email: str | None
    terms: str | None = None


Found = dict[str, list[Known]]
_MARKS: Final = {
    "contact": "r.name_key, r.account_key, r.email, NULL",
    "account": "r.name_key, NULL, r.email, NULL",
    "deal": "r.name_key, r.account_key, NULL, coalesce(r.amount, '') || '|' || coalesce(r.expected_on, '')",
}
_POINTED: Final = ("contact", "account")
_SLICE: Final = 400


def name_key(noun: str, name: str) -> str:
    """The key by which `by_name` finds a record of this noun."""
    of = NOUNS[noun]
    return key_for(field_of(of, of.title), name)


def by_name(reader: Reader, noun: str, keys: Iterable[str]) -> Found:
    """Live records by the keys of their names, oldest first."""
    return _by(reader, noun, "r.name_key", keys)


def by_name_and_account(reader: Reader, pairs: Iterable[tuple[str, str | None]]) -> Found:
    """Live contacts by the keys of their names where their account's name is the same too, oldest first.

    Looked up along the account: a name may have thousands of bearers, a company seldom has thousands of people.
    """
    found: Found = {}
    wanted = set(pairs)
    placed = sorted((name, account) for name, account in wanted if account is not None)
    for start in range(0, len(placed), _SLICE):
        part = placed[start : start + _SLICE]
        sql = (
            f"WITH wanted(name, account) AS (VALUES {', '.join(['(?, ?)'] * len(part))}) "
            f"SELECT r.name_key, r.id, {_MARKS['contact']} FROM wanted CROSS JOIN contacts r "
            "ON r.account_key = wanted.account AND +r.name_key = wanted.name WHERE r.deleted_at IS NULL ORDER BY r.n"
        )
        _collect(found, reader.rows(sql, [key for pair in part for key in pair]))
    alone = [name for name, account in wanted if account is None]
    for name, known in by_name(reader, "contact", alone).items():
        found.setdefault(name, []).extend(each for each in known if each.account_key is None)
    return found


def by_website(reader: Reader, websites: Iterable[str]) -> Found:
    """Live accounts by website as it is written."""
    return _by(reader, "account", "r.website", websites)


def _by(reader: Reader, noun: str, column: str, wanted: Iterable[str]) -> Found:
    found: Found = {}
    table, shown = NOUNS[noun].table, _MARKS.get(noun, "r.name_key, NULL, NULL, NULL")
    for part in chunks(sorted(set(wanted)), _SLICE):
        sql = (
            f"SELECT {column}, r.id, {shown} FROM {table} r "
            f"WHERE {column} IN ({marks(len(part))}) AND r.deleted_at IS NULL ORDER BY r.n"
        )
        _collect(found, reader.rows(sql, part))
    return found


def by_point(reader: Reader, noun: str, kind: str, values: Iterable[str]) -> Found:
    """Live contacts or accounts by the value of any live contact point of a kind ("email", "phone"), oldest first."""
    found: Found = {}
    if noun not in _POINTED:
        return found
    for part in chunks(sorted(set(values)), _SLICE):
        sql = (
            f"SELECT p.value, r.id, {_MARKS[noun]} FROM contact_points p CROSS JOIN {NOUNS[noun].table} r "
            f"ON r.id = p.about WHERE p.value IN ({marks(len(part))}) AND p.kind = ? "
            "AND p.deleted_at IS NULL AND r.deleted_at IS NULL ORDER BY r.n"
        )
        _collect(found, reader.rows(sql, (*part, kind)))
    return found


def _collect(found: Found, rows: Iterable[tuple[object, ...]]) -> None:
    for value, key, name, account, email, terms in rows:
        assert isinstance(key, bytes)
        known = Known(ids.text_of(key), _text(name), _text(account), _text(email), _text(terms))
        found.setdefault(str(value), []).append(known)


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def users_by_name(reader: Reader) -> Mapping[str, RecordId]:
    """Every user's id by name in lower case."""
    rows = reader.rows("SELECT name, id FROM users")
    return {str(name).lower(): ids.text_of(key) for name, key in rows if isinstance(key, bytes)}
