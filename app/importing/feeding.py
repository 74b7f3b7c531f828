"""How the text of one cell gets into a plan: one function for each kind of target. Pure; anyone, any thread.

Each takes its own settings first, then the plan and the cell, and raises Unfit with the reason where the text is no
such value.
"""

from collections.abc import Callable
from typing import Final

from app.importing.headings import heading
from app.importing.plans import Planned
from app.quality import days, emails
from app.quality.countries import country
from app.quality.errors import Unfit
from app.quality.moneys import money, number
from app.quality.texts import clean, clean_lines, half_width
from vault.folding import fold
from vault.model.fields import Field

_TAG_SIGNS: Final = str.maketrans({";": ",", "|": ",", "，": ",", "；": ",", "、": ",", "\n": ","})


def email_cell(use: str | None, planned: Planned, cell: str) -> None:
    """One or several e-mail addresses."""
    use = planned.uses.pop("email", None) or use
    known = planned.points.setdefault("email", [])
    for part in emails.split(cell):
        text = emails.address(part)
        if all(text != value for value, _ in known):
            known.append((text, use))


def use_cell(name: str, planned: Planned, cell: str) -> None:
    """A label beside a contact point: "Mobile", "* Work", "工作"."""
    planned.uses[name] = heading(cell).use


def link_cell(name: str, planned: Planned, cell: str) -> None:
    """The name of another record."""
    text = clean(cell)
    if text:
        planned.links[name] = short(text, 500)


def tags_cell(planned: Planned, cell: str) -> None:
    """Names of tags, divided by commas, semicolons or the like."""
    parts = cell.replace(":::", ",").translate(_TAG_SIGNS).split(",")
    names = (clean(part).lstrip("* ") for part in parts)
    planned.tags = tuple(dict.fromkeys([*planned.tags, *(short(name, 200) for name in names if name)]))


def birthday_cell(order: str, planned: Planned, cell: str) -> None:
    """A birthday; its year, where it has one, is kept apart."""
    day, year = days.birthday(cell, order)
    planned.values["birthday"] = day
    if year is not None and 1800 <= year <= 2200:
        planned.values.setdefault("birth_year", year)


def value_cell(name: str, read: Callable[[Planned, str], object], planned: Planned, cell: str) -> None:
    """A field of one value."""
    value = read(planned, cell)
    if value is not None:
        planned.values[name] = value


def joined_cell(name: str, between: str, read: Callable[[Planned, str], object], planned: Planned, cell: str) -> None:
    """One of several columns that make one text."""
    value, before = read(planned, cell), planned.values.get(name)
    if value is not None:
        planned.values[name] = f"{before}{between}{value}" if before else value


def place_cell(use: str | None, part: str, longest: int, planned: Planned, cell: str) -> None:
    """A part of an address; several columns of the same part are joined."""
    text = clean(cell) if part != "street" else ", ".join(clean_lines(cell).split("\n"))
    place = planned.places.setdefault(use, {})
    if part == "country":
        text = country(text)
    before = place.get(part)
    if before and text:
        text = f"{before} {text}" if before.isdigit() else f"{before}, {text}"
    if text:
        place[part] = short(text, longest)


def sale_cell(part: str, read: Callable[[Planned, str], object], planned: Planned, cell: str) -> None:
    """A value of the deal that comes with a new person."""
    value = read(planned, cell)
    if value is not None:
        planned.sale[part] = value


def currency_cell(name: str, planned: Planned, cell: str) -> None:
    """The currency of the amounts in this row."""
    planned.currencies[name] = money(f"1 {clean(cell)}", "").currency or ""


def amount_cell(name: str, currency: str, times: int, point: str | None, planned: Planned, cell: str) -> object:
    """An amount, in the currency of its row, its column or its table."""
    return money(cell, planned.currencies.get(name) or currency, times=times, point=point)


def timed_cell(read: Callable[..., object], settings: tuple[str, ...], _planned: Planned, cell: str) -> object:
    """A day, an instant or a planned time."""
    return read(cell, *settings)


def choice_cell(of: Field, column: str, planned: Planned, cell: str) -> object:
    """The choice by its key or its label in either language; one that is none is "other", where there is that."""
    word = fold(clean(cell))
    keys = {choice.key for choice in of.choices}
    for choice in of.choices:
        if word in (choice.key, fold(choice.words.en), fold(choice.words.zh_CN)):
            return choice.key
    if "other" not in keys or not word:
        raise Unfit("not_a_choice")
    planned.remarks.append(f"{column}: {clean(cell)}")
    return "other"


def whole_cell(column: str, planned: Planned, cell: str) -> object:
    """A whole number; "50-99" or "50 人" is no number, yet worth a remark."""
    text = half_width(cell).strip()
    try:
        found = number(text)
    except (Unfit, ArithmeticError):
        if any(each.isdigit() for each in text[:1]) and len(text) <= 40:
            planned.remarks.append(f"{column}: {clean(cell)}")
            return None
        raise Unfit("not_a_number") from None
    if found != found.to_integral_value() or abs(found) >= 2**63:
        raise Unfit("not_a_number")
    return int(found)


def text_cell(longest: int, _planned: Planned, cell: str) -> object:
    """One line."""
    return short(clean(cell), longest) or None


def note_cell(longest: int, _planned: Planned, cell: str) -> object:
    """Several lines."""
    return short(clean_lines(cell), longest, lines=True) or None


def short(text: str, longest: int, *, lines: bool = False) -> str:
    """`text`, when its field can hold it. Raises Unfit `too_long` or `control_characters`."""
    if len(text) > longest:
        raise Unfit("too_long")
    if not text.isprintable():
        inner = text.replace("\n", "").replace("\t", "") if lines else text
        if any(each < " " or each == "\x7f" or "\ud800" <= each <= "\udfff" for each in inner):
            raise Unfit("control_characters")
    return text
