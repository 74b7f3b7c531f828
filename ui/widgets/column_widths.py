"""How wide the columns of a record table are, from the kinds of their fields and the room there is. Pure."""

from collections.abc import Sequence
from typing import Final

from vault.model.fields import Field, Kind, Noun

_FIXED: Final = {
    Kind.MONEY: 98, Kind.INSTANT: 114, Kind.DAY: 114, Kind.CHOICE: 120, Kind.INTEGER: 90, Kind.PERCENT: 80,
    Kind.YEAR: 80, Kind.BIRTHDAY: 110, Kind.PHONE: 152, Kind.COUNTRY: 118, Kind.BOOLEAN: 80, Kind.PLANNED: 140,
}  # fmt: skip
_STAGE, _USER = 122, 64
_MASKED: Final = {Kind.MONEY: 156}
"""Where what stands for a withheld value is longer than the value: a band such as "100–200 k EUR" with its sign."""
_FLEXIBLE: Final = (128, 1)
_LINKED: Final = (130, 3)
_TITLE: Final = (170, 3)
_DROPPED_FIRST: Final = (Kind.INSTANT, Kind.COUNTRY, Kind.URL, Kind.PHONE, Kind.LINK, Kind.DAY, Kind.MONEY)
"""In this order columns give way when there is no room for all; the title and text stay to the last."""


def needed(noun: Noun, field: Field, *, masked: bool = False) -> tuple[int, int]:
    """(least width in pixels at 100 %, share of what is left over)."""
    if masked and field.kind in _MASKED:
        return _MASKED[field.kind], 0
    if field.name == noun.title:
        return _TITLE
    if field.target == "stage":
        return _STAGE, 0
    if field.target == "user":
        return _USER, 0
    if field.kind is Kind.LINK:
        return _LINKED
    return (_FIXED[field.kind], 0) if field.kind in _FIXED else _FLEXIBLE


def widths(noun: Noun, columns: Sequence[Field], room: int, scale: float = 1.0, *, masked: bool = False) -> list[int]:
    """The width of every column within `room` pixels; 0 for one that gives way. `masked`: in the masked view."""
    shown = list(range(len(columns)))
    least = [round(needed(noun, field, masked=masked)[0] * scale) for field in columns]
    while len(shown) > 1 and sum(least[at] for at in shown) > room:
        shown.remove(max(shown, key=lambda at: _dispensable(noun, columns[at], at)))
    shares = {at: needed(noun, columns[at])[1] for at in shown}
    total, left = sum(shares.values()), max(0, room - sum(least[at] for at in shown))
    found = [
        least[at] + (left * shares[at] // total if total else 0) if at in shares else 0 for at in range(len(columns))
    ]
    found[shown[0]] += max(0, room - sum(found)) if found else 0
    return found


def _dispensable(noun: Noun, field: Field, at: int) -> tuple[int, int]:
    if field.name == noun.title:
        return -1, at
    if field.target == "stage":
        return 0, at
    rank = _DROPPED_FIRST.index(field.kind) if field.kind in _DROPPED_FIRST else len(_DROPPED_FIRST)
    return len(_DROPPED_FIRST) + 1 - rank, at
