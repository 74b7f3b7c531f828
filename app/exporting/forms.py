"""The forms that values take in a file: texts, numbers, masks, initials, rounding. Pure; any thread."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from app.exporting.profiles import Form
from app.words import language, say
from vault.bands import major
from vault.folding import is_han
from vault.masking import HIDDEN, form_of, mask_email, mask_name, mask_phone
from vault.model.fields import Field, Kind
from vault.values import Link, Masked, Money, Planned

Cell = str | int | Decimal | None
_ROUND_FROM: Final = 10_000


def initials(name: str) -> str:
    """ "Anna Maria Müller" is "A. M. M."; a Chinese name keeps its surname and one `*`."""
    words = name.split()
    if not words or is_han(words[0][0]) or len(name.strip()) == 1:
        return mask_name(name)
    return " ".join(f"{word[0]}." for word in words if word[0].isalpha())


def domain(address: str) -> str:
    """ "anna@example.com" is "@example.com"."""
    _, at, host = mask_email(address).rpartition("@")
    return at + host if at else HIDDEN


def last_four(number: str) -> str:
    """The mask form of a phone without its country code."""
    masked = mask_phone(number)
    return masked[masked.index(HIDDEN) :]


def rounded(money: Money) -> Decimal:
    """Whole currency units to one significant digit, half away from zero; 10,000 apart at least."""
    amount = major(money)
    step = Decimal(10) ** max(amount.adjusted(), 4) if abs(amount) >= _ROUND_FROM else Decimal(_ROUND_FROM)
    half = step / 2 if amount >= 0 else -step / 2
    return ((amount + half) / step).to_integral_value("ROUND_DOWN") * step


def of_value(field: Field, form: Form, value: object, kind_hint: str | None) -> Cell:
    """The cell of one value of `field` in `form`; a value masked for the viewer keeps its mask."""
    if isinstance(value, Masked):
        return value.form
    if value is None:
        return None
    return plain(field, value) if form is Form.FULL else _hidden(field, form, value, kind_hint)


def _hidden(field: Field, form: Form, value: object, kind_hint: str | None) -> Cell:
    if form is Form.ROUND and isinstance(value, Money):
        return rounded(value)
    if isinstance(value, str):
        match form:
            case Form.INITIALS:
                return initials(value)
            case Form.DOMAIN:
                return domain(value)
            case Form.LAST_FOUR:
                return last_four(value)
    return form_of(field, value, kind_hint)


def plain(field: Field, value: object) -> Cell:
    """A value as it is: numbers stay numbers, days ISO, instants UTC and ISO, choices in words."""
    writer = _PLAIN.get(field.kind)
    if writer is not None:
        return writer(field, value)
    return value if isinstance(value, str | int) else str(value)


def _instant(_: Field, value: object) -> Cell:
    assert isinstance(value, int)
    return datetime.fromtimestamp(value // 1000, UTC).isoformat()[:19] + "Z"


def _planned(_: Field, value: object) -> Cell:
    assert isinstance(value, Planned)
    return f"{value.wall} {value.zone}"


def _choice(field: Field, value: object) -> Cell:
    words = next((each.words for each in field.choices if each.key == value), None)
    return words.in_language(language()) if words else str(value)


def _boolean(_: Field, value: object) -> Cell:
    return say("export.yes" if value else "export.no")


def _money(_: Field, value: object) -> Cell:
    assert isinstance(value, Money)
    return major(value)


def title(link: object) -> str | None:
    """What a link's record is called, or the mask of it; nothing where it has no name."""
    if not isinstance(link, Link):
        return None
    name = link.title_in(language())
    return name.form if isinstance(name, Masked) else name


AS_THEY_ARE: Final = frozenset(Kind) - {
    Kind.INSTANT, Kind.PLANNED, Kind.CHOICE, Kind.BOOLEAN, Kind.MONEY, Kind.LINK, Kind.LINKS,
}  # fmt: skip
"""Kinds whose values are cells already."""
_PLAIN: Final[dict[Kind, Callable[[Field, object], Cell]]] = {
    Kind.INSTANT: _instant,
    Kind.PLANNED: _planned,
    Kind.CHOICE: _choice,
    Kind.BOOLEAN: _boolean,
    Kind.MONEY: _money,
}
