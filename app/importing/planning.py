"""What a row is to become: checked values, contact points, addresses and the names of what it links to.

Pure; anyone, any thread, a worker process too: nothing here sees the vault. A row that cannot be read as it stands is
rejected with the field and the reason, so that it can be repaired and imported again; nothing of it is dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from app.importing.mapping import Column, Mapping
from app.importing.tables import Row
from app.importing.targets import Target, naming, target
from app.quality import days, emails, phones
from app.quality.countries import country, is_code
from app.quality.errors import Unfit
from app.quality.moneys import money, number
from app.quality.names import join_name, split_name
from app.quality.texts import clean, clean_lines, half_width
from vault.folding import fold
from vault.model.catalogue import noun
from vault.model.fields import Field, Kind

_NOTHING: Final = frozenset({"-", "--", "n/a", "#n/a", "na", "nil", "null", "\\n", "none", "无", "/", "暂无", "没有"})
"""What people write into a cell that has no value; for names and notes it is a text like any other."""
_LONG: Final = frozenset({Kind.NOTE})
_TAG_SIGNS: Final = str.maketrans({";": ",", "|": ",", "，": ",", "；": ",", "、": ",", "\n": ","})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the rows do not say themselves, found out by `surveying` or given by a person."""

    region: str | None = None
    """ISO code of the country that phone numbers without a country code belong to."""
    currency: str = "EUR"
    zone: str = "UTC"
    orders: dict[int, str] = field(default_factory=dict)
    """Day or month first, by column."""
    points: dict[int, str] = field(default_factory=dict)
    """The decimal sign, by column."""


@dataclass(slots=True)
class Planned:
    """A row that fits. `values` hold what `records.create` takes, links aside."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    points: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    """By kind: (value, use), the main one first."""
    places: dict[str | None, dict[str, str]] = field(default_factory=dict)
    """Addresses by use."""
    links: dict[str, str] = field(default_factory=dict)
    """Names of linked records by field."""
    tags: tuple[str, ...] = ()
    sale: dict[str, object] = field(default_factory=dict)
    """The deal that comes with a new person: values, and the stage by name."""
    remarks: list[str] = field(default_factory=list)
    """What has no field of its own and goes into the notes of a new record."""
    currencies: dict[str, str] = field(default_factory=dict)
    uses: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that does not fit: its number, the field at fault, the key of the reason."""

    number: int
    field: str | None
    reason: str


Feed = Callable[[Planned, str], None]
_ORDER: Final = ("currency", "country", "use")


