"""Tests of single values as SQL, one function for each kind of field. For conditions.py, link_tests.py.

Pure; any thread. Identifiers come from declarations only, every value is bound. The connection offers `fold`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from vault import literals
from vault.errors import BadExpression
from vault.filters import Amount, Compare, Value, unparse
from vault.folding import digits_of, fold, key_for
from vault.literals import Standpoint
from vault.model.fields import Field, Noun
from vault.reader import marks

ORDERED: Final = frozenset({"<", "<=", ">", ">="})
_SHOWN_NEAR: Final = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL text and the values bound to its question marks."""

    text: str
    parameters: tuple[object, ...] = ()


NEVER: Final = Condition("0")


@dataclass(frozen=True, slots=True)
class Question:
    """One test of a field: `any of` several values for =, one value otherwise."""

    noun: Noun
    field: Field
    operator: str
    values: tuple[Value, ...]
    position: int
    standpoint: Standpoint

    @property
    def value(self) -> Value:
        """The value of a test that has one."""
        return self.values[0]

    def column(self, name: str | None = None) -> str:
        """The field's own column or another of its table, with the table's name."""
        return f"{self.noun.table}.{name or self.field.name}"

    def refuse(self) -> BadExpression:
        """The operator does not fit the field."""
        near = unparse(Compare(self.field.name, self.operator, self.value))
        return BadExpression(position=self.position, near=near[:_SHOWN_NEAR])


def joined(word: str, parts: Sequence[Condition]) -> Condition:
    """All parts with " AND " or " OR " between; never true without parts.

    What calls back into Python goes last, so that cheaper parts decide most rows without it.
    """
    if not parts:
        return NEVER
    ordered = sorted(parts, key=lambda part: "fold(" in part.text)
    text = word.join(f"({part.text})" for part in ordered)
    return Condition(text, tuple(value for part in ordered for value in part.parameters))


def negated(of: Condition) -> Condition:
    """True where `of` is false or unknown."""
    return Condition(f"({of.text}) IS NOT TRUE", of.parameters)


def among(column: str, values: Sequence[object]) -> Condition:
    """The column equals one of the values."""
    return Condition(f"{column} IN ({marks(len(values))})", tuple(values))


def compared(column: str, operator: str, values: Sequence[object]) -> Condition:
    """`=` any of the values, or an order against the first."""
    return among(column, values) if operator == "=" else Condition(f"{column} {operator} ?", (values[0],))


def textual(asked: Question) -> Condition:
    """Texts without case and accents; ordered as lists are; `=` first along the index of the sort key."""
    field, folded = asked.field, f"fold({asked.column()})"
    texts = [literals.text(value) for value in asked.values]
    if asked.operator == "~":
        return Condition(f"instr({folded}, ?) > 0", (fold(texts[0]),))
    if field.sort_column == field.name:
        return compared(folded, asked.operator, [fold(each) for each in texts])
    by_key = compared(asked.column(field.sort_column), asked.operator, [key_for(field, each) for each in texts])
    if asked.operator in ORDERED:
        return by_key
    return joined(" AND ", [by_key, among(folded, [fold(each) for each in texts])])


def phone(asked: Question) -> Condition:
    """Phone numbers however they are written."""
    if asked.operator in ORDERED:
        raise asked.refuse()
    return joined(" OR ", [_phone_like(asked, literals.text(value)) for value in asked.values])


def _phone_like(asked: Question, written: str) -> Condition:
    """A number as stored, or without its country code of one to three digits; `~` any run of its digits."""
    column, digits = asked.column(), digits_of(written.replace("(0)", ""))
    stripped = digits.lstrip("0")
    if not stripped:
        return NEVER
    if asked.operator == "~":
        return Condition(f"instr({column}, ?) > 0", (stripped,))
    if written.lstrip().startswith("+") or digits.startswith("00"):
        return Condition(f"{column} = ?", (f"+{stripped}",))
    national = f"substr({column}, -length(?)) = ? AND length({column}) - length(?) BETWEEN 2 AND 4"
    return Condition(f"{column} = ? OR ({national})", (fold(written), stripped, stripped, stripped))


def choice(asked: Question) -> Condition:
    """Choices by key or by word."""
    if asked.operator != "=":
        raise asked.refuse()
    return among(asked.column(), [literals.choice(asked.field, value) for value in asked.values])


def boolean(asked: Question) -> Condition:
    """Yes and no."""
    if asked.operator != "=":
        raise asked.refuse()
    return among(asked.column(), [literals.boolean(asked.field, value) for value in asked.values])


def number(asked: Question) -> Condition:
    """Whole numbers, percentages, years."""
    return _numeric(asked, asked.column(), [literals.number(asked.field, value) for value in asked.values])


def _numeric(asked: Question, column: str, limits: Sequence[Decimal]) -> Condition:
    if asked.operator == "~":
        raise asked.refuse()
    wholes = [found for each in limits if (found := literals.whole(asked.operator, each))]
    return compared(column, wholes[0][0], [limit for _, limit in wholes]) if wholes else NEVER


def money(asked: Question) -> Condition:
    """Amounts for a viewer who sees them."""
    return joined(" OR ", [_amount(asked, value) for value in asked.values])


def _amount(asked: Question, value: Value) -> Condition:
    """An amount with a currency is compared with amounts of that currency, a bare number in the vault's."""
    amount = literals.number(asked.field, value)
    if not isinstance(value, Amount):
        limit = literals.minor(asked.field, amount, asked.standpoint.currency)
        return _numeric(asked, asked.column(asked.field.sort_column), [limit])
    limit = literals.minor(asked.field, amount, value.currency)
    currency = Condition(f"{asked.column()}_currency = ?", (value.currency,))
    return joined(" AND ", [currency, _numeric(asked, asked.column(), [limit])])


def day(asked: Question) -> Condition:
    """Days of the calendar."""
    if asked.operator == "~":
        raise asked.refuse()
    days = [literals.day(asked.field, value, asked.standpoint).isoformat() for value in asked.values]
    return compared(asked.column(), asked.operator, days)


def birthday(asked: Question) -> Condition:
    """Days of any year, from January on."""
    if asked.operator == "~":
        raise asked.refuse()
    return compared(
        asked.column(),
        asked.operator,
        [literals.birthday(asked.field, value, asked.standpoint) for value in asked.values],
    )


def instant(asked: Question) -> Condition:
    """A day stands for all its moments: before it, on it, after it."""
    column = asked.column()
    spans = [literals.span(asked.field, value, asked.standpoint) for value in asked.values]
    start, stop = spans[0]
    match asked.operator:
        case "=":
            return joined(" OR ", [Condition(f"{column} >= ? AND {column} < ?", each) for each in spans])
        case "<" | ">=":
            return Condition(f"{column} {asked.operator} ?", (start,))
        case "<=" | ">":
            return Condition(f"{column} {'<' if asked.operator == '<=' else '>='} ?", (stop,))
        case _:
            raise asked.refuse()
