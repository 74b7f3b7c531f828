"""Whether an open vault agrees with itself: trail, journal, text index, links, derived columns, sealed values.

Use cases of a Reader on any reading thread. Findings name tables and ids, never a value. Pages, header and chain
are checked by folder.check.
"""

import zlib
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

import msgspec

from vault import ids, journal, verifying
from vault.database import Finding
from vault.errors import DatabaseDamaged, SealedValueDamaged
from vault.model.activities import TOUCHES
from vault.model.catalogue import NOUNS, set_number
from vault.model.fields import Kind
from vault.reader import Reader
from vault.search import SEARCHED, SHIFT
from vault.verifying import Evidence

_SHOWN: Final = 20
"""Findings of one kind that are listed; the rest is only counted."""


def everything(reader: Reader, evidence: Evidence, *, deep: bool) -> list[Finding]:
    """All findings. `deep` also opens every sealed value and unpacks every journal entry."""
    found: list[Finding] = []
    checks = [_trail_check(evidence), _journal, _links, _sets, _index, _touches, _points, _deals]
    for check in checks + ([_sealed, _slices] if deep else []):
        try:
            found += _bounded(check(reader))
        except DatabaseDamaged as error:
            found.append(Finding("structure", "damaged", check.__name__.strip("_"), error.kind))
    return found


def _bounded(findings: Iterator[Finding]) -> list[Finding]:
    found = list(findings)
    if len(found) <= _SHOWN:
        return found
    more = len(found) - _SHOWN
    return [*found[:_SHOWN], Finding(found[0].area, found[0].severity, f"+{more}", "more_of_this")]


def _trail_check(evidence: Evidence) -> Callable[[Reader], Iterator[Finding]]:
    def trail(reader: Reader) -> Iterator[Finding]:
        verdict = verifying.verify(reader, evidence)
        if not verdict.ok:
            yield Finding("trail", "damaged", f"entry {verdict.broken_at}", f"trail_{verdict.why}")

    return trail


def _journal(reader: Reader) -> Iterator[Finding]:
    """Every record names the step that made it; every step has its slices; counters of a device do not repeat."""
    for noun in NOUNS.values():
        rows = reader.rows(
            f"SELECT id FROM {noun.table} t WHERE NOT EXISTS (SELECT 1 FROM journal WHERE n = t.made_in)"
        )
        yield from (_of(noun.name, key, "journal", "made_in_no_step") for (key,) in rows)
    rows = reader.rows("SELECT DISTINCT journal FROM journal_slices WHERE journal NOT IN (SELECT n FROM journal)")
    yield from (Finding("journal", "damaged", f"step {n}", "slice_without_step") for (n,) in rows)
    rows = reader.rows("SELECT counter FROM journal GROUP BY device, counter HAVING count(*) > 1")
    yield from (Finding("journal", "damaged", f"counter {n}", "counter_twice") for (n,) in rows)


def _of(noun: str, key: object, area: str, what: str, severity: str = "damaged") -> Finding:
    where = ids.text_of(key) if isinstance(key, bytes) else "?"
    return Finding(area, severity, f"{noun} {where}", what)


def _slices(reader: Reader) -> Iterator[Finding]:
    for (n,) in reader.rows("SELECT n FROM journal ORDER BY n"):
        try:
            for _ in journal.runs(reader, int(str(n))):
                pass
        except (ValueError, KeyError, msgspec.DecodeError, zlib.error):
            yield Finding("journal", "damaged", f"step {n}", "slice_unreadable")


def _links(reader: Reader) -> Iterator[Finding]:
    """Every link of a live record points to a record that was made here at some time."""
    for noun in NOUNS.values():
        for field in noun.fields:
            if field.kind is not Kind.LINK or field.target not in NOUNS:
                continue
            rows = reader.rows(
                f"SELECT t.id FROM {noun.table} t WHERE t.{field.name} IS NOT NULL AND t.deleted_at IS NULL "
                f"AND NOT EXISTS (SELECT 1 FROM {NOUNS[field.target].table} WHERE id = t.{field.name})"
            )
            yield from (_of(noun.name, key, "links", f"{field.name}_points_nowhere") for (key,) in rows)


def _sets(reader: Reader) -> Iterator[Finding]:
    for noun in NOUNS.values():
        for field in noun.fields:
            if field.kind is not Kind.LINKS:
                continue
            rows = reader.rows(
                f"SELECT DISTINCT record FROM sets WHERE field = ? AND record NOT IN (SELECT id FROM {noun.table})",
                (set_number(noun.name, field.name),),
            )
            yield from (_of(noun.name, key, "links", f"{field.name}_without_record", "warning") for (key,) in rows)


