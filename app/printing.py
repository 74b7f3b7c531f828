"""Values to text and to JSON at the rim (commands.md). Pure; anyone, any thread."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from app import places
from vault.currencies import decimals
from vault.model.catalogue import FIELDS
from vault.model.fields import Field, Kind, Noun
from vault.values import Link, Masked, Money, Planned, Record

HIDDEN: Final = "***"
_NO_YES: Final = {"en": ("no", "yes"), "zh_CN": ("否", "是")}


def amount_text(money: Money) -> str:
    """The amount in major units with all its decimals: "12.50"."""
    places_ = decimals(money.currency)
    return f"{Decimal(money.minor).scaleb(-places_):.{places_}f}"


def instant_text(at: int) -> str:
    """An instant in ISO 8601 that ends in Z, to the millisecond: "2026-11-20T08:15:00.123Z"."""
    moment = datetime.fromtimestamp(at // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03}Z" if moment.year >= 1000 else f"{moment.isoformat()[:19]}Z"


def json_value(value: object, field: Field | None = None) -> object:
    """What stands for a value in JSON; an instant is told from a number by its field."""
    match value:
        case Masked(form):
            return {"masked": form}
        case Money():
            return {"amount": amount_text(value), "currency": value.currency}
        case Planned(wall, zone):
            return {"local": wall, "zone": zone}
        case Link(record, noun, title):
            return {"id": record, "noun": noun, "name": json_value(title)}
        case tuple() | list():
            return [json_value(each) for each in value]
        case int() if field is not None and field.kind is Kind.INSTANT:
            return instant_text(value)
        case _:
            return value


def json_record(record: Record) -> dict[str, object]:
    """A record as a JSON object: id, noun, version, then its fields."""
    values = {name: json_value(value, FIELDS.get((record.noun, name))) for name, value in record.values.items()}
    return {"id": record.id, "noun": record.noun, "version": record.version, **values}


def text_value(value: object, language: str = "en", field: Field | None = None) -> str:
    """A value in words for one line; empty for None."""
    match value:
        case None:
            return ""
        case Masked(form):
            return form or HIDDEN
        case bool():
            return _NO_YES[language][value]
        case Money():
            return f"{Decimal(amount_text(value)):,.{decimals(value.currency)}f} {value.currency}"
        case Planned(wall, _):
            return wall.replace("T", " ")
        case Link():
            return text_value(value.title_in(language), language) or value.id
        case tuple() | list():
            return ", ".join(text_value(each, language) for each in value)
        case _:
            return _by_field(value, language, field)


def _by_field(value: object, language: str, field: Field | None) -> str:
    if field is not None and field.kind is Kind.INSTANT and isinstance(value, int):
        moment = datetime.fromtimestamp(value / 1000, ZoneInfo(places.zone()))
        return moment.strftime("%Y-%m-%d %H:%M")
    if field is not None and field.kind is Kind.CHOICE:
        chosen = next((choice for choice in field.choices if choice.key == value), None)
        return chosen.words.in_language(language) if chosen else one_line(str(value))
    return one_line(str(value))


def one_line(text: str) -> str:
    """`text` on one line, without signs that would move a terminal's cursor or turn its writing around."""
    return "".join(each if each.isprintable() else " " for each in text)


def width(text: str) -> int:
    """Columns that `text` fills on a terminal (Unicode Standard Annex 11: wide and full-width signs fill two)."""
    if text.isascii():
        return len(text)
    return sum(_width(each) for each in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitted(text: str, columns: int) -> str:
    """`text` cut with an ellipsis to so many columns."""
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for each in text:
        used += _width(each)
        if used > columns - 1:
            break
        kept += each
    return f"{kept}…"


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset(), widest: int = 40
) -> list[str]:
    """Lines of a table with a head; the columns numbered in `right` are numbers and stand right."""
    cells = [[fitted(one_line(cell), widest) for cell in row] for row in (heads, *rows)]
    widths = [max(width(row[place]) for row in cells) for place in range(len(heads))]
    lines = [_line(row, widths, right) for row in cells]
    return [lines[0], "  ".join("-" * each for each in widths), *lines[1:]]


def _line(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    padded = []
    for place, cell in enumerate(row):
        gap = " " * (widths[place] - width(cell))
        padded.append(gap + cell if place in right else cell + gap)
    return "  ".join(padded).rstrip()


def label(of: Noun, name: str, language: str) -> str:
    """What people call a field; the name itself where there is no such field."""
    field = of.field(name)
    return field.words.in_language(language) if field else name
