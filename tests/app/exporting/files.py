"""Exports without threads, and the written files read back."""

import csv
import zipfile
from pathlib import Path

import openpyxl

from app.exporting import placing, running
from app.exporting.running import Receipt, Request
from tests.vault.desk import Desk
from vault.reader import Reader


def silent(_done: int, _total: int) -> None: ...


def export(desk: Desk, request: Request, reader: Reader | None = None) -> Receipt:
    """As `running.export`, without threads."""
    prepared = running.prepare(reader or desk.reader, request, silent, lambda: False)
    receipt = desk.do(running.enter, prepared)
    placing.appear(prepared.part, prepared.out)
    return receipt


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True)))


def read_xlsx(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))  # type: ignore[union-attr]


def every_text(path: Path) -> str:
    """All bytes of a file as text, of a workbook those of its parts."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8-sig")
    with zipfile.ZipFile(path) as book:
        return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())
