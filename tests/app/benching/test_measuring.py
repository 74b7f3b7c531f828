"""Percentiles, limits and verdicts."""

from app.benching.measuring import Limit, Times, judged, table


def times(*milliseconds: float) -> Times:
    return Times(tuple(sorted(milliseconds)))


def test_percentiles_are_taken_by_rank() -> None:
    found = times(*range(1, 101))
    assert (found.p50, found.p99) == (51, 100)


def test_the_longest_of_few_runs_is_their_p99() -> None:
    assert times(3, 1, 2).p99 == 3


def test_a_row_within_all_its_bounds_is_within() -> None:
    result = judged("row", 10, times(1, 2, 3), times(1, 1, 1), Limit(p50_ms=2, p99_ms=3, ratio=2))
    assert result.within
    assert result.ratio == 2
    assert result.limit == "p50 ≤ 2 ms, p99 ≤ 3 ms, ≤ 2 × plain"


def test_any_bound_alone_can_miss() -> None:
    for limit in (Limit(p50_ms=1), Limit(p99_ms=2), Limit(ratio=1.5)):
        result = judged("row", 10, times(1, 2, 3), times(1, 1, 1), limit)
        assert not result.within
        assert table([result]).endswith("MISSES")


def test_without_a_reference_there_is_no_ratio_to_miss() -> None:
    result = judged("row", 10, times(1), None, Limit(ratio=1))
    assert result.within
    assert result.ratio is None