class Planner:
    """Plans the rows of one table under one mapping. About 20 µs a row of ten columns."""

    def __init__(self, mapping: Mapping, settings: Settings) -> None:
        self._of = noun(mapping.noun)
        self._settings = settings
        steps = [(each, target(self._of, each.field or "")) for each in mapping.mapped]
        steps.sort(key=lambda step: _rank(step[1]))
        self._steps = [(each.index, goal.name if not goal.part else goal.text, self._feed(each, goal))
                       for each, goal in steps]  # fmt: skip
        self._finish = _FINISH.get(self._of.name)

    def plan(self, row: Row) -> Planned | Rejected:
        """What the row is to become, or why not."""
        if row.problem:
            return Rejected(row.number, None, row.problem)
        planned, cells = Planned(row.number), row.cells
        for index, name, feed in self._steps:
            cell = cells[index]
            if cell is None:
                continue
            try:
                feed(planned, cell)
            except Unfit as unfit:
                if cell.strip().lower() not in _NOTHING:
                    return Rejected(row.number, name, unfit.reason)
        return self._finished(planned)

    def _finished(self, planned: Planned) -> Planned | Rejected:
        try:
            if self._finish:
                self._finish(planned)
        except Unfit as unfit:
            return Rejected(planned.number, naming(self._of.name)[0], unfit.reason)
        for each in self._of.fields:
            if each.required and planned.values.get(each.name) is None:
                return Rejected(planned.number, each.name, "required")
        return planned

    def _feed(self, column: Column, goal: Target) -> Feed:
        """How a cell of this column gets into a plan."""
        if goal.part:
            return self._part_feed(column, goal)
        if goal.name in ("email", "phone"):
            return partial(_email if goal.name == "email" else self._phone, goal.use)
        match goal.field.kind:
            case Kind.LINK:
                return partial(_link, goal.name)
            case Kind.LINKS:
                return _tags if goal.name == "tags" else partial(_link, goal.name)
            case Kind.BIRTHDAY:
                return partial(_birthday, self._order(column))
        read = self._reader(column, goal.field)
        if goal.name in ("given_name", "notes", "text"):
            return partial(_joined, goal.name, " " if goal.name == "given_name" else "\n", read)
        return partial(_value, goal.name, read)

    def _part_feed(self, column: Column, goal: Target) -> Feed:
        if goal.name == "address":
            return partial(_place, goal.use, goal.part or "", goal.field.max_length)
        if goal.name == "deal":
            return partial(_sale, goal.part or "", self._reader(column, goal.field))
        if goal.part == "currency":
            return partial(_currency, goal.name)
        return partial(_use, goal.name)

    def _order(self, column: Column) -> str:
        return _word(column, "order") or self._settings.orders.get(column.index, days.DAY_FIRST)

    def _reader(self, column: Column, of: Field) -> Callable[[Planned, str], object]:
        """How the text of this column becomes a value."""
        match of.kind:
            case Kind.MONEY:
                times = int(_word(column, "times") or 1)
                point = _word(column, "point") or self._settings.points.get(column.index)
                return partial(_money, of.name, _word(column, "currency") or self._settings.currency, times, point)
            case Kind.DAY:
                return partial(_timed, days.day, (self._order(column),))
            case Kind.INSTANT:
                return partial(_timed, days.instant, (self._settings.zone, self._order(column)))
            case Kind.PLANNED:
                return partial(_timed, days.planned, (self._settings.zone, self._order(column)))
            case Kind.CHOICE:
                return partial(_choice, of, column.column)
            case Kind.INTEGER | Kind.PERCENT | Kind.YEAR:
                return partial(_whole, column.column)
            case Kind.LINK:
                return partial(_text, of.max_length)
            case kind:
                return partial(_note if kind in _LONG else _text, of.max_length)

    def _phone(self, use: str | None, planned: Planned, cell: str) -> None:
        use = planned.uses.pop("phone", None) or use
        region = self._settings.region
        for place in planned.places.values():
            here = place.get("country")
            region = here if is_code(here) else region
        known = planned.points.setdefault("phone", [])
        for part in phones.split(cell):
            text = phones.e164(part, region)
            if all(text != value for value, _ in known):
                known.append((text, use))


def _rank(goal: Target) -> int:
    """Columns that others depend on are read first, phones (which need the country) last."""
    if goal.part in ("country", "currency"):
        return 0
    return 2 if goal.name == "phone" else 1


def _word(column: Column, name: str) -> str | None:
    """A word of the column's transform."""
    for word in (column.transform or "").split():
        if word.startswith(name + ":"):
            return word[len(name) + 1 :]
    return None


def _email(use: str | None, planned: Planned, cell: str) -> None:
    use = planned.uses.pop("email", None) or use
    known = planned.points.setdefault("email", [])
    for part in emails.split(cell):
        text = emails.address(part)
        if all(text != value for value, _ in known):
            known.append((text, use))


def _use(name: str, planned: Planned, cell: str) -> None:
    """A label beside a contact point: "Mobile", "* Work", "工作"."""
    from app.importing.headings import heading  # here, so that pure planning starts without the heads' tables

    planned.uses[name] = heading(cell).use


def _link(name: str, planned: Planned, cell: str) -> None:
    text = clean(cell)
    if text:
        planned.links[name] = _short(text, 500)


