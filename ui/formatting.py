"""Values as people read them on screen, by the kind of their field, in the language in force. GUI thread only.

A list cell, a field row, a toast and a timeline all say a value the same way because they all ask here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers
from PySide6.QtCore import QDate, QLocale

from app import places, printing, words
from ui import appearance
from ui.stages import StageBook
from vault.model.fields import Field, Kind
from vault.values import Link, Masked, Money, Planned

_SYMBOLS: Final = {
    "EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "JPY": "¥", "KRW": "₩", "INR": "₹", "PLN": "zł", "CHF": "CHF ",
    "SEK": "SEK ", "NOK": "NOK ", "DKK": "DKK ", "HKD": "HK$", "TWD": "NT$", "SGD": "S$", "AUD": "A$", "CAD": "CA$",
}  # fmt: skip
_SHAPES: Final = {"contact": "round", "user": "round", "account": "square"}
_LINE_KINDS: Final = (Kind.DAY, Kind.INSTANT, Kind.PLANNED, Kind.BIRTHDAY)
_SOON_DAYS: Final = 30
_YEAR_DAYS: Final = 365
_MONTH_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """A value ready to paint. `form` is text, title, link, pill, number, day, masked or nothing.

    `tone` is a token colour, `hue` a tag colour, `seed` and `shape` ("round", "square", "") make the avatar.
    """

    form: str
    text: str
    tone: str = "fg"
    hue: str = ""
    icon: str = ""
    seed: str = ""
    shape: str = ""


EMPTY: Final = Cell("nothing", "–", "fg3")


def today() -> date:
    """The person's day."""
    return date.fromisoformat(places.today())


def cell(field: Field, value: object, stages: StageBook, *, closed: bool = False) -> Cell:
    """A value as a list shows it. `closed`: nothing about its record can be late any more."""
    if value is None or value == ():
        return EMPTY
    if isinstance(value, Masked):
        return masked(value)
    if isinstance(value, Link):
        return _link(field, value, stages)
    if field.kind is Kind.CHOICE:
        return _choice(field, str(value))
    if field.kind is Kind.DAY and isinstance(value, str):
        return deadline(value, closed=closed)
    if field.kind in (Kind.MONEY, Kind.INTEGER, Kind.PERCENT, Kind.YEAR):
        return Cell("number", text(field, value, stages))
    return Cell("text", text(field, value, stages), "fg2" if field.kind in _LINE_KINDS else "fg")


def masked(value: Masked) -> Cell:
    """What stands for a value one may not see."""
    return Cell("masked", value.form or words.say("pages.hidden"), "info", icon="eye-off")


def _link(field: Field, link: Link, stages: StageBook) -> Cell:
    if isinstance(link.title, Masked):
        return masked(link.title)
    if field.target == "stage":
        return Cell("pill", stages.name(link), hue=stages.hue(link))
    return Cell("link", link.title or "", "fg2", seed=link.id, shape=shape(link.noun))


def shape(noun: str) -> str:
    """How a noun's avatar is drawn; empty where it has none."""
    return _SHAPES.get(noun, "")


def _choice(field: Field, key: str) -> Cell:
    chosen = next((each for each in field.choices if each.key == key), None)
    if chosen is None:
        return Cell("text", key)
    return Cell("pill", chosen.words.in_language(words.language()), hue=chosen.hue)


def deadline(iso: str, *, closed: bool = False) -> Cell:
    """A day by which something is to be; late and today stand out, unless it is `closed`."""
    away = (date.fromisoformat(iso) - today()).days
    if away < 0 and not closed:
        return Cell("day", words.say("pages.days_late", n=-away), "bad", icon="alarm-clock")
    if away == 0 and not closed:
        return Cell("day", day_words(iso), "warn", icon="alarm-clock")
    return Cell("day", day_words(iso), "fg2", icon="calendar-clock")


def text(field: Field, value: object, stages: StageBook | None = None) -> str:
    """A value in words for one line; empty for None."""
    if value is None:
        return ""
    if isinstance(value, Masked):
        return value.form or words.say("pages.hidden")
    if isinstance(value, Link):
        return _titled(field, value, stages)
    if isinstance(value, tuple):
        return words.say("pages.between_names").join(text(field, each, stages) for each in value)
    said = _SAID.get(field.kind)
    return said(value) if said is not None else printing.text_value(value, words.language(), field)


def _titled(field: Field, link: Link, stages: StageBook | None) -> str:
    if stages is not None and field.target == "stage":
        return stages.name(link)
    return text(field, link.title, stages)


