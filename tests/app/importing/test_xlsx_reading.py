"""Workbooks as tables: typed cells, sheets, and what is refused before it costs memory."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from app.importing.errors import (
    DamagedWorkbook,
    EmptyFile,
    NotATable,
    PasswordProtected,
    UnknownSheet,
    UnpacksTooBig,
)
from app.importing.reading import open_table
from app.importing.tables import Table
from app.quality.moneys import Numeral


def cells(table: Table) -> list[list[str | None]]:
    return [row.cells for row in table.rows()]


def book(tmp_path: Path, *sheets: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = workbook.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    path = tmp_path / "book.csv"  # the name lies
    workbook.save(path)
    return path


def test_typed_cells_become_text_that_reads_back_without_doubt(tmp_path: Path) -> None:
    row = ["Anna", 5, 1.234, date(2026, 11, 20), datetime(2026, 11, 20, 14, 30), True, None, "  "]
    table = open_table(book(tmp_path, [["a", "b", "c", "d", "e", "f", "g", "h"], row, [None] * 8, ["Ben"]]))
    (first, second) = cells(table)
    assert first == ["Anna", "5", "1.234", "2026-11-20", "2026-11-20 14:30:00", "true", None, None]
    assert isinstance(first[2], Numeral)
    assert second[0] == "Ben"
    assert [row.number for row in table.rows()] == [2, 4]
    assert (table.format, table.encoding, table.delimiter, table.count()) == ("xlsx", None, None, 3)


def test_the_first_sheet_with_content_is_taken_unless_one_is_named(tmp_path: Path) -> None:
    path = book(tmp_path, [], [["Title"], ["a", "b", "c"], [1, 2, 3]], [["x", "y"], [8, 9]])
    table = open_table(path)
    assert (table.sheet, table.sheets, table.header) == ("Sheet 2", ("Sheet 1", "Sheet 2", "Sheet 3"), ("a", "b", "c"))
    assert table.header_row == 2
    assert cells(open_table(path, sheet="Sheet 3")) == [["8", "9"]]
    with pytest.raises(UnknownSheet):
        open_table(path, sheet="Nope")
    with pytest.raises(EmptyFile):
        open_table(path, sheet="Sheet 1")


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    out = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out


@pytest.mark.parametrize("corner", [b'"XFD1048576"', b"'xfd1048576'", b'"A99999999"'])
def test_a_cell_in_a_far_corner_is_refused_before_it_costs_memory(tmp_path: Path, corner: bytes) -> None:
    path = rewritten(book(tmp_path, [["a", "b"], [1, 2]]), lambda _, text: text.replace(b'"B2"', corner))
    with pytest.raises(UnpacksTooBig):
        open_table(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rewritten(
        book(tmp_path, [["a"], [1]]),
        lambda name, text: text + b" " * 30_000_000 if "sheet1" in name else text,
    )
    with pytest.raises(UnpacksTooBig):
        open_table(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_damaged_and_protected_workbooks_are_told_apart(tmp_path: Path) -> None:
    whole = book(tmp_path, [["a"], [1]]).read_bytes()
    path = tmp_path / "bad.xlsx"
    for content in (whole[: len(whole) // 2], b"PK\x03\x04" + bytes(50)):
        path.write_bytes(content)
        with pytest.raises(DamagedWorkbook):
            open_table(path)
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(PasswordProtected):
        open_table(path)
    path.write_bytes(OLE)
    with pytest.raises(NotATable):
        open_table(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, text: text[: len(text) // 2] if "sheet1" in name else text,
        lambda name, text: b"" if "workbook.xml" in name else text,
        lambda name, text: text.replace(b'r="B2"', b'r="\xff"'),
        lambda name, text: text.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
        lambda name, text: text.replace(b't="n"', b't="s"'),
        lambda name, text: text.replace(b"<v>2<", b"<v>99999999999999999999999<"),
    ],
)
def test_workbooks_with_broken_parts_are_read_or_refused(tmp_path: Path, change: Callable[[str, bytes], bytes]) -> None:
    path = rewritten(book(tmp_path, [["a", "b"], [1, 2]]), change)
    try:
        cells(open_table(path))
    except DamagedWorkbook:
        return


def test_other_archives_are_refused_by_name(tmp_path: Path) -> None:
    for names, reason in ((["mimetype", "content.xml"], "ods"), (["xl/workbook.bin"], "xlsb"), (["a.csv"], "packed")):
        path = tmp_path / f"{reason}.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        with pytest.raises(NotATable) as caught:
            open_table(path)
        assert caught.value.facts == {"reason": f"content_{reason}"}
