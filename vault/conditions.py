"""A filter bound to a noun and a viewer, as SQL: identifiers only from the catalogue, values always bound.

Called by query.py with a reader, in any reader thread. The connection offers the SQL function `fold`.
A comparison with an empty value is false and `!=` true: comparisons may give NULL, which WHERE and the
`IS NOT TRUE` of a negation take for false, and which `and` and `or` keep.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from vault import comparisons, link_tests, literals
from vault.bands import band_key
from vault.comparisons import Condition, Question, among, compared, joined, negated
from vault.errors import ForbiddenField, SealedFilter
from vault.filters import Amount, And, Compare, Expression, InList, IsEmpty, Not, Or, Value
from vault.folding import sort_key
from vault.literals import Standpoint
from vault.model.catalogue import field_of
from vault.model.fields import Field, Kind, Mask, Noun
from vault.reader import Reader

_STAR: Final = "*"


def compile_condition(reader: Reader, noun: Noun, expression: Expression) -> tuple[str, tuple[object, ...]]:
    """WHERE text over the noun's table and its parameters, for the reader's viewer, today.

    Raises UnknownField, ForbiddenField, SealedFilter, BadExpression, BadComparison, UnknownRecord.
    """
    found = condition(noun, expression, literals.here(reader.viewer, reader.currency))
    return found.text, found.parameters


def condition(noun: Noun, expression: Expression, standpoint: Standpoint) -> Condition:
    """As `compile_condition`, from any standpoint."""
    match expression:
        case And(of):
            return joined(" AND ", [condition(noun, each, standpoint) for each in of])
        case Or(of):
            return joined(" OR ", [condition(noun, each, standpoint) for each in of])
        case Not(of):
            return negated(condition(noun, of, standpoint))
        case IsEmpty(name, position):
            return _empty(Question(noun, _field(noun, name), "=", (), position, standpoint))
        case InList(name, values, position):
            return _test(Question(noun, _field(noun, name), "=", values, position, standpoint))
        case Compare(name, operator, value, position):
            field = _field(noun, name)
            if operator == "!=":
                return negated(_test(Question(noun, field, "=", (value,), position, standpoint)))
            return _test(Question(noun, field, operator, (value,), position, standpoint))


def _field(noun: Noun, name: str) -> Field:
    return link_tests.ID if name == "id" else field_of(noun, name)


def _empty(asked: Question) -> Condition:
    field = asked.field
    if not asked.standpoint.viewer.sees(field):
        return Condition(f"{asked.column(_mask_column(field))} IS NULL")
    if field.kind is Kind.LINKS:
        return link_tests.empty_set(asked)
    return Condition(f"{asked.column()} IS NULL")


def _mask_column(field: Field) -> str:
    if field.mask_column is None or field.sealed:
        raise ForbiddenField(field=field.name)
    return field.mask_column


def _test(asked: Question) -> Condition:
    field = asked.field
    if not asked.standpoint.viewer.sees(field):
        return _masked(asked)
    if field.sealed:
        raise SealedFilter(field=field.name)
    return _TESTS[field.kind](asked)


def _masked(asked: Question) -> Condition:
    """Amounts on the band alone; texts by equality with a mask form, "A***", alone."""
    column = asked.column(_mask_column(asked.field))
    if asked.field.kind is Kind.MONEY:
        if asked.operator == "~":
            raise asked.refuse()
        keys = [band_key(_of_vault(asked, value)) for value in asked.values]
        return compared(column, asked.operator, keys)
    forms = [literals.text(value) for value in asked.values]
    if asked.operator != "=" or not all(_STAR in form for form in forms):
        raise ForbiddenField(field=asked.field.name)
    return among(column, [sort_key(form, person=asked.field.mask is Mask.NAME) for form in forms])


def _of_vault(asked: Question, value: Value) -> Decimal:
    if isinstance(value, Amount) and value.currency != asked.standpoint.currency:
        raise literals.wrong(asked.field, "other_currency")
    return literals.number(asked.field, value)


_TESTS: Final[dict[Kind, Callable[[Question], Condition]]] = {
    **dict.fromkeys((Kind.TEXT, Kind.NOTE, Kind.EMAIL, Kind.URL, Kind.COUNTRY), comparisons.textual),
    **dict.fromkeys((Kind.INTEGER, Kind.PERCENT, Kind.YEAR), comparisons.number),
    **dict.fromkeys((Kind.INSTANT, Kind.PLANNED), comparisons.instant),
    Kind.PHONE: comparisons.phone,
    Kind.CHOICE: comparisons.choice,
    Kind.BOOLEAN: comparisons.boolean,
    Kind.MONEY: comparisons.money,
    Kind.DAY: comparisons.day,
    Kind.BIRTHDAY: comparisons.birthday,
    Kind.LINK: link_tests.link,
    Kind.LINKS: link_tests.links,
}
