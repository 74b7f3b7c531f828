"""Bands of amounts and ages: 1-2-5 times powers of ten, [lower, upper). Pure; anyone, any thread."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from vault.currencies import decimals
from vault.values import Money

_UNITS: Final = ((12, "T"), (9, "G"), (6, "M"), (3, "k"))
_ORDER_ZERO: Final = 500
_YEARS: Final = 10


def major(money: Money) -> Decimal:
    """The amount in whole currency units."""
    return Decimal(money.minor).scaleb(-decimals(money.currency))


def _steps(amount: Decimal) -> int:
    """How many bounds (1, 2, 5, 10, 20 ...) lie at or below a magnitude; 0 below 1."""
    magnitude = abs(amount)
    if magnitude < 1:
        return 0
    power = magnitude.adjusted()
    digit = int(magnitude.scaleb(-power))
    return power * 3 + (1 if digit < 2 else 2 if digit < 5 else 3)


def _bound(steps: int) -> int:
    return (5, 1, 2)[steps % 3] * 10 ** ((steps - 1) // 3) if steps else 0


def band(amount: Decimal) -> str:
    """The band of an amount as people read it: "10–20 k", "0–1" (zero too), "−(2–5 M)" for negative ones."""
    steps = _steps(amount)
    lower, upper = _bound(steps), _bound(steps + 1)
    power, unit = next((each for each in _UNITS if upper >= 10 ** each[0]), (0, ""))
    low = Decimal(lower).scaleb(-power).normalize()
    words = f"{low:f}–{upper // 10**power}{' ' if unit else ''}{unit}"
    return f"−({words})" if amount < 0 else words


def band_key(amount: Decimal) -> str:
    """A text that sorts as the bands do; equal for all amounts of one band."""
    steps = _steps(amount)
    return f"{_ORDER_ZERO - 1 - steps if amount < 0 else _ORDER_ZERO + steps:03d}"


def age_band(born_on: str, today: date) -> str | None:
    """The band of ten years of an age, "30–39", from an ISO date or a year; None where it cannot be read."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})-(\d{2}))?", born_on)
    if found is None:
        return None
    year, month, day = (int(each or 1) for each in found.groups())
    age = today.year - year - ((today.month, today.day) < (month, day))
    if age < 0:
        return None
    lower = age // _YEARS * _YEARS
    return f"{lower}–{lower + _YEARS - 1}"
