"""Days, birthdays and times as programs and people write them, to ISO 8601. Pure; anyone, any thread."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from app.quality.errors import Unfit
from app.quality.texts import half_width
from vault.values import Planned

DAY_FIRST: Final = "dmy"
MONTH_FIRST: Final = "mdy"
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*[日号])?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])\s*(\d{1,2})\2\s*(\d{4}|\d{2})")
_WORDED: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([^\W\d]+)\.?|([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?[\s-]+(\d{4})"
)
_TIME: Final = re.compile(
    r"[T\s]+(?P<half>上午|下午|晚上)?\s*(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<ampm>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|Z[+-]\d{4})?", re.IGNORECASE,
)  # fmt: skip
_BIRTHDAY: Final = re.compile(r"--(\d{2})-?(\d{2})|(\d{1,2})月(\d{1,2})[日号]?|(\d{1,2})-(\d{1,2})")
_MONTHS: Final = {
    "jan": 1, "january": 1, "januar": 1, "jänner": 1, "janvier": 1, "feb": 2, "february": 2,
    "februar": 2, "mar": 3, "march": 3, "mär": 3, "märz": 3, "apr": 4, "april": 4, "may": 5, "mai": 5,
    "jun": 6, "june": 6, "juni": 6, "jul": 7, "july": 7, "juli": 7, "aug": 8, "august": 8, "sep": 9,
    "sept": 9, "september": 9, "oct": 10, "october": 10, "okt": 10, "oktober": 10, "nov": 11,
    "november": 11, "dec": 12, "december": 12, "dez": 12, "dezember": 12,
}  # fmt: skip
_FIRST_SERIAL: Final = date(1899, 12, 30)
_PIVOT: Final = 50
"""Two-digit years: 00 to 49 are this century, 50 to 99 the last (as POSIX strptime, twenty years on)."""


def day(text: str, order: str = DAY_FIRST) -> str:
    """`text` as "2026-11-20". `order` ("dmy" or "mdy") decides 03/04/2026. A time behind the day is dropped.

    Raises Unfit `not_a_day`.
    """
    if _ISO.fullmatch(text):
        return _made(text[:4], text[5:7], text[8:])
    return _day(text, order)


@lru_cache(maxsize=20_000)
def _day(text: str, order: str) -> str:
    return _read(text, order)[0]


def _read(text: str, order: str) -> tuple[str, str]:
    """(the day, what stands behind it)."""
    plain = half_width(text).strip()
    for pattern in (_YEAR_FIRST, _COMPACT, _YEAR_LAST, _WORDED):
        found = pattern.match(plain)
        rest = plain[found.end() :] if found else ""
        if found and (not rest or _TIME.fullmatch(rest)):
            return _PARTS[pattern](found, order), rest
    raise Unfit("not_a_day")


def _numbers(found: re.Match[str], _order: str) -> str:
    return _made(*found.groups())


def _year_last(found: re.Match[str], order: str) -> str:
    first, sign, second, year = found.groups()
    if len(year) == 2:
        year = f"{'20' if int(year) < _PIVOT else '19'}{year}"
    day_first = sign == "." or int(first) > 12 or (order == DAY_FIRST and int(second) <= 12)
    return _made(year, second, first) if day_first else _made(year, first, second)


def _worded(found: re.Match[str], _order: str) -> str:
    day_before, month_behind, month_before, day_behind, year = found.groups()
    month = _MONTHS.get((month_behind or month_before).lower())
    if month is None:
        raise Unfit("not_a_day")
    return _made(year, str(month), day_before or day_behind)


_PARTS: Final = {_YEAR_FIRST: _numbers, _COMPACT: _numbers, _YEAR_LAST: _year_last, _WORDED: _worded}


def _made(year: str, month: str, day_of_month: str) -> str:
    try:
        return date(int(year), int(month), int(day_of_month)).isoformat()
    except ValueError:
        raise Unfit("not_a_day") from None


def order_of(texts: list[str]) -> str | None:
    """Day or month first, as a column's values show; None where no value tells or they disagree."""
    seen = {order for text in texts if (order := _shown(text))}
    return seen.pop() if len(seen) == 1 else None


def ambiguous(text: str) -> bool:
    """Whether `text` reads as two different days, depending on the order."""
    found = _YEAR_LAST.match(half_width(text).strip())
    if not found or found[2] == ".":
        return False
    return int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]


def _shown(text: str) -> str | None:
    found = _YEAR_LAST.match(half_width(text).strip())
    if not found or found[2] == ".":
        return None
    if int(found[1]) > 12:
        return DAY_FIRST
    return MONTH_FIRST if int(found[3]) > 12 else None


def serial(number: float) -> str:
    """The day of a workbook's serial number in the 1900 system (ISO 29500-1, 18.17.4). Raises Unfit."""
    if not 1 <= number < 2_958_466:
        raise Unfit("not_a_day")
    return (_FIRST_SERIAL + timedelta(days=int(number))).isoformat()


def birthday(text: str, order: str = DAY_FIRST) -> tuple[str, int | None]:
    """("MM-DD", year or None) of a birthday, with or without its year. Raises Unfit `not_a_day`."""
    found = _BIRTHDAY.fullmatch(half_width(text).strip())
    if found is None:
        whole = day(text, order)
        return whole[5:], int(whole[:4])
    month, day_of_month = [part for part in found.groups() if part]
    return _made("2000", month, day_of_month)[5:], None


def planned(text: str, zone: str, order: str = DAY_FIRST) -> Planned:
    """`text` as wall time in `zone`; a day alone is midnight, a time with an offset is converted.

    Raises Unfit `not_a_time`.
    """
    wall, fixed = _wall(text, order)
    if fixed is not None:
        wall = wall.replace(tzinfo=fixed).astimezone(ZoneInfo(zone))
    return Planned(wall.strftime("%Y-%m-%dT%H:%M"), zone)


def instant(text: str, zone: str, order: str = DAY_FIRST) -> int:
    """`text` as milliseconds since 1970 in UTC, read in `zone` where it names no offset. Raises Unfit."""
    wall, fixed = _wall(text, order)
    return int(wall.replace(tzinfo=fixed or ZoneInfo(zone)).timestamp() * 1000)


def _wall(text: str, order: str) -> tuple[datetime, timezone | None]:
    try:
        on, rest = _read(text, order)
        found = _TIME.fullmatch(rest) if rest else None
        if found is None:
            return datetime.fromisoformat(on), None
        hour = _hour(int(found["hour"]), (found["ampm"] or found["half"] or "").lower())
        clock = f"{hour:02d}:{found['minute']}:{found['second'] or '00'}"
        return datetime.fromisoformat(f"{on}T{clock}"), _offset(found["zone"])
    except ValueError:
        raise Unfit("not_a_time") from None


def _hour(hour: int, half: str) -> int:
    if half.startswith("p") or half in ("下午", "晚上"):
        return hour if hour >= 12 else hour + 12
    return 0 if half and hour == 12 else hour


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text.upper().lstrip("Z").replace(":", "")
    minutes = int(digits[1:3]) * 60 + int(digits[3:])
    return timezone(timedelta(minutes=-minutes if digits[0] == "-" else minutes))
