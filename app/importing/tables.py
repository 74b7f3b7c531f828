"""What a file is once it can be read: facts about it, its heads, and its rows as often as asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

MAX_COLUMNS: Final = 2_000
MAX_CELL: Final = 1_000_000
"""Characters of one cell; what a field takes is far less."""


class Row(NamedTuple):
    """One row of a file: its number as a spreadsheet counts (the first is 1), its cells, why it is unfit
    or None.

    Cells are as many as heads, None where empty.
    """

    number: int
    cells: list[str | None]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file that reads as a table. `rows()` begins anew each time it is called and keeps no row in memory.

    Iterating raises QuoteNotClosed, CellTooLong or LineTooLong where the file turns out to be broken
    further down.
    """

    format: str
    """"csv", "tsv" or "xlsx", by content."""
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    header: tuple[str, ...]
    header_row: int
    """The number of the row that holds the heads."""
    rows: Callable[[], Iterator[Row]] = field(repr=False)
    count: Callable[[], int] = field(repr=False, default=lambda: 0)
    """About how many rows there are, for progress; quick."""


def fit(number: int, cells: list[str | None], width: int) -> Row:
    """A row as wide as the heads: short ones filled up, long ones unfit unless only empty cells are
    over.
    """
    if len(cells) < width:
        cells.extend([None] * (width - len(cells)))
    elif len(cells) > width:
        if any(cells[width:]):
            return Row(number, cells, "row_too_long")
        del cells[width:]
    return Row(number, cells)
