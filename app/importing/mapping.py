"""Which column feeds which field: guessed from heads in English and Chinese, kept as data, read and written as JSON.

The JSON is `{"noun": "contact", "columns": [{"column": "Mobile Phone", "field": "phone:mobile", "transform": null}]}`.
`field` is null where a column is left out; what it may be is `targets.targets`. `transform` is null or words:
`times:10000` (unit of an amount), `currency:CNY`, `order:dmy` or `order:mdy` (03/04/2026), `point:,` or `point:.`.
Pure; anyone, any thread.
"""

import json
import re
from collections.abc import Mapping as Facts
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.importing.errors import BadMapping, ColumnMissing, NameNotMapped, NothingMatches
from app.importing.headings import Heading, heading
from app.importing.targets import IMPORTED, POINTS, heads, naming, target
from vault.errors import UnknownNoun
from vault.model.catalogue import noun as noun_called
from vault.model.fields import Kind

MATCHED: Final = "matched"
CHECK: Final = "check"
UNMAPPED: Final = "unmapped"
_OTHER_PEOPLE: Final = frozenset({
    "assistant", "manager", "spouse", "partner", "children", "fax", "pager", "telex", "tty", "yomi", "phonetic",
    "callback", "radio", "isdn", "传真", "助理", "经理", "配偶", "寻呼机",
})  # fmt: skip
"""Words in heads of columns that hold something near by, but not the field that the other words name."""
_JOINED: Final = frozenset({"given_name", "notes", "text"})
"""Fields of one value that several columns may feed together; street does so too."""
_TRANSFORM: Final = re.compile(r"times:[1-9]\d{0,9}|currency:[A-Z]{3}|order:(?:dmy|mdy)|point:[.,]")
_LABELS: Final = frozenset({"label", "type", "标签", "类型"})
_PREFIXES: Final = {
    "contact": ("person", "contact", "people"), "deal": ("deal", "opportunity"),
    "account": ("organization", "organisation", "company", "account"), "activity": ("activity", "task", "event"),
}  # fmt: skip
"""Words before a dash that only repeat what the file holds: "Person - Email - Work"."""
_INNER: Final = "(do not modify)"
"""How Dynamics heads its inner ids."""
_ACTIVITY_HEADS: Final = frozenset(
    {"subject", "主题", "跟进内容", "activity", "task", "activitysubject", "tasksubject"}
)
"""Heads without which a file is not taken for activities unless somebody says so."""
_LIMIT: Final = 2_000_000
_HINT_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its head, its place, what it feeds, how sure that is ("matched", "check", "unmapped")."""

    column: str
    index: int
    field: str | None = None
    transform: str | None = None
    state: str = UNMAPPED


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column feeds which field of which noun."""

    noun: str
    columns: tuple[Column, ...]

    @property
    def mapped(self) -> tuple[Column, ...]:
        """The columns that feed something."""
        return tuple(column for column in self.columns if column.field)

    def as_data(self) -> dict[str, object]:
        """The mapping as its JSON holds it."""
        return {"noun": self.noun, "columns": self.columns_as_data()}

    def columns_as_data(self) -> list[dict[str, object]]:
        """One entry a column, for reports."""
        return [{"column": each.column, "field": each.field, "transform": each.transform} for each in self.columns]

    def with_field(self, index: int, field: str | None, transform: str | None = None) -> "Mapping":
        """The mapping with one column changed by a person. Raises BadMapping."""
        changed = tuple(
            replace(each, field=field, transform=transform, state=MATCHED if field else UNMAPPED)
            if each.index == index
            else each
            for each in self.columns
        )
        return _checked(Mapping(self.noun, changed))


