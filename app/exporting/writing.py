"""CSV and XLSX files row by row, in bounded memory: no formulas, no metadata, no links. One thread each."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Protocol

from app.exporting.errors import TooManyRows
from app.exporting.forms import Cell
from app.exporting.guarding import inert

FORMATS: Final = ("csv", "xlsx")
_MOST_ROWS: Final = 1_048_576
_LONGEST_CELL: Final = 32_767
_EXACT_DIGITS: Final = 15
_SHEET_FORBIDS: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET: Final = 31
_NO_MOMENT: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a constant in place of the moment of writing


class Writer(Protocol):
    """A file under way: headings, then batches of rows given as columns, then `close` once."""

    def add(self, columns: Sequence[Sequence[Cell]]) -> None: ...

    def close(self) -> None: ...


class CsvWriter:
    """UTF-8 with a byte order mark, commas, CRLF; every text in quotes and inert, numbers bare."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self._file = io.TextIOWrapper(path.open("wb"), encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        self._csv.writerow([inert(each) for each in headings])

    def add(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Append rows."""
        self._csv.writerows(zip(*map(_csv_cells, columns), strict=True))

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def _csv_cells(cells: Sequence[Cell]) -> list[str | int | Decimal]:
    return ["" if cell is None else inert(cell) if isinstance(cell, str) else cell for cell in cells]


class XlsxWriter:
    """A workbook of one sheet whose texts are typed as text; its temporary files lie in `folder`."""

    def __init__(self, path: Path, headings: Sequence[str], sheet: str, folder: Path) -> None:
        import xlsxwriter  # imported late: only who exports pays for it

        quiet = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        options = {"constant_memory": True, "tmpdir": str(folder), "nan_inf_to_errors": False, **quiet}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": _NO_MOMENT})
        name = _SHEET_FORBIDS.sub(" ", sheet)[:_LONGEST_SHEET].strip() or "1"
        self._sheet: Any = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        self.add([[heading] for heading in headings])

    def add(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Append rows. Raises TooManyRows beyond what a sheet holds."""
        if columns and self._row + len(columns[0]) > _MOST_ROWS:
            raise TooManyRows(most=_MOST_ROWS - 1)
        text, number = self._sheet.write_string, self._sheet.write_number
        for row in zip(*columns, strict=True):
            at = self._row
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    text(at, column, cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - 1] + "…")
                elif cell is not None:
                    (number if _exact(cell) else text)(at, column, cell if _exact(cell) else str(cell))
            self._row += 1

    def close(self) -> None:
        """Put the workbook together. Raises OSError."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", ())) from None


def _exact(number: int | Decimal) -> bool:
    return len(str(number).strip("-").replace(".", "")) <= _EXACT_DIGITS


def begin(format_name: str, path: Path, headings: Sequence[str], sheet: str, folder: Path) -> Writer:
    """A writer of one of FORMATS."""
    if format_name == "csv":
        return CsvWriter(path, headings)
    return XlsxWriter(path, headings, sheet, folder)
