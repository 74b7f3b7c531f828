"""Search as you type, over everything. Use case of a Reader."""

from dataclasses import dataclass

from vault import query, search
from vault.model.catalogue import NOUNS, noun
from vault.reader import Reader
from vault.values import Link, Masked, Record, RecordId

_SHOWN = {
    "contact": ("name", "title", "account", "email", "phone"),
    "account": ("name", "industry", "city", "phone"),
    "deal": ("name", "account", "stage", "amount"),
    "activity": ("subject", "kind", "text", "due_on"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: what it is called and what else is said of it, masked for the viewer."""

    noun: str
    id: RecordId
    title: str | Masked | None
    snippet: str
    score: int


def find(reader: Reader, text: str, limit: int = 20, only: str | None = None) -> list[Hit]:
    """Records that match what a person types, best first. Raises UnknownNoun."""
    nouns = (noun(only).name,) if only else None
    found = search.find(reader, text, limit, nouns)
    rows: dict[tuple[str, int], Record] = {}
    for name in {each.noun for each in found}:
        numbers = [each.n for each in found if each.noun == name]
        fetched = query.fetch_numbers(reader, NOUNS[name], numbers, _SHOWN[name])
        rows.update({(name, n): record for n, record in fetched.items()})
    return [_hit(rows[each.noun, each.n], each.score) for each in found if (each.noun, each.n) in rows]


def _hit(record: Record, score: int) -> Hit:
    title, *rest = _SHOWN[record.noun]
    said = [_said(record.values[name]) for name in rest]
    return Hit(record.noun, record.id, record.values[title], " · ".join(filter(None, said)), score)  # type: ignore[arg-type] # titles are text


def _said(value: object) -> str:
    if isinstance(value, Link):
        return _said(value.title)
    if isinstance(value, Masked):
        return value.form or ""
    return value if isinstance(value, str) else ""