def _index(reader: Reader) -> Iterator[Finding]:
    """The text indexes hold a row for each live record with text, and none for what is not there."""
    for table in ("find_all", "find_open"):
        for noun in SEARCHED.values():
            low = noun.number << SHIFT
            rows = reader.rows(
                f"SELECT f.rowid - ? FROM {table} f WHERE f.rowid BETWEEN ? AND ? "
                f"AND NOT EXISTS (SELECT 1 FROM {noun.table} WHERE n = f.rowid - ?)",
                (low, low, low + (1 << SHIFT) - 1, low),
            )
            yield from (Finding("index", "damaged", f"{noun.name} {n}", "row_without_record") for (n,) in rows)
    for noun in SEARCHED.values():
        said = " OR ".join(f"{field.name} IS NOT NULL" for field in noun.fields if field.search)
        rows = reader.rows(
            f"SELECT id FROM {noun.table} t WHERE deleted_at IS NULL AND ({said}) "
            "AND NOT EXISTS (SELECT 1 FROM find_all WHERE rowid = ? + t.n)",
            (noun.number << SHIFT,),
        )
        yield from (_of(noun.name, key, "index", "not_in_index") for (key,) in rows)


def _touches(reader: Reader) -> Iterator[Finding]:
    """Last contact and next step of contacts, recomputed from their activities."""
    kinds = ", ".join(f"'{kind}'" for kind in TOUCHES)
    rows = reader.rows(
        "SELECT c.id FROM contacts c LEFT JOIN (SELECT s.value AS contact, "
        f"max(CASE WHEN a.kind IN ({kinds}) THEN a.done_at END) AS last, "
        "min(CASE WHEN a.done_at IS NULL AND a.kind <> 'note' "
        "THEN coalesce(a.due_on, substr(a.starts_at_wall, 1, 10)) END) AS following "
        "FROM sets s JOIN activities a ON a.id = s.record "
        "WHERE s.field = ? AND a.deleted_at IS NULL GROUP BY s.value) x ON x.contact = c.id "
        "WHERE c.last_contact IS NOT x.last OR c.next_step IS NOT x.following",
        (set_number("activity", "about"),),
    )
    yield from (_of("contact", key, "derived", "touches_differ", "warning") for (key,) in rows)


def _points(reader: Reader) -> Iterator[Finding]:
    """E-mail and phone of contacts and accounts, recomputed from their contact points."""
    found = reader.rows(
        "SELECT about, kind, value FROM contact_points WHERE deleted_at IS NULL "
        "ORDER BY about, coalesce(main, 0), n DESC"
    )
    first = {
        about: {str(kind): value for _, kind, value in points}
        for about, points in groupby(found, key=lambda row: row[0])
    }
    for name in ("contact", "account"):
        for key, email, phone in reader.rows(f"SELECT id, email, phone FROM {NOUNS[name].table}"):
            points = first.get(key, {})
            if (email, phone) != (points.get("email"), points.get("phone")):
                yield _of(name, key, "derived", "contact_points_differ", "warning")


def _deals(reader: Reader) -> Iterator[Finding]:
    """Stage and value of contacts, recomputed from their newest open deal."""
    rows = reader.rows(
        "SELECT c.id FROM contacts c LEFT JOIN "
        "(SELECT d.contact, max(d.n) AS n FROM deals d JOIN stages s ON s.id = d.stage WHERE d.deleted_at IS NULL "
        "AND s.state = 'open' AND d.contact IS NOT NULL GROUP BY d.contact) x ON x.contact = c.id "
        "LEFT JOIN deals d ON d.n = x.n WHERE c.stage IS NOT d.stage OR c.value IS NOT d.amount"
    )
    yield from (_of("contact", key, "derived", "deal_differs", "warning") for (key,) in rows)


def _sealed(reader: Reader) -> Iterator[Finding]:
    """Every sealed value opens where it lies."""
    for noun in NOUNS.values():
        for field in noun.fields:
            if not field.sealed or not reader.sealer.holds(field):
                continue
            rows = reader.rows(f"SELECT id, {field.name} FROM {noun.table} WHERE {field.name} IS NOT NULL")
            for key, envelope in rows:
                assert isinstance(key, bytes) and isinstance(envelope, bytes)
                try:
                    reader.sealer.open(noun.name, key, field, envelope)
                except SealedValueDamaged:
                    yield _of(noun.name, key, "sealed", f"{field.name}_does_not_open")
