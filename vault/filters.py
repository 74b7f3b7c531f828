"""The filter language of `--where` and the filter builder: text to a tree and back (commands.md).

Pure; anyone, any thread. What the names mean for a noun and a viewer is `conditions.py`.
"""

import dataclasses
import re
from dataclasses import dataclass
from typing import Final

from vault.filter_tokens import quoted


@dataclass(frozen=True, slots=True)
class Text:
    """A string or a bare word."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: "0151" keeps its zero, should the field turn out to be a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a currency: `100 EUR`."""

    number: str
    currency: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day, ISO 8601."""

    iso: str


@dataclass(frozen=True, slots=True)
class Today:
    """The viewer's today."""


@dataclass(frozen=True, slots=True)
class Me:
    """The viewer."""


@dataclass(frozen=True, slots=True)
class Relative:
    """So many days, weeks, months or years from today; a negative count is ago. `unit` is singular."""

    count: int
    unit: str


Value = Text | Number | Amount | Day | Today | Me | Relative


@dataclass(frozen=True, slots=True)
class Compare:
    """`field operator value`; the operator is one of = != < <= > >= ~."""

    field: str
    operator: str
    value: Value
    position: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class InList:
    """`field in (value, ...)`, at least one value."""

    field: str
    values: tuple[Value, ...]
    position: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IsEmpty:
    """`field is empty`."""

    field: str
    position: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not (...)`; also `is not empty` and `not in`."""

    of: "Expression"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more."""

    of: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more."""

    of: tuple["Expression", ...]


Expression = Compare | InList | IsEmpty | Not | And | Or

UNITS: Final = ("day", "week", "month", "year")
RESERVED: Final = frozenset({"and", "or", "not", "in", "is", "empty", "today", "me"})
_SAFE_WORD: Final = re.compile(r"[^\W\d_]\w*")


def unparse(expression: Expression) -> str:
    """The text that `parse` reads back as the same tree."""
    match expression:
        case And(of):
            return " and ".join(_within(each, And | Or) for each in of)
        case Or(of):
            return " or ".join(_within(each, Or) for each in of)
        case Not(IsEmpty(name)):
            return f"{name} is not empty"
        case Not(InList(name, values)):
            return f"{name} not in ({_listed(values)})"
        case Not(of):
            return f"not {_within(of, And | Or)}"
        case _:
            return _test(expression)


def _test(expression: Compare | InList | IsEmpty) -> str:
    match expression:
        case Compare(name, operator, value):
            return f"{name} {operator} {unparse_value(value)}"
        case InList(name, values):
            return f"{name} in ({_listed(values)})"
        case IsEmpty(name):
            return f"{name} is empty"


def _within(expression: Expression, bracketed: object) -> str:
    text = unparse(expression)
    return f"({text})" if isinstance(expression, bracketed) else text  # type: ignore[arg-type]  # a union of classes


def _listed(values: tuple[Value, ...]) -> str:
    return ", ".join(map(unparse_value, values))


def unparse_value(value: Value) -> str:
    """The text of one value."""
    match value:
        case Text(text):
            plain = _SAFE_WORD.fullmatch(text) and text.lower() not in RESERVED
            return text if plain else quoted(text)
        case Number(text):
            return text
        case Amount(number, currency):
            return f"{number} {currency}"
        case Day(iso):
            return iso
        case Relative(count, unit):
            span = f"{abs(count)} {unit}{'' if abs(count) == 1 else 's'}"
            return f"{span} ago" if count < 0 else f"in {span}"
        case Today() | Me():
            return type(value).__name__.lower()