def money_text(value: object) -> str:
    """An amount with its sign: "€2,400", with cents only where there are some."""
    if not isinstance(value, Money):
        return ""
    amount = Decimal(printing.amount_text(value))
    digits = f"{abs(amount):,}" if amount % 1 else f"{abs(amount):,.0f}"
    return f"{'−' if amount < 0 else ''}{_SYMBOLS.get(value.currency, f'{value.currency} ')}{digits}"


@lru_cache(maxsize=4096)
def _phone(value: object) -> str:
    try:
        number = phonenumbers.parse(str(value))
    except phonenumbers.NumberParseException:
        return str(value)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _country(value: object) -> str:
    code = QLocale.codeToTerritory(str(value))
    if code is QLocale.Country.AnyTerritory:
        return str(value)
    return QLocale.territoryToString(code) if words.language() == "en" else str(value)


def _percent(value: object) -> str:
    return f"{value}%"


def _website(value: object) -> str:
    return str(value).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _birthday(value: object) -> str:
    month, day = str(value).split("-")
    return _in_locale(QDate(2000, int(month), int(day)), "pages.birthday_format")


def _instant(value: object) -> str:
    return day_words(moment(value).date().isoformat(), ago=True) if isinstance(value, int) else str(value)


def _planned(value: object) -> str:
    if not isinstance(value, Planned):
        return str(value)
    return f"{day_words(value.wall[:10])} {value.wall[11:]}"


def _day_text(value: object) -> str:
    return day_words(str(value))


_SAID: Final[dict[Kind, Callable[[object], str]]] = {
    Kind.MONEY: money_text, Kind.PHONE: _phone, Kind.COUNTRY: _country, Kind.PERCENT: _percent, Kind.URL: _website,
    Kind.BIRTHDAY: _birthday, Kind.INSTANT: _instant, Kind.PLANNED: _planned, Kind.DAY: _day_text, Kind.YEAR: str,
}  # fmt: skip


def moment(at: int) -> datetime:
    """An instant (milliseconds) in the person's time zone."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(places.zone()))


def clock(at: int) -> str:
    """The time of an instant: "14:20"."""
    return f"{moment(at):%H:%M}"


def day_words(iso: str, *, ago: bool = False) -> str:
    """A day as it lies from today: "Tomorrow", "in 7 days", "2 mo ago", or the date where that is far.

    `ago`: far behind is said in months and years as well.
    """
    away = (date.fromisoformat(iso) - today()).days
    if away in (-1, 0, 1):
        return words.say(("pages.yesterday", "pages.today", "pages.tomorrow")[away + 1])
    if abs(away) <= _SOON_DAYS:
        return words.say("pages.in_days" if away > 0 else "pages.days_ago", n=abs(away))
    if ago and away < 0:
        if away > -_YEAR_DAYS:
            return words.say("pages.months_ago", n=-away // _MONTH_DAYS)
        return words.say("pages.years_ago", n=-away // _YEAR_DAYS)
    return date_text(iso) if abs(away) > _YEAR_DAYS else _in_locale(_qday(iso), "pages.near_date_format")


def _qday(iso: str) -> QDate:
    day = date.fromisoformat(iso)
    return QDate(day.year, day.month, day.day)


def date_text(iso: str) -> str:
    """A date in full: "12 Mar 2027", "2027年3月12日"."""
    return _in_locale(_qday(iso), "pages.date_format")


def _in_locale(day: QDate, form: str) -> str:
    return appearance.locale().toString(day, words.say(form))


def day_heading(iso: str) -> str:
    """A day as the heading of what happened on it."""
    away = (date.fromisoformat(iso) - today()).days
    if away in (-1, 0, 1):
        return day_words(iso)
    return _in_locale(_qday(iso), "pages.heading_format")


def typed(field: Field, value: object) -> str:
    """A value as one would type it again: what an editor opens with."""
    if isinstance(value, Money):
        amount = printing.amount_text(value)
        return f"{amount.removesuffix('.00')} {value.currency}"
    if isinstance(value, tuple):
        return ", ".join(typed(field, each) for each in value)
    if field.kind is Kind.PHONE:
        return _phone(value) if value else ""
    if isinstance(value, Masked | None):
        return ""
    return printing.text_value(value, words.language(), field)


def point(kind: str, value: object) -> str:
    """A point of contact; a phone number in groups."""
    return _phone(value) if kind == "phone" else str(value or "")
