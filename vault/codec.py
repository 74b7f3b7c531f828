"""Values to columns and back, and the check that a value fits its field. Pure; anyone, any thread."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vault import ids
from vault.errors import BadValue
from vault.model.fields import Field, Kind
from vault.values import Link, Money, Planned

Cells = tuple[object, ...]
_INT64: Final = range(-(2**63), 2**63)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_BIRTHDAY: Final = re.compile(r"\d{2}-\d{2}\Z")
_WALL: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\Z")
_CURRENCY: Final = re.compile(r"[A-Z]{3}\Z")
_INSTANTS: Final = range(-62_135_596_800_000, 253_402_300_800_000)
"""Milliseconds of the years 1 to 9999, which calendars can show."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check(field: Field, value: object) -> object:
    """`value` as the field keeps it, or None where it is empty. Raises BadValue with the reason."""
    if value is None or value == "" or value == ():
        return None
    return _CHECKS[field.kind](field, value)


def _bad(field: Field, reason: str) -> BadValue:
    return BadValue(field=field.name, reason=reason)


def _text(field: Field, value: object) -> object:
    if not isinstance(value, str):
        raise _bad(field, "not_text")
    text = value if value.isascii() else unicodedata.normalize("NFC", value)
    if field.kind is not Kind.NOTE:
        text = text.strip()
    if len(text) > field.max_length:
        raise _bad(field, "too_long")
    if not text.isprintable() and (_CONTROL.search(text) or _lone_surrogate(text)):
        raise _bad(field, "control_characters")
    return text or None


def _lone_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _email(field: Field, value: object) -> object:
    text = _text(field, value)
    if not isinstance(text, str):
        return None
    name, _, domain = text.rpartition("@")
    if not name or not domain or " " in text:
        raise _bad(field, "not_an_email")
    return text.lower()


def _whole(field: Field, value: object) -> object:
    if type(value) is not int or value not in _INT64:
        raise _bad(field, "not_a_number")
    if field.kind is Kind.PERCENT and not 0 <= value <= 100:
        raise _bad(field, "not_a_percentage")
    if field.kind is Kind.YEAR and not 1800 <= value <= 2200:
        raise _bad(field, "not_a_year")
    if field.kind is Kind.INSTANT and value not in _INSTANTS:
        raise _bad(field, "not_a_time")
    return value


def _boolean(field: Field, value: object) -> object:
    if not isinstance(value, bool):
        raise _bad(field, "not_yes_or_no")
    return value


def _money(field: Field, value: object) -> object:
    if not isinstance(value, Money) or not _CURRENCY.match(value.currency):
        raise _bad(field, "not_an_amount")
    if type(value.minor) is not int:
        raise _bad(field, "not_an_amount")
    if value.minor not in _INT64:
        raise _bad(field, "amount_too_large")
    return value


def _day(field: Field, value: object) -> object:
    try:
        if not isinstance(value, str) or not _DAY.match(value):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise _bad(field, "not_a_day") from None
    return value


def _birthday(field: Field, value: object) -> object:
    try:
        if not isinstance(value, str) or not _BIRTHDAY.match(value):
            raise ValueError
        date.fromisoformat(f"2000-{value}")
    except ValueError:
        raise _bad(field, "not_a_day") from None
    return value


def _planned(field: Field, value: object) -> object:
    if not isinstance(value, Planned) or not _WALL.match(value.wall):
        raise _bad(field, "not_a_time")
    try:
        datetime.strptime(value.wall, "%Y-%m-%dT%H:%M").replace(tzinfo=ZoneInfo(value.zone))
    except (ValueError, ZoneInfoNotFoundError, OSError):  # a folder of zones, "Europe", is an OSError
        raise _bad(field, "not_a_time") from None
    return value


def _choice(field: Field, value: object) -> object:
    if value not in [choice.key for choice in field.choices]:
        raise _bad(field, "not_a_choice")
    return value


def _link(field: Field, value: object) -> object:
    if isinstance(value, Link):
        return value.id
    if not isinstance(value, str):
        raise _bad(field, "not_a_link")
    return ids.text_of(ids.key_of(value))


def _links(field: Field, value: object) -> object:
    if not isinstance(value, tuple | list | set | frozenset):
        raise _bad(field, "not_a_link")
    return tuple(sorted({str(_link(field, each)) for each in value})) or None


_CHECKS: Final[dict[Kind, Callable[[Field, object], object]]] = {
    Kind.TEXT: _text, Kind.NOTE: _text, Kind.PHONE: _text, Kind.URL: _text, Kind.COUNTRY: _text,
    Kind.EMAIL: _email, Kind.CHOICE: _choice, Kind.INTEGER: _whole, Kind.PERCENT: _whole, Kind.YEAR: _whole,
    Kind.INSTANT: _whole, Kind.BOOLEAN: _boolean, Kind.MONEY: _money, Kind.DAY: _day, Kind.BIRTHDAY: _birthday,
    Kind.PLANNED: _planned, Kind.LINK: _link, Kind.LINKS: _links,
}  # fmt: skip


def pack(field: Field, value: object) -> Cells:
    """The cells of `field.columns` for a checked value; sealed fields are packed by `sealed.py` instead."""
    if value is None:
        return (None,) * max(1, len(field.columns))
    if isinstance(value, Money):
        return (value.minor, value.currency)
    if isinstance(value, Planned):
        return (instant_of(value), value.wall, value.zone)
    if field.kind is Kind.LINK:
        return (ids.key_of(str(value)),)
    if isinstance(value, bool):
        return (int(value),)
    return (value,)


def unpack(field: Field, cells: Cells) -> object:
    """The value that `cells` of `field.columns` hold."""
    first = cells[0]
    if first is None:
        return None
    match field.kind:
        case Kind.MONEY:
            return Money(int(str(first)), str(cells[1]))
        case Kind.PLANNED:
            return Planned(str(cells[1]), str(cells[2]))
        case Kind.LINK:
            assert isinstance(first, bytes)
            return ids.text_of(first)
        case Kind.BOOLEAN:
            return bool(first)
        case _:
            return first


def instant_of(planned: Planned) -> int:
    """The UTC instant of a planned time in milliseconds; in a gap or overlap of the clock the earlier reading."""
    wall = datetime.strptime(planned.wall, "%Y-%m-%dT%H:%M").replace(tzinfo=ZoneInfo(planned.zone))
    return int(wall.timestamp() * 1000)
