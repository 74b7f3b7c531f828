"""What the record pane says of a record: its fields in order, its points of contact, its addresses. GUI thread only.

Everything derives from the noun's declaration; the pane names no field.
"""

from dataclasses import dataclass, replace
from typing import Final

from app import words
from app.details import Details
from ui import editing, formatting
from ui.formatting import Cell
from ui.stages import StageBook
from ui.widgets.field_icons import icon_of
from vault.model.catalogue import NOUNS
from vault.model.common import CARRIED
from vault.model.fields import Choice, Field, Kind, Noun
from vault.values import Link, Masked, Record

POINT: Final = NOUNS["contact_point"]
ADDRESS: Final = NOUNS["address"]
_POINT_ICONS: Final = {"email": "mail", "phone": "phone"}
_CARRIED: Final = frozenset(field.name for field in CARRIED)
_INVITING: Final = (Kind.BIRTHDAY, Kind.MONEY, Kind.DAY, Kind.LINK)
"""Empty fields of these kinds are offered even when nothing was asked to be shown in full."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: `record` and `field` are what is written, `value` what stands there; `usual` ones show at first."""

    key: str
    record: str
    field: Field
    label: str
    icon: str
    value: object
    cell: Cell
    editable: bool
    usual: bool

    @property
    def is_long(self) -> bool:
        """Whether it is written in several lines."""
        return self.field.kind is Kind.NOTE


def facts(found: Details, stages: StageBook) -> list[Fact]:
    """The rows of a record, in the order of the declaration."""
    noun = NOUNS[found.record.noun]
    rows: list[Fact] = []
    for field in noun.fields:
        if field.makes is not None:
            rows += _points(found, field, stages)
        elif _belongs(noun, field):
            rows.append(_fact(found.record, noun, field, stages))
    known = {fact.key for fact in rows}
    rest = [_point(each, stages) for each in found.related.get(POINT.name, ()) if each.id not in known]
    addresses = [_address(each) for each in found.related.get(ADDRESS.name, ())]
    at = next((place for place, fact in enumerate(rows) if fact.field.name in _CARRIED), len(rows))
    return [fact for fact in rows[:at] + rest + addresses + rows[at:] if fact.usual or fact.editable or fact.value]


def _belongs(noun: Noun, field: Field) -> bool:
    """Not the title, which stands above, nor parts of another field; derived ones only where a list shows them."""
    whole = noun.field(field.together) if field.together is not None else None
    if field.name == noun.title or (whole is not None and whole is not field):
        return False  # a part of a composite is written with the whole
    if field.derived and field.kind is Kind.DAY:
        return False  # the band above says it, with what is to be done
    return not field.derived or field.name in noun.columns


def _fact(record: Record, noun: Noun, field: Field, stages: StageBook) -> Fact:
    value = record.get(field.name)
    editable = editing.is_editable(field, value)
    inviting = editable and field.name not in _CARRIED and (field.name in noun.columns or field.kind in _INVITING)
    filled = value not in (None, ()) and not (isinstance(value, Masked) and value.form is None and field.sealed)
    usual = (filled and (field.name not in _CARRIED or editable)) or inviting
    cell = formatting.cell(field, value, stages, closed=_is_closed(record, stages))
    if field.kind in (Kind.LINKS, Kind.NOTE) and filled and not isinstance(value, Masked):
        cell = Cell("text", formatting.text(field, value, stages))
    return Fact(field.name, record.id, field, _label(field), icon_of(field), value, cell, editable, usual)


def _is_closed(record: Record, stages: StageBook) -> bool:
    return any(
        isinstance(each, Link) and each.noun == "stage" and stages.is_closed(each) for each in record.values.values()
    )


def _label(field: Field) -> str:
    return field.words.in_language(words.language())


def _points(found: Details, field: Field, stages: StageBook) -> list[Fact]:
    """The points of contact that a derived field stands for; the field itself, to be filled, where there is none."""
    points = [each for each in found.related.get(POINT.name, ()) if each.get("kind") == field.makes]
    if points:
        return [_point(each, stages) for each in points]
    value = found.record.get(field.name)
    fact = _fact(found.record, NOUNS[found.record.noun], field, stages)
    return [replace(fact, usual=True, icon=_POINT_ICONS.get(field.makes or "", fact.icon), value=value)]


def _point(point: Record, stages: StageBook) -> Fact:
    field, kind = POINT.field(POINT.title), POINT.field("kind")
    assert field is not None
    assert kind is not None
    value, name = point.get(field.name), str(point.get(kind.name))
    cell = formatting.cell(field, value, stages)
    if cell.form == "text":
        tone = "accentText" if name == "email" else "fg"
        cell = replace(cell, text=formatting.point(name, value), tone=tone)
    use = _choice(POINT.field("use"), point.get("use"))
    label = _choice(kind, name)
    label = f"{label}, {use.lower()}" if use else label
    return Fact(
        point.id, point.id, field, label, _POINT_ICONS.get(name, "link"), value, cell, cell.form != "masked", True
    )


def _choice(field: Field | None, key: object) -> str:
    choices: tuple[Choice, ...] = field.choices if field is not None else ()
    return next((each.words.in_language(words.language()) for each in choices if each.key == key), "")


def _address(address: Record) -> Fact:
    fields = [each for each in ADDRESS.fields if each.together == "address"]
    parts = [formatting.text(each, address.get(each.name)) for each in fields]
    text = ", ".join(part for part in parts if part)
    hidden = any(isinstance(address.get(each.name), Masked) for each in fields)
    cell = Cell("masked", text, "info", icon="eye-off") if hidden else Cell("text", text)
    label = ADDRESS.words.in_language(words.language())
    return Fact(address.id, address.id, fields[0], label, "map-pin", text, cell, False, bool(text))


def subtitle(record: Record, stages: StageBook) -> str:
    """What else is said of a record under its name: a person's work, a company's trade, a deal's customer."""
    noun = NOUNS[record.noun]
    said = [formatting.text(field, record.get(field.name), stages) for field in noun.fields if _describes(noun, field)]
    return " · ".join(part for part in said if part)


def _describes(noun: Noun, field: Field) -> bool:
    if field.kind is Kind.TEXT and field.name != noun.title and field.name not in _CARRIED:
        return field.search == 1 or field.derived
    linked = NOUNS.get(field.target or "")
    return field.name in noun.columns and linked is not None and linked.in_lists
