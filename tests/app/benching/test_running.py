"""The bench gives one well-formed result a row; what it measures is no matter for a test."""

import pytest

from app.benching import running
from app.benching.errors import UnknownBench
from app.benching.measuring import Result, table

PEOPLE = 25


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return running.run(None, PEOPLE, lambda done, total: None)


def test_every_row_reports_its_times_and_its_limit(results: list[Result]) -> None:
    names = [each.name for each in results]
    assert len(set(names)) == len(names) > len(running.ROWS)
    for each in results:
        assert each.rows == PEOPLE
        assert 0 < each.ours_ms <= each.p99_ms
        assert each.limit
        assert (each.ratio is None) == (each.reference_ms is None)


def test_lists_and_search_are_measured_for_a_restricted_viewer_too(results: list[Result]) -> None:
    names = {each.name for each in results}
    for name in ("list first page", "search as you type", "record with timeline"):
        assert {name, f"{name} (restricted)"} <= names


def test_a_result_has_the_shape_of_the_command_line(results: list[Result]) -> None:
    wanted = {"name", "rows", "ours_ms", "reference_ms", "ratio", "limit", "within"}
    assert all(wanted <= set(each.as_json()) for each in results)


def test_the_table_has_a_line_a_row_under_its_head(results: list[Result]) -> None:
    lines = table(results).splitlines()
    assert len(lines) == len(results) + 1
    assert lines[1].startswith(results[0].name)


def test_an_unknown_row_is_refused_by_name() -> None:
    with pytest.raises(UnknownBench) as refusal:
        running.run("warp", PEOPLE, lambda done, total: None)
    assert refusal.value.facts["name"] == "warp"
