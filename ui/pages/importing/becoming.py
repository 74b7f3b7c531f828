"""What a row of the file becomes, as lines that can be shown: planned by the same code that imports. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from app import words
from app.importing import targets
from app.importing.mapping import Mapping
from app.importing.planning import Planned, Rejected
from app.importing.tables import Row
from ui import formatting
from ui.pages.importing.goals import goal_words
from ui.widgets.field_icons import icon_of
from vault.model.catalogue import NOUNS
from vault.model.fields import Field, Kind, Noun


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the card; `hue` makes a pill of it, `note` stands quietly below or beside."""

    icon: str
    label: str
    text: str
    tone: str = "fg"
    hue: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Becoming:
    """A record on its way: its name, what it belongs to, its fields; `problem` where the row cannot be read."""

    number: int
    title: str
    subtitle: str
    lines: tuple[Line, ...]
    problem: str = ""
    square: bool = False


def of_row(mapping: Mapping, row: Row, planned: Planned | Rejected) -> Becoming:
    """The card for one row."""
    noun = NOUNS[mapping.noun]
    if isinstance(planned, Rejected):
        return _rejected(noun, mapping, row, planned)
    title = str(planned.values.get(noun.title) or planned.values.get("text") or "")
    lines = tuple(_lines(noun, mapping, planned))
    return Becoming(row.number, title, _subtitle(noun, planned), lines, square=noun.name == "account")


def reason_words(reason: str) -> str:
    """Why a value does not fit, in a few words that stand alone."""
    sentence = words.say(f"reasons.{reason}")
    return sentence[:1].upper() + sentence[1:]


def _rejected(noun: Noun, mapping: Mapping, row: Row, planned: Rejected) -> Becoming:
    lines, title = [], ""
    for column in mapping.mapped:
        text = row.cells[column.index] if column.index < len(row.cells) else None
        goal = targets.target(noun, column.field or "")
        if goal.field.name == noun.title and text and not title:
            title = text
            continue
        bad = planned.field in (goal.name, column.field)
        note = reason_words(planned.reason) if bad else ""
        if text or bad:
            label, tone = goal_words(noun, _plain(goal)), "bad" if bad else "fg"
            lines.append(Line(icon_of(goal.field), label, text or "–", tone, note=note))
    name, left_out = title or words.say("importing.no_title"), words.say("importing.left_out")
    return Becoming(row.number, name, left_out, tuple(lines), reason_words(planned.reason), noun.name == "account")


def _plain(goal: targets.Target) -> str:
    """A target without its use: on a card, "Phone" says enough."""
    return goal.text if goal.part else goal.name


def _subtitle(noun: Noun, planned: Planned) -> str:
    field = noun.field("account")
    if field is None:
        return noun.words.in_language(words.language())
    what = field.words.in_language(words.language())
    return planned.links.get("account") or words.say("importing.none_in_row", what=what)


def _lines(noun: Noun, mapping: Mapping, planned: Planned) -> Iterator[Line]:
    """One line a field, in the order of the file; parts of an address make one line."""
    said: set[str] = set()
    for column in mapping.mapped:
        goal = targets.target(noun, column.field or "")
        if goal.name in said or goal.name in (noun.title, "account") or goal.part in ("use", "currency"):
            continue
        if goal.name != "deal":
            said.add(goal.name)
        yield from _line(noun, goal, planned)
    for remark in planned.remarks:
        yield Line("notebook-pen", words.say("importing.kept_as_note"), remark, "fg2")


def _line(noun: Noun, goal: targets.Target, planned: Planned) -> Iterator[Line]:
    icon, label = icon_of(goal.field), goal_words(noun, _plain(goal))
    if goal.name == "address":
        address = NOUNS["address"].words.in_language(words.language())
        yield Line("map-pin", address, "; ".join(_address(place) for place in planned.places.values()) or "–")
    elif goal.name in planned.points:
        shown = [formatting.text(goal.field, value) for value, _use in planned.points[goal.name]]
        yield Line(icon, label, ", ".join(shown))
    elif goal.name == "deal":
        yield _valued(icon, label, goal.field, planned.sale.get(goal.part or ""))
    elif goal.name == "tags":
        yield Line(icon, label, ", ".join(planned.tags) or "–")
    else:
        value = planned.links.get(goal.name) if goal.field.kind is Kind.LINK else planned.values.get(goal.name)
        yield _valued(icon, label, goal.field, value)


def _address(place: dict[str, str]) -> str:
    return ", ".join(place[part] for part in targets.PARTS if part in place)


def _valued(icon: str, label: str, field: Field, value: object) -> Line:
    if value is None or value == "":
        return Line(icon, label, "–", "fg3")
    if field.kind is Kind.LINK:
        return Line(icon, label, str(value))
    choice = next((each for each in field.choices if each.key == value), None)
    if choice is not None:
        return Line(icon, label, choice.words.in_language(words.language()), hue=choice.hue)
    return Line(icon, label, formatting.text(field, value))
