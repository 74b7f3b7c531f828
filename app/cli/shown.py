"""Records and lists as lines of text, for the commands that print them. Pure but for the language in force."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.printing import label, table, text_value, width
from app.words import language, say
from vault.model.catalogue import FIELDS, NOUNS
from vault.model.fields import Kind, Noun
from vault.values import Link, Record, RecordId

_NUMBERS: Final = (Kind.MONEY, Kind.INTEGER, Kind.PERCENT, Kind.YEAR)
VERBS: Final = frozenset(
    {"create", "change", "delete", "restore", "import", "demo", "start", "undo", "redo", "merge", "bulk", "salvage"}
)
_UNSAID: Final = frozenset({"created_by", "updated_by", "team", "source", "restricted_at", "deleted_at"})


def cell(record: Record, name: str) -> str:
    """One value of a record in words."""
    if name in ("id", "noun", "version"):
        return str(getattr(record, name))
    return text_value(record.get(name), language(), FIELDS.get((record.noun, name)))


def rows(noun: Noun, columns: Sequence[str], found: Iterable[Record]) -> list[str]:
    """A list as a table, the id first."""
    names = ("id", *(name for name in columns if name != "id"))
    heads = [label(noun, name, language()) for name in names]
    heads[0] = "ID"
    right = frozenset(place for place, name in enumerate(names) if _is_number(noun, name))
    return table(heads, [[cell(record, name) for name in names] for record in found], right)


def _is_number(noun: Noun, name: str) -> bool:
    field = noun.field(name)
    return field is not None and field.kind in _NUMBERS


def record(found: Record) -> list[str]:
    """A record, a field a line; empty fields are left out."""
    noun = NOUNS[found.noun]
    lines = [f"{noun.words.in_language(language())} {found.id}"]
    pairs = [
        (label(noun, name, language()), cell(found, name))
        for name in found.values
        if name not in _UNSAID or found.get(name)
    ]
    pairs = [(head, text) for head, text in pairs if text]
    widest = max((width(head) for head, _ in pairs), default=0)
    return [*lines, *(f"  {head}{' ' * (widest - width(head))}  {text}" for head, text in pairs)]


def related(owner: RecordId, found: dict[str, list[Record]]) -> list[str]:
    """The records around one, by noun, without saying again whose they are."""
    lines: list[str] = []
    for name, records in found.items():
        noun = NOUNS[name]
        lines += ["", noun.plural.in_language(language())]
        lines += [f"  {each.id}  {_gist(noun, each, owner)}" for each in records]
    return lines


def timeline(found: Iterable[Record]) -> list[str]:
    """What happened, the latest first."""
    lines = [f"  {_when(each)}  {_gist(NOUNS[each.noun], each)}" for each in found]
    return ["", say("cli.timeline"), *lines] if lines else []


def _when(record_: Record) -> str:
    for name in ("moved_at", "done_at", "starts_at", "due_on", "created_at"):
        if record_.get(name) is not None:
            return f"{cell(record_, name):16}"
    return " " * 16


def _gist(noun: Noun, each: Record, owner: RecordId | None = None) -> str:
    names = (name for name in noun.columns if not _points_to(each.get(name), owner))
    return " · ".join(text for name in names if (text := cell(each, name)))


def _points_to(value: object, owner: RecordId | None) -> bool:
    return isinstance(value, Link) and value.id == owner


def verb(word: str) -> str:
    """What a step of the journal did, in words."""
    return say(f"cli.verb_{word}") if word in VERBS else word
