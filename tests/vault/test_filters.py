"""The filter language: what it reads, where it says no, and that writing and reading are inverse."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.errors import BadExpression
from vault.filter_parsing import parse
from vault.filters import (
    Amount,
    And,
    Compare,
    Day,
    Expression,
    InList,
    IsEmpty,
    Me,
    Not,
    Number,
    Or,
    Relative,
    Text,
    Today,
    Value,
    unparse,
)


def test_the_example_of_the_manual_is_read() -> None:
    text = (
        "stage in (Lead, Proposal) and amount >= 10000 and owner = me"
        ' and last_contact < 30 days ago and name ~ "müller"'
    )
    assert parse(text) == And(
        (
            InList("stage", (Text("Lead"), Text("Proposal"))),
            Compare("amount", ">=", Number("10000")),
            Compare("owner", "=", Me()),
            Compare("last_contact", "<", Relative(-30, "day")),
            Compare("name", "~", Text("müller")),
        )
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "a = 1 or b = 2 and c = 3",
            Or(
                (
                    Compare("a", "=", Number("1")),
                    And((Compare("b", "=", Number("2")), Compare("c", "=", Number("3")))),
                )
            ),
        ),
        ("not (a is empty)", Not(IsEmpty("a"))),
        ("a is not empty", Not(IsEmpty("a"))),
        ("A NOT IN ('x')", Not(InList("a", (Text("x"),)))),
        (
            "a = today or a > in 3 weeks",
            Or((Compare("a", "=", Today()), Compare("a", ">", Relative(3, "week")))),
        ),
        ("a=2026-11-21", Compare("a", "=", Day("2026-11-21"))),
        ("a < 99.50 EUR AND b is empty", And((Compare("a", "<", Amount("99.50", "EUR")), IsEmpty("b")))),
        ("phone = 0151", Compare("phone", "=", Number("0151"))),
        (r'a = "say \"me\" \\"', Compare("a", "=", Text('say "me" \\'))),
        ("a = 1 and b = 王小明", And((Compare("a", "=", Number("1")), Compare("b", "=", Text("王小明"))))),
        ('a = "me"', Compare("a", "=", Text("me"))),
    ],
)
def test_expressions_are_read_with_their_precedence(text: str, tree: Expression) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("a", 1),
        ("a =", 3),
        ("a = )", 4),
        ("a = 'x", 4),
        ("a ! 1", 2),
        ("a = 2026-13-01", 4),
        ("a = 1 b", 6),
        ("a in ()", 6),
        ("a in (1", 7),
        ("and = 1", 0),
        ("a = 10,000", 6),
        ("1 = 1", 0),
        ("a = in 3 moons", 9),
        ("a = 3 days", 6),
        ("a is full", 5),
        ("(a = 1", 6),
        ("a = 1)", 5),
        ("a == 1", 3),
        ("a = 1; drop", 7),
    ],
)
def test_an_error_names_the_place(text: str, position: int) -> None:
    with pytest.raises(BadExpression) as caught:
        parse(text)
    assert caught.value.position == position
    assert text[position:].startswith(str(caught.value.near)[:5])


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "not " * 2_000 + "a = 1",
        "(" * 60 + "a = 1" + ")" * 60,
        "a = 1 and " * 1_001 + "a = 1",
        "a in (" + ",".join("1" * 1_100) + ")",
        "x" * 1_000_000,
        "a = '\ud800'",
    ],
    ids=["brackets", "nots", "deep", "long", "list", "megabyte", "surrogate"],
)
def test_expressions_beyond_all_bounds_are_refused(text: str) -> None:
    with pytest.raises(BadExpression):
        parse(text)


def test_moderate_nesting_is_fine() -> None:
    assert parse("(" * 30 + "a = 1" + ")" * 30) == Compare("a", "=", Number("1"))


NAMES = st.sampled_from(["name", "amount", "stage", "x_1"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES: st.SearchStrategy[Value] = st.one_of(
    TEXTS.map(Text),
    st.sampled_from(["me", "today", "in", "AND", "2026-01-01", "5", "a b", '"', "\\", "王"]).map(Text),
    st.from_regex(r"[+-]?[0-9]{1,9}(\.[0-9]{1,3})?", fullmatch=True).map(Number),
    st.builds(Amount, st.from_regex(r"-?[0-9]{1,9}", fullmatch=True), st.sampled_from(["EUR", "CNY", "USD"])),
    st.dates().map(lambda day: Day(day.isoformat())),
    st.sampled_from([Today(), Me()]),
    st.builds(Relative, st.integers(-999, 999), st.sampled_from(["day", "week", "month", "year"])),
)
TESTS: st.SearchStrategy[Expression] = st.one_of(
    st.builds(Compare, NAMES, st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~"]), VALUES),
    st.builds(InList, NAMES, st.lists(VALUES, min_size=1, max_size=3).map(tuple)),
    st.builds(IsEmpty, NAMES),
)


def _compound(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(inner.map(Not), several.map(And), several.map(Or))


@given(st.recursive(TESTS, _compound, max_leaves=8))
def test_what_is_written_is_read_back_as_the_same_tree(tree: Expression) -> None:
    assert parse(unparse(tree)) == tree


@settings(max_examples=300)
@given(st.text("abin =<>!~()'\"\\,01 andortme", max_size=40))
def test_any_text_is_read_or_refused_and_reading_what_was_written_settles(text: str) -> None:
    try:
        tree = parse(text)
    except BadExpression as refused:
        place = refused.facts["position"]
    else:
        place = 0
        assert parse(unparse(tree)) == tree
    assert isinstance(place, int)
    assert 0 <= place <= len(text)
