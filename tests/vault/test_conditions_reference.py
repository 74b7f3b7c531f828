"""Filters as SQL keep the same records as a slow reference evaluator, on random records and filters."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vault.plain_vault import (
    ACCOUNTS,
    CHINESE,
    ME,
    STAGES,
    TAGS,
    TODAY,
    USERS,
    YOU,
    Row,
    empty_vault,
    matches,
    put,
)
from vault import ids
from vault.filter_parsing import parse
from vault.filter_tokens import quoted
from vault.filters import And, Compare, Expression, InList, IsEmpty, Not, Number, Or, Text, unparse_value
from vault.folding import fold, key_for
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Kind
from vault.values import Money


def holds(row: Row, tree: Expression) -> bool:
    """Whether a record satisfies a tree, straight from the words of commands.md."""
    match tree:
        case And(of):
            return all(holds(row, each) for each in of)
        case Or(of):
            return any(holds(row, each) for each in of)
        case Not(of):
            return not holds(row, of)
        case IsEmpty(name):
            return row[name] in (None, ())
        case InList(name, values):
            return any(_compared(row, name, "=", each) for each in values)
        case Compare(name, "!=", value):
            return not _compared(row, name, "=", value)
        case Compare(name, operator, value):
            return _compared(row, name, operator, value)


def _compared(row: Row, name: str, operator: str, value: object) -> bool:
    held = row[name]
    if held in (None, ()):
        return False
    written = value.text if isinstance(value, Text | Number) else unparse_value(value)  # type: ignore[arg-type]
    kind = field_of(NOUNS["deal"], name).kind
    if kind is Kind.TEXT:
        return _text(name, str(held), operator, written)
    if kind is Kind.MONEY:
        return _ordered(Decimal(held.minor) / 100, operator, Decimal(written))  # type: ignore[attr-defined]
    if kind is Kind.LINK:
        names = {"account": ACCOUNTS, "stage": STAGES, "owner": USERS}[name]
        titles = [title for title, key in names.items() if ids.text_of(key) == held]
        titles += [CHINESE[title] for title in titles if title in CHINESE]
        if name == "owner" and written == "me":
            return held == ME
        return any(fold(written) in fold(each) if operator == "~" else fold(written) == fold(each) for each in titles)
    if kind is Kind.LINKS:
        titles = [title for title, key in TAGS.items() if ids.text_of(key) in held]  # type: ignore[operator]
        return any(fold(written) in fold(each) if operator == "~" else fold(written) == fold(each) for each in titles)
    day = _day(written)
    if kind is Kind.DAY:
        return _ordered(date.fromisoformat(str(held)), operator, day)
    return _ordered(datetime.fromtimestamp(int(str(held)) / 1000, UTC).date(), operator, day)


def _text(name: str, held: str, operator: str, written: str) -> bool:
    if operator == "~":
        return fold(written) in fold(held)
    if operator == "=":
        return fold(written) == fold(held)
    if name == "name":
        field = field_of(NOUNS["deal"], name)
        return _ordered(key_for(field, held), operator, key_for(field, written))
    return _ordered(fold(held), operator, fold(written))


def _ordered(held: object, operator: str, limit: object) -> bool:
    return {
        "=": held == limit, "<": held < limit, "<=": held <= limit, ">": held > limit, ">=": held >= limit,  # type: ignore[operator]
    }[operator]  # fmt: skip


def _day(written: str) -> date:
    words = written.split()
    if written == "today":
        return TODAY
    if words[-1] == "ago":
        return TODAY - timedelta(days=int(words[0]))
    return TODAY + timedelta(days=int(words[1])) if words[0] == "in" else date.fromisoformat(written)


SOME_TEXT = st.sampled_from(["Acme", "ácme", "ACME 2", "王府井", "ß", "%", "_", "'", '"', "a\\b", "x' OR 1=1 --"])
DAYS = st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))
ROWS = st.fixed_dictionaries(
    {
        "name": st.none() | SOME_TEXT,
        "reason": st.none() | SOME_TEXT,
        "amount": st.none() | st.integers(-300, 300).map(lambda minor: Money(minor * 25, "EUR")),
        "expected_on": st.none() | DAYS.map(date.isoformat),
        "closed_at": st.none()
        | st.tuples(DAYS, st.sampled_from([0, 1, 43_200_000, 86_399_999])).map(
            lambda pair: int(datetime.combine(pair[0], datetime.min.time(), UTC).timestamp()) * 1000 + pair[1]
        ),
        "account": st.none() | st.sampled_from([ids.text_of(key) for key in ACCOUNTS.values()]),
        "stage": st.none() | st.sampled_from([ids.text_of(key) for key in STAGES.values()]),
        "owner": st.none() | st.sampled_from([ME, YOU]),
        "tags": st.sets(st.sampled_from([ids.text_of(key) for key in TAGS.values()])).map(sorted).map(tuple),
    }
)
DAY_VALUES = DAYS.map(date.isoformat) | st.sampled_from(["today", "3 days ago", "in 10 days", "30 days ago"])
NUMBERS = st.integers(-80, 80).map(str) | st.sampled_from(["0.25", "10.001", "-3.333"])


LINKED = {
    "account": st.sampled_from(["ACME", "arzte", "王府井", "nobody"]),
    "stage": st.sampled_from(["lead", "报价", "Proposal"]),
    "owner": st.sampled_from(["me", "zoe"]),
    "tags": st.sampled_from(["HOT", "kalt", "warm"]),
}
ORDERED = ["=", "!=", "<", "<=", ">", ">="]


def _tests_of(name: str, operators: list[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    compared = st.builds(lambda sign, value: f"{name} {sign} {value}", st.sampled_from(operators), values)
    listed = st.lists(values, min_size=1, max_size=3).map(lambda found: f"{name} in ({', '.join(found)})")
    return compared | listed | st.sampled_from([f"{name} is empty", f"{name} is not empty"])


TESTS = st.one_of(
    _tests_of("name", [*ORDERED, "~"], SOME_TEXT.map(quoted)),
    _tests_of("reason", [*ORDERED, "~"], SOME_TEXT.map(quoted)),
    _tests_of("amount", ORDERED, NUMBERS),
    _tests_of("expected_on", ORDERED, DAY_VALUES),
    _tests_of("closed_at", ORDERED, DAY_VALUES),
    *(_tests_of(name, ["=", "!=", "~"], values) for name, values in LINKED.items()),
)
FILTERS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROWS, max_size=8), st.lists(FILTERS, min_size=1, max_size=4))
def test_sql_keeps_the_same_records_as_the_slow_reference(rows: list[Row], filters: list[str]) -> None:
    connection = empty_vault()
    for number, row in enumerate(rows):
        put(connection, "deal", number.to_bytes(16), row)
    for text in filters:
        tree = parse(text)
        expected = [number.to_bytes(16) for number, row in enumerate(rows) if holds(row, tree)]
        assert matches(connection, "deal", tree) == expected, text
    connection.close()
