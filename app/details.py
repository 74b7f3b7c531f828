"""One record with everything around it: its parts, its deals and people, its timeline. Use cases of a Reader."""

from dataclasses import dataclass, field

from vault import query
from vault import related as related_to
from vault.linking import noun_of
from vault.model.catalogue import NOUNS
from vault.model.fields import Kind, Noun
from vault.reader import Reader
from vault.values import Record, RecordId

TIMELINE = 200


@dataclass(frozen=True, slots=True)
class Details:
    """A record; its related live records by noun; its timeline, the latest first (activities and stage moves)."""

    record: Record
    related: dict[str, list[Record]] = field(default_factory=dict)
    timeline: list[Record] = field(default_factory=list)


def details(reader: Reader, record: RecordId, limit: int = TIMELINE) -> Details:
    """Everything the record pane shows. Raises UnknownRecord."""
    noun = noun_of(reader, record)
    found = query.fetch(reader, noun, [record])[0]
    related = {other.name: rows for other, link in _links_to(noun) if (rows := _merged(reader, other, link, found.id))}
    return Details(found, related, timeline(reader, found.id, related, limit))


def _links_to(noun: Noun) -> list[tuple[Noun, str]]:
    """Nouns with a link to this one: parts by their owner, others by a field of their own."""
    found = []
    for other in NOUNS.values():
        for each in other.fields:
            own = each.kind is Kind.LINK and not each.derived
            if own and (each.target == noun.name or (each.target is None and noun.name in ("contact", "account"))):
                found.append((other, each.name))
    return found


def _merged(reader: Reader, noun: Noun, link: str, owner: RecordId) -> list[Record]:
    return related_to.parts(reader, noun, link, owner)


def timeline(reader: Reader, owner: RecordId, related: dict[str, list[Record]], limit: int) -> list[Record]:
    """What happened with a record and with what belongs to it, the latest first."""
    owners = [owner, *(each.id for name in ("contact", "deal") for each in related.get(name, ()))]
    found = related_to.about(reader, owners[:500], limit) + related.get("stage_move", [])
    for deal in related.get("deal", ()):
        found += related_to.parts(reader, NOUNS["stage_move"], "deal", deal.id)
    return sorted(found, key=moment, reverse=True)[:limit]


def moment(record: Record) -> tuple[int, str]:
    """When an entry of a timeline happened, as a key for sorting."""
    for name in ("moved_at", "done_at", "created_at"):
        at = record.values.get(name)
        if isinstance(at, int):
            return at, record.id
    return 0, record.id
