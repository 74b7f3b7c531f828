"""Rows of the bench that read: lists, search, records, filters, as administrator and restricted viewer."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from app import details, finding, lists
from app.benching.ground import Ground
from app.benching.measuring import Limit, Result, judged, timed
from vault import reference
from vault.errors import ForbiddenField
from vault.reader import Reader
from vault.values import Record, RecordId

Work = Callable[[Reader], object]
RUNS: Final = 100
COLUMNS: Final = ("name", "title", "account", "email", "phone", "stage", "value", "last_contact", "next_step")
SORTS: Final = (
    ("name",),
    ("-name",),
    ("-created_at",),
    ("account",),
    ("-last_contact",),
    ("next_step",),
    ("email",),
)
CONDITIONS: Final = ('title ~ "engineer"', "value >= 400000", "last_contact < 60 days ago")
PAGE: Final = Limit(p99_ms=5, ratio=2)
SEARCH: Final = Limit(p50_ms=3, p99_ms=20, ratio=1.5)
RECORD: Final = Limit(p99_ms=5)
FILTER: Final = Limit(p99_ms=150, ratio=1.5)


def first_page(ground: Ground) -> list[Result]:
    """The first fifty people by name."""
    work = partial(lists.page, name="contact", columns=COLUMNS)
    return _both(ground, "list first page", PAGE, [work] * RUNS)


def sorted_page(ground: Ground) -> list[Result]:
    """The first fifty in any indexed order, first in the order's own index."""
    works = [partial(lists.page, name="contact", columns=COLUMNS, sort=sort) for sort in SORTS]
    return _both(ground, "list sorted page", PAGE, works * (RUNS // len(works) + 1))


def deep_page(ground: Ground) -> list[Result]:
    """Fifty people after a cursor half-way down the list."""
    return _both(ground, "list deep page", PAGE, [_page_half_way(ground.contacts // 2)] * RUNS)


def _page_half_way(offset: int) -> Work:
    cursors: dict[bool, str | None] = {}

    def work(reader: Reader) -> object:
        key = reader.viewer.clearance > 0
        if key not in cursors:
            cursors[key] = lists.page(reader, "contact", columns=(), limit=1, offset=offset).next
        return lists.page(reader, "contact", columns=COLUMNS, after=cursors[key])

    return work


def search(ground: Ground) -> list[Result]:
    """The recorded queries, twenty hits each."""
    return _both(ground, "search as you type", SEARCH, [partial(finding.find, text=text) for text in ground.queries])


def record(ground: Ground) -> list[Result]:
    """People with everything around them, and their timeline."""
    chosen: list[RecordId] = [row.id for row in ground.session.read(_some).result()]
    return _both(ground, "record with timeline", RECORD, [partial(details.details, record=each) for each in chosen])


def _some(reader: Reader) -> list[Record]:
    return lists.page(reader, "contact", columns=(), limit=RUNS, sort=("-created_at",)).rows


def filtered(ground: Ground) -> list[Result]:
    """The first fifty that meet three conditions."""
    work = partial(lists.page, name="contact", columns=COLUMNS, where=" and ".join(CONDITIONS))
    return _both(ground, "filter by three conditions", FILTER, [work] * (RUNS // 5))


def _both(ground: Ground, name: str, limit: Limit, works: Sequence[Work]) -> list[Result]:
    found = [_one(ground, name, limit, works)]
    ground.session.masked = True
    try:
        found.append(_one(ground, f"{name} (restricted)", limit, _allowed(ground, works)))
    finally:
        ground.session.masked = False
    return found


def _allowed(ground: Ground, works: Sequence[Work]) -> list[Work]:
    """What a restricted viewer is not refused: some orders are hidden from him."""
    kept = []
    for work in works:
        try:
            ground.session.read(work).result()
        except ForbiddenField:
            continue
        kept.append(work)
    return kept


def _one(ground: Ground, name: str, limit: Limit, works: Sequence[Work]) -> Result:
    asked = {id(work): ground.session.read(reference.statements, work).result() for work in works}
    ours = timed(lambda work: ground.session.read(work).result(), works)
    for statements in asked.values():
        ground.plain.replay(statements)
    plain = timed(lambda work: ground.plain.replay(asked[id(work)]), works)
    return judged(name, ground.contacts, ours, plain, limit)