def guess(header: Sequence[str], samples: Sequence[Sequence[str | None]] = (), noun: str | None = None) -> Mapping:
    """The likeliest mapping of a file's heads; `samples` are some of its rows, a weak hint.

    Raises NothingMatches where no column is recognised, NameNotMapped where none names the records.
    """
    nouns = (noun_called(noun).name,) if noun else IMPORTED
    if nouns[0] not in IMPORTED:
        raise UnknownNoun(noun=noun)
    found = [_guess_for(each, header, samples) for each in nouns]
    best = max(found, key=lambda mapping: (_named(mapping), _score(mapping)))
    if not best.mapped or not (noun or _specific(best)):
        raise NothingMatches(columns=len(header))
    if not _named(best):
        raise NameNotMapped(noun=best.noun)
    return best


def _score(mapping: Mapping) -> int:
    fields = {(column.field or "").partition(":")[0] for column in mapping.mapped if column.state == MATCHED}
    return sum(not field.startswith("deal.") for field in fields)


def _named(mapping: Mapping) -> bool:
    return any(column.field in naming(mapping.noun) for column in mapping.mapped)


def _specific(mapping: Mapping) -> bool:
    """Whether the heads tell what the file holds: a bare "name" beside places does not, nor a "text" with a date."""
    names = [heading(each.column).numberless for each in mapping.mapped if each.field in naming(mapping.noun)]
    if mapping.noun == "activity":
        return any(name in _ACTIVITY_HEADS for name in names)
    fields = {each.field or "" for each in mapping.mapped}
    telling = [field for field in fields if not field.startswith("address") or field.endswith((".street", ".postcode"))]
    return len(telling) > 1 or any(name not in ("name", "title") for name in names)


def _guess_for(of: str, header: Sequence[str], samples: Sequence[Sequence[str | None]]) -> Mapping:
    taken: set[str] = set()
    columns: list[Column] = []
    fields = [None if head.lower().startswith(_INNER) else _field(of, heading(head)) for head in header]
    _prefer_plain(header, fields)
    for index, (head, field) in enumerate(zip(header, fields, strict=True)):
        if field is not None and _single(field) and field in taken:
            field = None
        if field is not None:
            taken.add(field)
        columns.append(Column(head, index, field, _transform(of, head, field), MATCHED if field else UNMAPPED))
    if taken:
        columns = [_hinted(of, column, samples, taken) for column in columns]
    return Mapping(of, tuple(columns))


def _prefer_plain(header: Sequence[str], fields: list[str | None]) -> None:
    """Beside a "Job Title", "Title" holds Mr and Dr; beside "Home Street", "Home Address" holds it all once more."""
    compact = [heading(head).compact for head in header]
    streets = {field for field, head in zip(fields, compact, strict=True) if head.endswith(("street", "街道"))}
    titles = sum(field == "title" for field in fields)
    for index, field in enumerate(fields):
        if field == "title" and titles > 1 and compact[index] == "title":
            fields[index] = None
        if field in streets and compact[index].endswith("address"):
            fields[index] = None


def _single(field: str) -> bool:
    name = field.partition(":")[0]
    return name not in POINTS and name not in _JOINED and not field.endswith((".street", ".use"))


def _field(of: str, head: Heading) -> str | None:
    other = _OTHER_PEOPLE.intersection(head.words) or any(word in head.compact for word in ("传真", "助理"))
    if not head.words or other:
        return None
    known = heads(of)
    if head.words[-1] in _LABELS and len(head.words) > 1:
        labelled = heading(" ".join(head.words[:-1])).bare
        return f"{known[labelled]}.use" if known.get(labelled) in POINTS else known.get(head.compact)
    found = known.get(head.compact) or known.get(head.numberless)
    if found is None and head.words[0] in _PREFIXES[of] and len(head.words) > 1:
        return _field(of, heading(" ".join(head.words[1:])))
    if found is None:
        found = known.get(head.bare)
        if found is None or not (found in POINTS or found.startswith("address.")):
            return None
    return _with_use(found, head.use)


def _with_use(found: str, use: str | None) -> str:
    if use is None or not (found in POINTS or found.startswith("address.")):
        return found
    name, dot, part = found.partition(".")
    if dot and use == "mobile":
        return found
    return f"{name}:{use}{dot}{part}"


