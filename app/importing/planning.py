"""What a row is to become: checked values, contact points, addresses and the names of what it links to.

Pure; anyone, any thread, a worker process too: nothing here sees the vault. A row that cannot be read as it stands is
rejected with the field and the reason, so that it can be repaired and imported again; nothing of it is dropped.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from app.importing import feeding
from app.importing.mapping import Column, Mapping
from app.importing.plans import Planned, Rejected, Settings
from app.importing.tables import Row
from app.importing.targets import Target, naming, target
from app.quality import days, phones
from app.quality.countries import is_code
from app.quality.errors import Unfit
from app.quality.names import join_name, split_name
from vault.model.catalogue import noun
from vault.model.fields import Field, Kind

__all__ = ["Planned", "Planner", "Rejected", "Settings"]

_NOTHING: Final = frozenset({"-", "--", "n/a", "#n/a", "na", "nil", "null", "\\n", "none", "无", "/", "暂无", "没有"})
"""What people write into a cell that has no value; for names and notes it is a text like any other."""
_LONG: Final = frozenset({Kind.NOTE})


Feed = Callable[[Planned, str], None]


class Planner:
    """Plans the rows of one table under one mapping. About 20 µs a row of ten columns."""

    def __init__(self, mapping: Mapping, settings: Settings) -> None:
        self._of = noun(mapping.noun)
        self._settings = settings
        steps = [(each, target(self._of, each.field or "")) for each in mapping.mapped]
        steps.sort(key=lambda step: _rank(step[1]))
        self._steps = [(each.index, goal.name if not goal.part else goal.text, self._feed(each, goal))
                       for each, goal in steps]  # fmt: skip
        self._required = tuple(each.name for each in self._of.fields if each.required)
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
        for name in self._required:
            if planned.values.get(name) is None:
                return Rejected(planned.number, name, "required")
        return planned

    def _feed(self, column: Column, goal: Target) -> Feed:
        """How a cell of this column gets into a plan."""
        if goal.part:
            return self._part_feed(column, goal)
        if goal.name in ("email", "phone"):
            return partial(feeding.email_cell if goal.name == "email" else self._phone, goal.use)
        match goal.field.kind:
            case Kind.LINK:
                return partial(feeding.link_cell, goal.name)
            case Kind.LINKS:
                return feeding.tags_cell if goal.name == "tags" else partial(feeding.link_cell, goal.name)
            case Kind.BIRTHDAY:
                return partial(feeding.birthday_cell, self._order(column))
        read = self._reader(column, goal.field)
        if goal.name in ("given_name", "notes", "text"):
            return partial(feeding.joined_cell, goal.name, " " if goal.name == "given_name" else "\n", read)
        return partial(feeding.value_cell, goal.name, read)

    def _part_feed(self, column: Column, goal: Target) -> Feed:
        if goal.name == "address":
            return partial(feeding.place_cell, goal.use, goal.part or "", goal.field.max_length)
        if goal.name == "deal":
            return partial(feeding.sale_cell, goal.part or "", self._reader(column, goal.field))
        if goal.part == "currency":
            return partial(feeding.currency_cell, goal.name)
        return partial(feeding.use_cell, goal.name)

    def _order(self, column: Column) -> str:
        return _word(column, "order") or self._settings.orders.get(column.index, days.DAY_FIRST)

    def _reader(self, column: Column, of: Field) -> Callable[[Planned, str], object]:
        """How the text of this column becomes a value."""
        match of.kind:
            case Kind.MONEY:
                times = int(_word(column, "times") or 1)
                point = _word(column, "point") or self._settings.points.get(column.index)
                return partial(
                    feeding.amount_cell, of.name, _word(column, "currency") or self._settings.currency, times, point
                )
            case Kind.DAY:
                return partial(feeding.timed_cell, days.day, (self._order(column),))
            case Kind.INSTANT:
                return partial(feeding.timed_cell, days.instant, (self._settings.zone, self._order(column)))
            case Kind.PLANNED:
                return partial(feeding.timed_cell, days.planned, (self._settings.zone, self._order(column)))
            case Kind.CHOICE:
                return partial(feeding.choice_cell, of, column.column)
            case Kind.INTEGER | Kind.PERCENT | Kind.YEAR:
                return partial(feeding.whole_cell, column.column)
            case Kind.LINK:
                return partial(feeding.text_cell, of.max_length)
            case kind:
                return partial(feeding.note_cell if kind in _LONG else feeding.text_cell, of.max_length)

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


def _finish_contact(planned: Planned) -> None:
    """Name and parts agree; a title in the name goes to the remarks, so that it is not lost."""
    values = planned.values
    name, given, family = values.get("name"), values.get("given_name"), values.get("family_name")
    if name is None:
        joined = join_name(str(given) if given else None, str(family) if family else None)
        if joined:
            values["name"] = feeding.short(joined, 500)
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
