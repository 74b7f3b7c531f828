"""Workbooks (XLSX, and XLS as old programs write it) through calamine, weighed before they are unpacked.
Any thread.

Calamine keeps a sheet as one dense block, so a single cell in the last corner would cost gigabytes: the
size of the block is read from the file first. It resolves no entities and runs no formulas: values are
those saved.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from app.importing import dialects
from app.importing.errors import (
    DamagedWorkbook,
    EmptyFile,
    FileTooBig,
    PasswordProtected,
    TooManyColumns,
    UnknownSheet,
    UnpacksTooBig,
)
from app.importing.tables import MAX_CELL, MAX_COLUMNS, Row, Table, fit
from app.quality.moneys import Numeral

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_FILE: Final = 200_000_000
MAX_UNPACKED: Final = 600_000_000
MAX_RATIO: Final = 400
_RATIO_FROM: Final = 20_000_000
MAX_CELLS: Final = 24_000_000
"""Cells of a sheet's block; about 32 bytes each."""
_FIRST: Final = 40
_MAX_PARTS: Final = 5_000
_BLOCK: Final = 1 << 20
_CELL: Final = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["']\s*([A-Za-z]{1,9})(\d{1,12})""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["']\s*(\d{1,12})""")
_BEGUN: Final = re.compile(rb"<(?:\w+:)?row\b")


def open_workbook(path: Path, sheet: str | None) -> Table:
    """A workbook as a Table of one sheet: the one named, else the first with content.

    Raises DamagedWorkbook, PasswordProtected, UnpacksTooBig, FileTooBig, UnknownSheet, EmptyFile.
    """
    size = path.stat().st_size
    if size > MAX_FILE:
        raise FileTooBig(size=size, limit=MAX_FILE)
    _weigh(path)
    book = _opened(path)
    names = tuple(book.sheet_names)
    chosen, block = _chosen(book, names, sheet)
    with _in_our_words():
        first = [_texts(cells) for _, cells in zip(range(_FIRST), block.iter_rows(), strict=False)]
    head = dialects.head_row(first)
    cells = first[head]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TooManyColumns(columns=len(cells), limit=MAX_COLUMNS)
    top = block.start[0] if block.start else 0
    return Table(
        format="xlsx",
        encoding=None,
        delimiter=None,
        sheet=chosen,
        sheets=names,
        header=tuple(" ".join((cell or "").split()) for cell in cells),
        header_row=top + head + 1,
        rows=partial(_rows, block, head, top, len(cells)),
        count=lambda: max(0, block.height - head - 1),
    )


def _weigh(path: Path) -> None:
    """Raises UnpacksTooBig or DamagedWorkbook before anything large is held in memory."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            if len(parts) > _MAX_PARTS or total > MAX_UNPACKED:
                raise UnpacksTooBig(limit=MAX_UNPACKED)
            if total > _RATIO_FROM and total / packed > MAX_RATIO:
                raise UnpacksTooBig(limit=MAX_UNPACKED)
            if any(part.flag_bits & 1 for part in parts):
                raise PasswordProtected
            for part in parts:
                with archive.open(part) as content:
                    _weigh_part(content, sheet="/worksheets/" in part.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise DamagedWorkbook from None


def _weigh_part(content: IO[bytes], *, sheet: bool) -> None:
    """Read a part to its end (a wrong size in the directory shows there) and measure the block of a sheet."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    begun = 0
    tail = b""
    while block := content.read(_BLOCK):
        if not sheet:
            continue
        text = tail + block
        found = _CELL.findall(text)
        columns.update([column for column, _ in found])
        rows.update([row for _, row in found])
        rows.update(_ROW.findall(text))
        begun += len(_BEGUN.findall(text))
        tail = text[-200:]
    width = max((_column(name) for name in columns), default=1)
    height = max((int(number) for number in rows), default=1)
    if max(height, begun) * width > MAX_CELLS:
        raise UnpacksTooBig(limit=MAX_CELLS)


def _column(name: bytes) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Turn what calamine says of a file it cannot read into our errors, its own breakdowns too."""
    import python_calamine as calamine  # imported late: only workbooks need it

    try:
        yield
    except calamine.PasswordError:
        raise PasswordProtected from None
    except (calamine.CalamineError, OSError, ValueError, OverflowError, MemoryError):
        raise DamagedWorkbook from None
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":  # pyo3 derives it from BaseException and does not export it
            raise DamagedWorkbook from None
        raise


def _opened(path: Path) -> "CalamineWorkbook":
    import python_calamine as calamine

    with _in_our_words():
        return calamine.CalamineWorkbook.from_path(str(path))


def _chosen(book: "CalamineWorkbook", names: tuple[str, ...], sheet: str | None) -> tuple[str, "CalamineSheet"]:
    if sheet is not None:
        if sheet not in names:
            raise UnknownSheet(sheet=sheet)
        names = (sheet,)
    for name in names:
        block = _sheet(book, name)
        if block.width and block.height:
            return name, block
    raise EmptyFile


def _sheet(book: "CalamineWorkbook", name: str) -> "CalamineSheet":
    with _in_our_words():
        return book.get_sheet_by_name(name)


def _rows(block: "CalamineSheet", head: int, top: int, width: int) -> Iterator[Row]:
    with _in_our_words():
        for number, cells in enumerate(block.iter_rows()):
            texts = _texts(cells)
            if number > head and any(texts):
                row = fit(top + number + 1, texts, width)
                yield row if max(map(len, filter(None, texts))) <= MAX_CELL else row._replace(problem="too_long")


def _texts(cells: Sequence[object]) -> list[str | None]:
    return [_text(cell) for cell in cells]


def _text(cell: object) -> str | None:
    """A typed cell as text that reads back without doubt: ISO days, decimal points, yes and no."""
    if isinstance(cell, str):
        return cell if cell and not cell.isspace() else None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        whole = isinstance(cell, int) or cell.is_integer()
        return Numeral(int(cell)) if whole and abs(cell) < 1e15 else Numeral(repr(cell))
    return _moment(cell)


def _moment(cell: object) -> str | None:
    if isinstance(cell, datetime):
        midnight = cell.time() == time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else None
