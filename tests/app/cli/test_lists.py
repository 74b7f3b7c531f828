"""`list` and `find`: filters, order, pages, columns, search by what a person remembers."""

from collections.abc import Callable

import pytest

from tests.app.cli.conftest import Satchel

Added = Callable[..., str]


@pytest.fixture
def five(added: Added) -> list[str]:
    """Ids of five accounts A to E with 1 to 5 employees."""
    return [added("account", f"name={name}", f"employees={size}") for size, name in enumerate("ABCDE", start=1)]


def test_a_list_comes_in_pages_that_join(satchel: Satchel, five: list[str]) -> None:
    seen: list[str] = []
    after: list[str] = []
    for expected in (2, 2, 1):
        page = satchel("list", "accounts", "--limit", "2", "--sort", "-name", "--json", *after).json
        assert (len(page["rows"]), page["count"]) == (expected, 5)
        seen += [row["id"] for row in page["rows"]]
        after = ["--after", page["next"] or ""]
    assert seen == five[::-1]
    assert page["next"] is None


def test_every_row_has_id_noun_and_version_whatever_the_columns(satchel: Satchel, five: list[str]) -> None:
    rows = satchel("list", "account", "--columns", "name", "--json").json["rows"]
    assert [set(row) for row in rows] == [{"id", "noun", "version", "name"}] * 5
    assert {row["noun"] for row in rows} == {"account"}


def test_a_filter_selects_and_count_only_counts(satchel: Satchel, five: list[str]) -> None:
    assert satchel("list", "account", "--where", "employees >= 3 and name != c", "--count").out == "2\n"
    counted = satchel("list", "account", "--count", "--json").json
    assert (counted["count"], counted["rows"], counted["next"]) == (5, [], None)
    assert satchel("list", "account", "--where", "owner = me", "--count").out == "5\n"


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (["--where", "zzz = 1"], "unknown_field"),
        (["--where", "name = = 1"], "bad_expression"),
        (["--where", "(" * 5000], "bad_expression"),
        (["--where", "name = 'x\x00"], "bad_expression"),
        (["--sort", "zzz"], "unknown_field"),
        (["--sort", "-tags"], "forbidden_field"),
        (["--columns", "zzz"], "unknown_field"),
        (["--after", "nonsense"], "bad_cursor"),
        (["--limit", "-1"], "bad_arguments"),
        (["--limit", "9" * 40], "bad_arguments"),
        (["--limit", "x"], "bad_arguments"),
        (["--limit"], "bad_arguments"),
        (["--bogus"], "bad_arguments"),
        (["more", "words"], "bad_arguments"),
        (["--view", "v"], "bad_arguments"),
    ],
)
def test_what_cannot_be_listed_is_a_matter_of_usage(satchel: Satchel, options: list[str], kind: str) -> None:
    run = satchel("list", "account", *options, "--json")
    assert (run.status, run.error["kind"]) == (2, kind)


def test_a_cursor_of_another_list_is_refused(satchel: Satchel, five: list[str]) -> None:
    cursor = satchel("list", "account", "--limit", "1", "--json").json["next"]
    run = satchel("list", "account", "--sort", "-name", "--after", cursor, "--json")
    assert (run.status, run.error["kind"]) == (2, "bad_cursor")
    assert satchel("list", "account", "--masked", "--after", cursor).status == 2


@pytest.mark.parametrize("noun", ["unicorn", "", "contact; DROP TABLE", "users"])
def test_an_unknown_noun_is_named(satchel: Satchel, noun: str) -> None:
    run = satchel("list", noun, "--json")
    assert (run.status, run.error["kind"], run.error["noun"]) == (2, "unknown_noun", noun)


def test_a_customer_is_found_by_bare_phone_without_accents_and_by_two_characters(
    satchel: Satchel, added: Added
) -> None:
    jurgen = added("contact", "name=Jürgen Müller", "phone=0171 2345678")
    wang = added("contact", "name=王佳宁")
    for text, found in (
        ("01712345678", jurgen),
        ("345678", jurgen),
        ("jurgen", jurgen),
        ("佳宁", wang),
        ("王佳", wang),
    ):
        hits = satchel("find", text, "--json").json["hits"]
        assert [hit["id"] for hit in hits] == [found], text
        assert set(hits[0]) == {"noun", "id", "title", "snippet", "score"}


def test_find_keeps_to_a_noun_and_a_limit(satchel: Satchel, five: list[str], added: Added) -> None:
    added("contact", "name=A Person")
    assert [hit["noun"] for hit in satchel("find", "a", "--in", "contacts", "--json").json["hits"]] == ["contact"]
    assert len(satchel("find", "a", "--limit", "1", "--json").json["hits"]) == 1
    assert satchel("find", "nobody at all").status == 0


@pytest.mark.parametrize("text", ['"', "*", "a AND", "\x00", "(", "%", "'; --", "x" * 100_000, "\ud800"])
def test_no_text_breaks_the_search(satchel: Satchel, added: Added, text: str) -> None:
    added("contact", "name=Ann")
    assert satchel("find", text, "--json").json == {"hits": []}


def test_tables_align_wide_characters(satchel: Satchel, added: Added) -> None:
    added("account", "name=北京公司", "industry=X")
    added("account", "name=abc", "industry=Y")
    lines = satchel("list", "account", "--columns", "name,industry").out.splitlines()
    assert lines[2].endswith("  abc       Y")
    assert lines[3].endswith("  北京公司  X")


def test_a_next_page_is_announced_beside_the_rows(satchel: Satchel, five: list[str]) -> None:
    assert "--after" in satchel("list", "account", "--limit", "2").err
    assert satchel("list", "account", "--limit", "2", "--quiet").err == ""
