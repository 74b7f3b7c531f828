"""Amounts of money as people write them, to minor units (ISO 4217), half away from zero. Pure; any thread."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from app.quality.errors import Unfit
from app.quality.texts import half_width
from vault.currencies import decimals
from vault.values import MONEY_LIMIT, Money

SIGNS: Final = {
    "€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "CNY", "￥": "CNY", "CN¥": "CNY",
    "JP¥": "JPY", "元": "CNY", "人民币": "CNY", "RMB": "CNY", "美元": "USD", "欧元": "EUR",
    "英镑": "GBP", "日元": "JPY", "港币": "HKD", "港元": "HKD", "HK$": "HKD", "NT$": "TWD",
    "台币": "TWD", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "S$": "SGD",
    "R$": "BRL", "₹": "INR", "RS": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₫": "VND", "₪": "ILS",
    "฿": "THB", "ZŁ": "PLN", "KČ": "CZK", "FR": "CHF", "FR.": "CHF", "SFR": "CHF", "EURO": "EUR",
    "EUROS": "EUR", "DOLLARS": "USD", "圆": "CNY",
}  # fmt: skip
CODES: Final = frozenset({
    "AED", "ARS", "AUD", "BDT", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK",
    "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "IQD", "ISK", "JOD", "JPY", "KES", "KRW",
    "KWD", "KZT", "LKR", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN",
    "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "UYU",
    "UZS", "VND", "ZAR",
})  # fmt: skip
_TIMES: Final = {
    "": 0, "K": 3, "千": 3, "万": 4, "萬": 4, "百万": 6, "M": 6, "MIO": 6, "千万": 7, "亿": 8, "億": 8,
}  # fmt: skip
_SHAPE: Final = re.compile(
    r"(?P<open>\(?)(?P<before>[^\d.,()+\-−]*)(?P<sign>[+\-−]?)(?P<after>[^\d.,()+\-−]*)"
    r"(?P<number>\d[\d.,' ’_]*|[.,]\d+)(?P<rest>[^\d()]*?)(?P<minus>-?)(?P<close>\)?)"
)
_GROUPS: Final = re.compile(r"\d{1,3}(?:[.,' ’_]\d{3})+|\d{1,3}(?:,\d{2})+,\d{3}")
"""Thousands in threes, or as in India in twos above the thousand."""
_LONGEST: Final = 60


class Numeral(str):
    """A number that a workbook stored as a number: its point is a decimal point, whatever people write."""

    __slots__ = ()


def money(text: str, currency: str, *, times: int = 1, point: str | None = None) -> Money:
    """`text` as money: "1.234,50 €", "$2,400", "8.4万", "(500)", "USD 12". `currency` where it names none.

    `times` is the unit of the column (10,000 for 万). `point` is the decimal sign known for the column, None
    where the text must tell by itself. Raises Unfit: `not_an_amount`, `amount_too_large`.
    """
    return _money(text, currency, times, "." if isinstance(text, Numeral) else point)


@lru_cache(maxsize=20_000)
def _money(text: str, currency: str, times: int, point: str | None) -> Money:
    if len(text) > _LONGEST:
        raise Unfit("not_an_amount")
    shape = _SHAPE.fullmatch(half_width(text).replace("\u00a0", " ").strip())
    if shape is None or bool(shape["open"]) != bool(shape["close"]):
        raise Unfit("not_an_amount")
    power, named = _unit(shape)
    code = named or currency
    amount = number(shape["number"].strip(), point) * Decimal(10) ** power * times
    negative = bool(shape["open"]) or shape["sign"] in ("-", "−") or bool(shape["minus"])
    minor = (amount * Decimal(10) ** decimals(code)).quantize(Decimal(1), ROUND_HALF_UP)
    if minor > MONEY_LIMIT:
        raise Unfit("amount_too_large")
    return Money(-int(minor) if negative else int(minor), code)


def _unit(shape: re.Match[str]) -> tuple[int, str | None]:
    """(power of ten, currency) of the words around a number."""
    power, named = 0, None
    words = f"{shape['before']} {shape['after']} {shape['rest'].rstrip('-')}".upper().strip()
    for word in words.split():
        rest, power_here = _power(word)
        power = power_here or power
        if not rest:
            continue
        code = SIGNS.get(rest) or (rest if rest in CODES else None)
        if code is None or (named and named != code):
            raise Unfit("not_an_amount")
        named = code
    return power, named


def _power(word: str) -> tuple[str, int]:
    for sign in sorted(_TIMES, key=len, reverse=True):
        if sign and word.startswith(sign) and (word[len(sign) :] in SIGNS or word == sign):
            return word[len(sign) :], _TIMES[sign]
    return word, 0


def number(text: str, point: str | None = None) -> Decimal:
    """The number in digits with thousands' and decimal signs. Raises Unfit `not_an_amount`."""
    text = re.sub(r"[ '’_](?=\d{3}(?:\D|$))", "", text)
    if re.search(r"[ '’_]", text):
        raise Unfit("not_an_amount")
    point = point if point and not _contradicts(text, point) else _point(text)
    other = "," if point == "." else "."
    if point and text.count(point) > 1:
        raise Unfit("not_an_amount")
    whole, _, part = text.partition(point) if point else (text, "", "")
    if other in part or (other in whole and not _GROUPS.fullmatch(whole)):
        raise Unfit("not_an_amount")
    return Decimal(f"{whole.replace(other, '') or '0'}.{part or '0'}")


def _contradicts(text: str, point: str) -> bool:
    """Whether `point` cannot be the decimal sign here, as "." in "1.234.567" or in "1.234,50"."""
    return text.count(point) > 1 or 0 <= text.rfind(point) < text.rfind("," if point == "." else ".")


def _point(text: str) -> str:
    """The decimal sign a number shows by itself; one sign with three digits behind it groups thousands."""
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        return "," if comma > dot else "."
    sign = "," if comma >= 0 else "."
    if text.count(sign) > 1 or (_GROUPS.fullmatch(text) and not text.startswith("0")):
        return "." if sign == "," else ","
    return sign


def point_of(texts: list[str]) -> str | None:
    """The decimal sign that a column's values show beyond doubt, None where they do not or disagree."""
    seen = {sign for text in texts if (sign := _sure(text))}
    return seen.pop() if len(seen) == 1 else None


def _sure(text: str) -> str | None:
    found = re.search(r"\d[\d.,]*\d|\d", half_width(text))
    if isinstance(text, Numeral) or found is None:
        return None
    digits = found.group()
    if "," in digits and "." in digits:
        return _point(digits)
    tail = re.fullmatch(r"\d+([.,])(\d+)", digits)
    return tail[1] if tail and len(tail[2]) != 3 else None