def _tags(planned: Planned, cell: str) -> None:
    parts = cell.replace(":::", ",").translate(_TAG_SIGNS).split(",")
    names = (clean(part).lstrip("* ") for part in parts)
    planned.tags = tuple(dict.fromkeys([*planned.tags, *(_short(name, 200) for name in names if name)]))


def _birthday(order: str, planned: Planned, cell: str) -> None:
    day, year = days.birthday(cell, order)
    planned.values["birthday"] = day
    if year is not None and 1800 <= year <= 2200:
        planned.values.setdefault("birth_year", year)


def _value(name: str, read: Callable[[Planned, str], object], planned: Planned, cell: str) -> None:
    value = read(planned, cell)
    if value is not None:
        planned.values[name] = value


def _joined(name: str, between: str, read: Callable[[Planned, str], object], planned: Planned, cell: str) -> None:
    value, before = read(planned, cell), planned.values.get(name)
    if value is not None:
        planned.values[name] = f"{before}{between}{value}" if before else value


def _place(use: str | None, part: str, longest: int, planned: Planned, cell: str) -> None:
    text = clean(cell) if part != "street" else ", ".join(clean_lines(cell).split("\n"))
    place = planned.places.setdefault(use, {})
    if part == "country":
        text = country(text)
    before = place.get(part)
    if before and text:
        text = f"{before} {text}" if before.isdigit() else f"{before}, {text}"
    if text:
        place[part] = _short(text, longest)


def _sale(part: str, read: Callable[[Planned, str], object], planned: Planned, cell: str) -> None:
    value = read(planned, cell)
    if value is not None:
        planned.sale[part] = value


def _currency(name: str, planned: Planned, cell: str) -> None:
    planned.currencies[name] = money(f"1 {clean(cell)}", "").currency or ""


def _money(name: str, currency: str, times: int, point: str | None, planned: Planned, cell: str) -> object:
    return money(cell, planned.currencies.get(name) or currency, times=times, point=point)


def _timed(read: Callable[..., object], settings: tuple[str, ...], _planned: Planned, cell: str) -> object:
    return read(cell, *settings)


def _choice(of: Field, column: str, planned: Planned, cell: str) -> object:
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


def _whole(column: str, planned: Planned, cell: str) -> object:
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


def _text(longest: int, _planned: Planned, cell: str) -> object:
    return _short(clean(cell), longest) or None


def _note(longest: int, _planned: Planned, cell: str) -> object:
    return _short(clean_lines(cell), longest, lines=True) or None


def _short(text: str, longest: int, *, lines: bool = False) -> str:
    if len(text) > longest:
        raise Unfit("too_long")
    if not text.isprintable():
        inner = text.replace("\n", "").replace("\t", "") if lines else text
        if any(each < " " or each == "\x7f" or "\ud800" <= each <= "\udfff" for each in inner):
            raise Unfit("control_characters")
    return text


def _finish_contact(planned: Planned) -> None:
    """Name and parts agree; a title in the name goes to the remarks, so that it is not lost."""
    values = planned.values
    name, given, family = values.get("name"), values.get("given_name"), values.get("family_name")
    if name is None:
        joined = join_name(str(given) if given else None, str(family) if family else None)
        if joined:
            values["name"] = _short(joined, 500)
        return
    if given is None and family is None:
        parts = split_name(str(name))
        values.update(name=parts.full, given_name=parts.given, family_name=parts.family)
        if parts.title or parts.suffix:
            planned.remarks.append(str(name))


def _finish_activity(planned: Planned) -> None:
    values = planned.values
    if not values.get("subject") and not values.get("text"):
        raise Unfit("required")
    values.setdefault("kind", "task" if values.get("due_on") and not values.get("done_at") else "note")


_FINISH: Final[dict[str, Callable[[Planned], None]]] = {"contact": _finish_contact, "activity": _finish_activity}
