"""Text tables: CSV, TSV and their kin, streamed in bounded memory. Any thread."""

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from app.importing import dialects, encodings
from app.importing.errors import CellTooLong, EmptyFile, LineTooLong, QuoteNotClosed, TooManyColumns
from app.importing.tables import MAX_CELL, MAX_COLUMNS, Row, Table, fit

MAX_LINE: Final = 8_000_000
"""Characters of one line."""
_SAMPLE: Final = 128 * 1024
_FIRST: Final = 40
_GUARDED: Final = ("=", "+", "-", "@")


def open_text(path: Path, encoding: str | None, delimiter: str | None) -> Table:
    """The text file as a Table. Raises the errors of `encodings` and `dialects`, EmptyFile,
    TooManyColumns.
    """
    name = encodings.check(path, encoding) if encoding else encodings.detect(path)
    with path.open(encoding=name, newline="") as file:
        sample = file.read(_SAMPLE)
    if not sample.strip("\ufeff \t\r\n\0"):
        raise EmptyFile
    announced = dialects.announced(sample)
    sign = dialects.named(delimiter) if delimiter else announced or dialects.delimiter_of(_whole_lines(sample))
    head, header = _head(path, name, sign, skip=1 if announced else 0)
    if len(header) > MAX_COLUMNS:
        raise TooManyColumns(columns=len(header), limit=MAX_COLUMNS)
    return Table(
        format="tsv" if sign == "\t" else "csv",
        encoding=encodings.spoken(name),
        delimiter=sign,
        sheet=None,
        sheets=(),
        header=header,
        header_row=head,
        rows=partial(_rows, path, name, sign, head, len(header)),
        count=partial(_count, path, head),
    )


def _count(path: Path, head: int) -> int:
    """Line ends below the heads: more than rows where cells hold line ends themselves."""
    with path.open("rb") as file:
        ends = [(block.count(b"\n"), block.count(b"\r")) for block in iter(partial(file.read, 1 << 20), b"")]
    return max(0, max(sum(lines) for lines in zip(*ends, strict=True)) - head) if ends else 0


def _whole_lines(sample: str) -> str:
    """The sample without a line that it cuts."""
    end = max(sample.rfind("\n"), sample.rfind("\r"))
    return sample[: end + 1] if len(sample) >= _SAMPLE and end > 0 else sample


def _head(path: Path, encoding: str, sign: str, skip: int) -> tuple[int, tuple[str, ...]]:
    """(number of the row with the heads, the heads)."""
    first: list[tuple[int, list[str]]] = []
    for number, cells in _records(path, encoding, sign):
        if number > skip:
            first.append((number, cells))
        if len(first) >= _FIRST:
            break
    if not any(cell.strip() for _, cells in first for cell in cells):
        raise EmptyFile
    number, cells = first[dialects.head_row([cells for _, cells in first])]
    while cells and not cells[-1].strip():
        cells.pop()
    return number, tuple(" ".join(cell.split()) for cell in cells)


def _rows(path: Path, encoding: str, sign: str, head: int, width: int) -> Iterator[Row]:
    for number, cells in _records(path, encoding, sign):
        if number <= head or not cells:
            continue
        filled: list[str | None] = [cell if cell and not cell.isspace() else None for cell in cells]
        if any(filled):
            yield fit(number, [_unguarded(cell) if cell and cell[0] == "'" else cell for cell in filled], width)


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that exports put before what a spreadsheet would run as a formula."""
    return cell[1:] if cell[1:2] in _GUARDED else cell


def _records(path: Path, encoding: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """(number from 1, cells); blank lines count and come as no cells."""
    csv.field_size_limit(MAX_CELL)
    pending: list[str] = []
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_lines(file, pending), delimiter=sign)
        try:
            for number, cells in enumerate(reader, 1):
                if len(pending) > 1:
                    _refuse_open_quote(pending, sign, number)
                pending.clear()
                yield number, cells
        except csv.Error:
            raise CellTooLong(row=number + 1, limit=MAX_CELL) from None


def _lines(file: TextIO, pending: list[str]) -> Iterator[str]:
    """The lines of a file, none longer than it may; `pending` holds those the reader has not answered
    with a row.
    """
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise LineTooLong(row=number, limit=MAX_LINE)
        pending.append(line)
        yield line


def _refuse_open_quote(lines: list[str], sign: str, number: int) -> None:
    """A row of several lines must have closed its quotes; at the end of a file the lenient reader lets it
    pass.
    """
    try:
        for _ in csv.reader(lines, delimiter=sign, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise QuoteNotClosed(row=number) from None
