"""Imports a table: one batch in the history, undone as one. Called with a Transaction, on the writer thread.

A preview is this very run in a transaction that is rolled back (`session.rehearse(run, ...)`), so that it tells the
same as the run after it.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from app.errors import Cancelled
from app.importing.errors import BadMode
from app.importing.mapping import Mapping
from app.importing.matching import checked_key
from app.importing.planning import Planned, Planner, Rejected
from app.importing.surveying import survey
from app.importing.tables import Row, Table
from app.importing.writing import ADD, FILL, MODES, Writer
from vault.committing import settle
from vault.transaction import Transaction

BATCH: Final = 5_000
"""Rows read, matched and written together."""
USUAL: Final = frozenset({ADD, FILL})
"""The mode where nobody chose one: nothing that is there is overwritten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person may decide about an import beside its mapping."""

    modes: frozenset[str] = USUAL
    key: str | None = None
    region: str | None = None
    """The country of phone numbers without a country code; None: found out from the file."""
    zone: str = "UTC"
    """Of the clock times in the file."""
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file. `read` is created + updated + filled + skipped + rejected.

    `duplicates` counts rows that mean the same as an earlier row of the file; they are among the others too.
    """

    batch: int | None
    noun: str
    read: int
    created: int
    updated: int
    filled: int
    skipped: int
    rejected: int
    duplicates: int
    mapping: list[dict[str, object]]
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    linked: dict[str, int] = field(default_factory=dict)
    """Records made because rows name them, by noun: accounts, tags, deals."""
    doubtful_days: tuple[tuple[str, str], ...] = ()
    """Columns whose days read both ways, with the order that was taken."""
    rejects: list[Rejected] = field(default_factory=list)


def modes(words: str | Iterable[str]) -> frozenset[str]:
    """The mode in "add,fill" or its words. Raises BadMode."""
    parts = words.split(",") if isinstance(words, str) else words
    found = frozenset(word.strip().lower() for word in parts)
    for word in found:
        if word not in MODES:
            raise BadMode(mode=word)
    return found


def run(
    tx: Transaction,
    table: Table,
    mapping: Mapping,
    choices: Choices | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Import every row of `table`. `progress` hears (rows done, rows there are).

    Raises BadKey, Cancelled (then nothing is kept), and what reading further down may raise.
    """
    with _fewer_collections():
        return _run(tx, table, mapping, choices or Choices(), progress, cancelled)


def _run(
    tx: Transaction,
    table: Table,
    mapping: Mapping,
    choices: Choices,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Report:
    key = checked_key(mapping.noun, choices.key)
    tx.named("import", batch=True, noun=mapping.noun)
    tx.source = "import"
    surveyed = survey(
        table, mapping, currency=tx.currency, zone=choices.zone, language=choices.language, region=choices.region
    )
    planner, writer = Planner(mapping, surveyed.settings), Writer(tx, mapping.noun, choices.modes, key)
    read, total = 0, table.count()
    for rows in _batches(table.rows()):
        if cancelled():
            raise Cancelled
        plans: list[Planned] = []
        for row in rows:
            plan = planner.plan(row)
            plans.append(plan) if isinstance(plan, Planned) else writer.tally.rejects.append(plan)
        writer.take(plans)
        settle(tx)
        read += len(rows)
        progress(read, max(total, read))
    report = _report(tx, table, mapping, writer, read, surveyed.doubtful_days)
    tx.named("import", created=report.created, updated=report.updated + report.filled, rejected=report.rejected)
    return report


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Batches make many objects and no circles: the collector would look through them for a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _report(
    tx: Transaction, table: Table, mapping: Mapping, writer: Writer, read: int, doubtful: tuple[tuple[str, str], ...]
) -> Report:
    tally = writer.tally
    return Report(
        batch=tx.step if tx.wrote else None,
        noun=mapping.noun,
        read=read,
        created=tally.created,
        updated=tally.updated,
        filled=tally.filled,
        skipped=tally.skipped,
        rejected=len(tally.rejects),
        duplicates=tally.duplicates,
        mapping=mapping.columns_as_data(),
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        linked=writer.links.made,
        doubtful_days=doubtful,
        rejects=sorted(tally.rejects, key=lambda reject: reject.number),
    )
