"""What is typed above a list: an expression as it is, plain words as a search over the fields one may see."""

import pytest

from app import browsing, filtering
from app.browsing import Query
from tests.vault.desk import Desk
from vault.errors import BadExpression
from vault.model.catalogue import NOUNS


def found(desk: Desk, typed: str, *, masked: bool = False) -> list[object]:
    reader = desk.masked if masked else desk.reader
    answer = browsing.ask(reader, Query("contact", typed, ("name",), ("name",)), [0])
    return [row["name"] for row in answer.windows.get(0, [])]


@pytest.fixture
def people(desk: Desk) -> Desk:
    account = desk.add("account", name="Brightwater Foods")
    desk.add("contact", name="Ava Lindqvist", title="Buyer", account=account, phone="+442079460203")
    desk.add("contact", name="Clara Reyes", title="Buyer", notes="quiet one")
    return desk


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Ava Lindqvist", "Clara Reyes"]),
        ("buyer", ["Ava Lindqvist", "Clara Reyes"]),
        ("BUYER rey", ["Clara Reyes"]),
        ("brightwater", ["Ava Lindqvist"]),
        ("020 7946", ["Ava Lindqvist"]),
        ('say "hi"', []),
        ("back\\slash", []),
        ('title = Buyer and name ~ "ava"', ["Ava Lindqvist"]),
        ("phone is empty", ["Clara Reyes"]),
    ],
)
def test_words_and_expressions_narrow_a_list(people: Desk, typed: str, names: list[str]) -> None:
    assert found(people, typed) == names


def test_what_looks_like_an_expression_must_be_one(people: Desk) -> None:
    with pytest.raises(BadExpression):
        found(people, "title =")


def test_words_are_looked_for_only_where_the_viewer_sees(people: Desk) -> None:
    assert found(people, "ava", masked=True) == []
    assert len(found(people, "brightwater", masked=True)) == 1
    names = {field.name for field in filtering.searched(people.masked, NOUNS["contact"])}
    assert not names & {"name", "phone", "email"}


def test_windows_are_read_with_the_count_and_end_with_the_list(people: Desk) -> None:
    answer = browsing.ask(people.reader, Query("contact", "", ("-name",), ("name",)), [0, 1])
    assert answer.count == 2
    assert list(answer.windows) == [0]
    assert [row["name"] for row in answer.windows[0]] == ["Clara Reyes", "Ava Lindqvist"]
