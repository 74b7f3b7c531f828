"""Times, percentiles, limits and verdicts of the benchmarks. Pure but for the clock; any thread."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Limit:
    """What a row must reach; None where speed.md sets nothing."""

    p50_ms: float | None = None
    p99_ms: float | None = None
    ratio: float | None = None

    def __str__(self) -> str:
        parts = (
            ("p50 ≤ {:g} ms", self.p50_ms),
            ("p99 ≤ {:g} ms", self.p99_ms),
            ("≤ {:g} × plain", self.ratio),
        )
        return ", ".join(words.format(bound) for words, bound in parts if bound is not None) or "-"


@dataclass(frozen=True, slots=True)
class Times:
    """The duration of every run."""

    sorted_ms: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """The time that `share` (0 to 1) of the runs do not exceed (nearest rank)."""
        return self.sorted_ms[min(len(self.sorted_ms) - 1, int(share * len(self.sorted_ms)))]

    @property
    def p50(self) -> float:
        """The median."""
        return self.percentile(0.5)

    @property
    def p99(self) -> float:
        """The time only one run in a hundred exceeds; the longest of fewer runs."""
        return self.percentile(0.99)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the bench: medians in milliseconds, `ratio` of ours to the reference."""

    name: str
    rows: int
    ours_ms: float
    p99_ms: float
    reference_ms: float | None
    ratio: float | None
    limit: str
    within: bool

    def as_json(self) -> dict[str, object]:
        """The result as `satchel bench --json` prints it."""
        return asdict(self)


def timed(work: Callable[[Item], object], items: Iterable[Item]) -> Times:
    """Times `work` on each item, starting from collected garbage."""
    gc.collect()
    found = []
    for item in items:
        started = time.perf_counter()
        work(item)
        found.append((time.perf_counter() - started) * 1000)
    return Times(tuple(sorted(found)))


def judged(name: str, rows: int, ours: Times, plain: Times | None, limit: Limit) -> Result:
    """The verdict on one row. The ratio compares medians; a missing reference leaves it out."""
    ratio = round(ours.p50 / plain.p50, 2) if plain and plain.p50 > 0 else None
    pairs = ((ours.p50, limit.p50_ms), (ours.p99, limit.p99_ms), (ratio, limit.ratio))
    within = all(found is None or bound is None or found <= bound for found, bound in pairs)
    reference = round(plain.p50, 3) if plain else None
    return Result(name, rows, round(ours.p50, 3), round(ours.p99, 3), reference, ratio, str(limit), within)


def table(results: list[Result]) -> str:
    """The results as aligned text; what misses its limit is marked."""
    head = ("row", "rows", "ours p50", "p99 ms", "plain p50", "ratio", "limit", "")
    body = [_cells(each) for each in results]
    widths = [max(len(line[column]) for line in (head, *body)) for column in range(len(head))]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in (head, *body))


def _cells(each: Result) -> tuple[str, ...]:
    times = (f"{each.ours_ms:.2f}", f"{each.p99_ms:.2f}", _or_dash(each.reference_ms), _or_dash(each.ratio))
    return (each.name, f"{each.rows:,}", *times, each.limit, "" if each.within else "MISSES")


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
