"""What the values of a filter mean for a field and a viewer: numbers, days, instants, choices. Pure."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from vault.currencies import decimals
from vault.errors import BadComparison
from vault.filters import Amount, Day, Number, Relative, Text, Today, Value, unparse_value
from vault.folding import fold
from vault.model.fields import Field
from vault.viewers import Viewer

_MOST: Final = 2**63 - 1
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")
_YES: Final = frozenset({"yes", "true", "1", "是"})
_NO: Final = frozenset({"no", "false", "0", "否"})
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where a filter is read: the viewer, his day and zone (None: the system's), the currency."""

    viewer: Viewer
    today: date
    zone: tzinfo | None = None
    currency: str = "EUR"


def here(viewer: Viewer, currency: str) -> Standpoint:
    """The standpoint of this moment on this machine."""
    return Standpoint(viewer, datetime.now(UTC).astimezone().date(), None, currency)


def wrong(field: Field, reason: str) -> BadComparison:
    """The refusal of a value for `field`."""
    return BadComparison(field=field.name, reason=reason)


def text(value: Value) -> str:
    """The value as a person wrote it."""
    return value.text if isinstance(value, Text | Number) else unparse_value(value)


def number(field: Field, value: Value) -> Decimal:
    """A number, or the number of an amount; a percent sign is allowed. Raises BadComparison."""
    written = value.number if isinstance(value, Amount) else text(value).strip().removesuffix("%")
    if not re.fullmatch(r"[+-]?[0-9]{1,30}(\.[0-9]{1,15})?", written):
        raise wrong(field, "not_a_number")
    if abs(Decimal(written)) > _MOST:
        raise wrong(field, "not_a_number")
    return Decimal(written)


def minor(field: Field, amount: Decimal, currency: str) -> Decimal:
    """An amount in minor units of `currency`, perhaps with a fraction. Raises BadComparison beyond 64 bits."""
    found = amount.scaleb(decimals(currency))
    if abs(found) > _MOST:
        raise wrong(field, "amount_too_large")
    return found


def whole(operator: str, limit: Decimal) -> tuple[str, int] | None:
    """A comparison with a fraction as the same one with a whole number; None where none can be equal."""
    if limit == limit.to_integral_value():
        return operator, int(limit)
    match operator:
        case "<" | "<=":
            return "<=", math.floor(limit)
        case ">" | ">=":
            return ">=", math.ceil(limit)
        case _:
            return None


def boolean(field: Field, value: Value) -> int:
    """1 or 0. Raises BadComparison."""
    word = fold(text(value)).strip()
    if word in _YES or word in _NO:
        return int(word in _YES)
    raise wrong(field, "not_yes_or_no")


def choice(field: Field, value: Value) -> str:
    """The key of a choice named by key or by its word in either language. Raises BadComparison."""
    wanted = fold(text(value)).strip()
    for each in field.choices:
        if wanted in (each.key, fold(each.words.en), fold(each.words.zh_CN)):
            return each.key
    raise wrong(field, "not_a_choice")


def day(field: Field, value: Value, standpoint: Standpoint) -> date:
    """A day. Raises BadComparison, also where the calendar ends."""
    try:
        match value:
            case Today():
                return standpoint.today
            case Relative(count, unit):
                return _shifted(standpoint.today, count, unit)
            case Day(iso) | Text(iso) if _DAY.fullmatch(iso):
                return date.fromisoformat(iso)
    except (ValueError, OverflowError):
        raise wrong(field, "not_a_day") from None
    raise wrong(field, "not_a_day")


def _shifted(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * _MONTHS + today.month - 1 + count * (_MONTHS if unit == "year" else 1)
    first = date(months // _MONTHS, months % _MONTHS + 1, 1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.replace(day=min(today.day, (following - timedelta(days=1)).day))


def span(field: Field, value: Value, standpoint: Standpoint) -> tuple[int, int]:
    """The milliseconds [start, stop) that a day or an ISO moment covers. Raises BadComparison."""
    written = text(value)
    if isinstance(value, Text) and _MOMENT.fullmatch(written):
        return _guarded(field, lambda: _moment(written, standpoint))
    of = day(field, value, standpoint)
    return _guarded(field, lambda: (_start(of, standpoint), _start(of + timedelta(days=1), standpoint)))


def _guarded(field: Field, found: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    try:
        return found()
    except (ValueError, OverflowError, OSError):
        raise wrong(field, "not_a_day") from None


def _moment(written: str, standpoint: Standpoint) -> tuple[int, int]:
    moment = datetime.fromisoformat(written)
    at = moment if moment.tzinfo else moment.replace(tzinfo=standpoint.zone)
    start = int(at.timestamp() * 1000)
    return start, start + 1


def _start(of: date, standpoint: Standpoint) -> int:
    return int(datetime.combine(of, time(), tzinfo=standpoint.zone).timestamp() * 1000)


def birthday(field: Field, value: Value, standpoint: Standpoint) -> str:
    """MM-DD, from itself or from a day. Raises BadComparison."""
    written = text(value)
    if re.fullmatch(r"\d{2}-\d{2}", written):
        written = f"2000-{written}"
        value = Text(written)
    return day(field, value, standpoint).isoformat()[5:]