def _transform(of: str, head: str, field: str | None) -> str | None:
    if field is None or target(noun_called(of), field).field.kind is not Kind.MONEY or ".currency" in field:
        return None
    parts = heading(head)
    words = [f"times:{parts.times}"] if parts.times > 1 else []
    words += [f"currency:{parts.currency}"] if parts.currency else []
    return " ".join(words) or None


def _hinted(of: str, column: Column, samples: Sequence[Sequence[str | None]], taken: set[str]) -> Column:
    """A column whose head says nothing but whose values are plainly e-mails or phones."""
    words = heading(column.column).words
    if column.field or _OTHER_PEOPLE.intersection(words) or of not in ("contact", "account"):
        return column
    values = [text for row in samples if column.index < len(row) and (text := row[column.index])]
    for name, shape in (("email", r"\s*[^@\s]+@[^@\s]+\.\w{2,}\s*"), ("phone", r"\s*\+[1-9][\d ()./-]{7,18}\s*")):
        fitting = sum(1 for text in values if re.fullmatch(shape, text))
        if name not in taken and len(values) > 1 and fitting >= len(values) * _HINT_SHARE:
            return replace(column, field=name, state=CHECK)
    return column


def read(path: Path | str, header: Sequence[str]) -> Mapping:
    """A mapping kept in a file, for a table with these heads. Raises BadMapping, ColumnMissing, NameNotMapped."""
    path = Path(path)
    try:
        if path.stat().st_size > _LIMIT:
            raise BadMapping(where="size")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise BadMapping(where="file") from None
    return from_data(data, header)


def write(mapping: Mapping, path: Path | str) -> None:
    """Keep a mapping in a file, for a person to edit."""
    Path(path).write_text(json.dumps(mapping.as_data(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def from_data(data: object, header: Sequence[str]) -> Mapping:
    """A mapping from its JSON data. Raises BadMapping, ColumnMissing, NameNotMapped, UnknownNoun."""
    if not isinstance(data, dict) or not isinstance(data.get("noun"), str) or not isinstance(data.get("columns"), list):
        raise BadMapping(where="noun, columns")
    of = noun_called(data["noun"]).name
    if of not in IMPORTED:
        raise UnknownNoun(noun=data["noun"])
    columns = {index: Column(head, index) for index, head in enumerate(header)}
    for entry in data["columns"]:
        column = _entry(entry, header, columns)
        columns[column.index] = column
    found = _checked(Mapping(of, tuple(columns.values())))
    if not _named(found):
        raise NameNotMapped(noun=of)
    return found


def _entry(entry: object, header: Sequence[str], columns: Facts[int, Column]) -> Column:
    if not isinstance(entry, dict) or not isinstance(entry.get("column"), str):
        raise BadMapping(where="column")
    head, field, transform = entry["column"], entry.get("field"), entry.get("transform")
    if not isinstance(field, str | None) or not isinstance(transform, str | None):
        raise BadMapping(where=head)
    free = [index for index, name in enumerate(header) if columns[index].state == UNMAPPED and _same(name, head)]
    exact = [index for index in free if header[index] == head]
    if not free:
        if field is None:
            return Column(head, len(header), None)
        raise ColumnMissing(column=head)
    return Column(head, (exact or free)[0], field or None, transform or None, MATCHED if field else UNMAPPED)


def _same(name: str, head: str) -> bool:
    return name == head or (bool(heading(head).compact) and heading(name).compact == heading(head).compact)


def _checked(mapping: Mapping) -> Mapping:
    of = noun_called(mapping.noun)
    seen: set[str] = set()
    for column in mapping.mapped:
        field = target(of, column.field or "").text
        if _single(field) and field in seen:
            raise BadMapping(where=field)
        seen.add(field)
        if any(not _TRANSFORM.fullmatch(word) for word in (column.transform or "").split()):
            raise BadMapping(where=column.transform)
    return mapping
