"""Files as tables, whatever their names say: content, encodings, delimiters, ragged rows, refusals."""

import bz2
import contextlib
import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import FileUnavailable
from app.importing import csv_reading
from app.importing.errors import (
    CellTooLong,
    DamagedWorkbook,
    EmptyFile,
    EncodingMismatch,
    LineTooLong,
    NotATable,
    PasswordProtected,
    QuoteNotClosed,
    TooManyColumns,
    UnknownDelimiter,
    UnknownEncoding,
    UnknownSheet,
    UnpacksTooBig,
)
from app.importing.reading import open_table
from app.importing.tables import Table
from app.quality.moneys import Numeral
from vault.errors import SatchelError

TEXT = "Name;Stadt\nJürgen Müller;Köln\nRenée;Zürich\n"
CHINESE = "姓名,公司\n欧阳小明,上海示例科技有限公司\n王伟,北京\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def written(content: bytes) -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        return path

    return written


def cells(table: Table) -> list[list[str | None]]:
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("windows-1252", "windows-1252"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_from_the_content(file: Callable[[bytes], Path], encoding: str, said: str) -> None:
    table = open_table(file(TEXT.encode(encoding)))
    assert (table.encoding, table.delimiter, table.header) == (said, ";", ("Name", "Stadt"))
    assert cells(table) == [["Jürgen Müller", "Köln"], ["Renée", "Zürich"]]


def test_chinese_in_gb18030_is_not_taken_for_western_text_nor_the_other_way(file: Callable[[bytes], Path]) -> None:
    table = open_table(file(CHINESE.encode("gb18030")))
    assert (table.encoding, cells(table)[0][0]) == ("gb18030", "欧阳小明")
    assert open_table(file("name,x\nÄÖÜ,ß\n".encode("windows-1252"))).encoding == "windows-1252"


def test_an_encoding_asked_for_wins_and_one_that_does_not_fit_is_refused(file: Callable[[bytes], Path]) -> None:
    path = file("a,b\né,1\n".encode("latin-1"))
    assert cells(open_table(path, encoding="cp1251"))[0][0] == "й"
    with pytest.raises(EncodingMismatch) as caught:
        open_table(path, encoding="utf-8")
    assert caught.value.facts == {"encoding": "utf-8", "position": 4}
    for name in ("klingon", "rot13", "base64", "unicode_escape", "idna", ""):
        with pytest.raises(UnknownEncoding):
            open_table(path, encoding=name or "no-such")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_counting_outside_quotes(file: Callable[[bytes], Path], sign: str) -> None:
    text = f'name{sign}note{sign}n\nAnna{sign}"a, b; c | d"{sign}1\nBen{sign}"e,\nf"{sign}2\n'
    table = open_table(file(text.encode()))
    assert (table.delimiter, table.format) == (sign, "tsv" if sign == "\t" else "csv")
    assert cells(table)[1] == ["Ben", "e,\nf", "2"]


def test_a_file_of_one_column_gets_no_invented_delimiter(file: Callable[[bytes], Path]) -> None:
    table = open_table(file(b"name\nSchmidt, Anna\nJones, Ben\nBond\n"))
    assert table.header == ("name",)
    assert [row.problem for row in table.rows()] == ["row_too_long", "row_too_long", None]
    assert cells(open_table(file(b"name\nAnna\nBen\n"))) == [["Anna"], ["Ben"]]


def test_a_delimiter_asked_for_or_announced_wins(file: Callable[[bytes], Path]) -> None:
    assert open_table(file(b"a:b\n1:2\n"), delimiter=":").header == ("a", "b")
    assert open_table(file(b"a\tb;c\n1\t2;3\n"), delimiter="tab").header == ("a", "b;c")
    announced = open_table(file(b"sep=;\r\nname;x,y\r\nAnna;1,2\r\n"))
    assert (announced.header, announced.header_row, cells(announced)) == (("name", "x,y"), 2, [["Anna", "1,2"]])
    for wrong in ("ab", '"', "a", "\n", ""):
        with pytest.raises(UnknownDelimiter):
            open_table(file(b"a,b\n"), delimiter=wrong or "xx")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(file: Callable[[bytes], Path], end: str) -> None:
    table = open_table(file(end.join(["a,b", "1,2", "", "3,4"]).encode()))
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["1", "2"]), (4, ["3", "4"])]


def test_short_rows_are_filled_up_and_long_ones_are_unfit(file: Callable[[bytes], Path]) -> None:
    table = open_table(file(b"a,b,c\n1\n1,2,3,,\n1,2,3,4\n , ,\n"))
    assert [(row.number, row.cells, row.problem) for row in table.rows()] == [
        (2, ["1", None, None], None),
        (3, ["1", "2", "3"], None),
        (4, ["1", "2", "3", "4"], "row_too_long"),
    ]


def test_titles_above_the_heads_are_passed_over(file: Callable[[bytes], Path]) -> None:
    table = open_table(
        file(
            b'Notes:\r\n"When exporting, some e-mails may be missing."\r\n\r\nFirst Name,Last Name,Company\r\nA,B,C\r\n'
        )
    )
    assert (table.header, table.header_row) == (("First Name", "Last Name", "Company"), 4)


def test_quotes_are_doubled_and_an_open_one_is_refused(file: Callable[[bytes], Path]) -> None:
    assert cells(open_table(file(b'a,b\n"x ""y""",2\n5" pipe,3\n'))) == [['x "y"', "2"], ['5" pipe', "3"]]
    with pytest.raises(QuoteNotClosed) as caught:
        cells(open_table(file(b'a,b\n1,2\n"open,3\n4,5\n6,7\n')))
    assert caught.value.facts == {"row": 3}


def test_reading_twice_gives_the_same(file: Callable[[bytes], Path]) -> None:
    table = open_table(file(TEXT.encode()))
    assert cells(table) == cells(table)
    assert table.count() == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(b"a,b\n1,2\n"), "packed"), (bz2.compress(b"a,b\n"), "packed"), (b"%PDF-1.7 x", "pdf"),
        (b"  <!DOCTYPE html><table><tr><td>name</td></tr></table>", "html"), (b'<?xml version="1.0"?><a/>', "xml"),
        (b'[{"name": "Anna"}]', "json"), (b'{"name": "Anna"}\n{"name": "Ben"}', "json"), (b"BEGIN:VCARD\n", "vcard"),
        (b"BEGIN:VCALENDAR\n", "calendar"), (b"SQLite format 3\0" + bytes(100), "database"),
        (bytes(range(256)) * 20, "binary"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"\x7fELF", "program"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_its_content(file: Callable[[bytes], Path], content: bytes, reason: str) -> None:
    with pytest.raises(NotATable) as caught:
        open_table(file(content))
    assert caught.value.facts == {"reason": f"content_{reason}"}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" \t\r\n"])
def test_an_empty_file_is_refused(file: Callable[[bytes], Path], content: bytes) -> None:
    with pytest.raises(EmptyFile):
        open_table(file(content))


def test_a_missing_file_and_a_folder_are_unavailable(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FileUnavailable):
            open_table(path)


def test_lines_cells_and_heads_beyond_all_measure_are_refused(
    file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_reading, "MAX_LINE", 5_000)
    monkeypatch.setattr(csv_reading, "MAX_CELL", 1_000)
    with pytest.raises(LineTooLong):
        cells(open_table(file(b"a,b\n" + b"x," * 5_000 + b"\n")))
    with pytest.raises(CellTooLong):
        cells(open_table(file(b"a,b\n1,2\n" + b"x" * 2_000 + b",2\n")))
    monkeypatch.setattr(csv_reading, "MAX_LINE", 50_000)
    with pytest.raises(TooManyColumns):
        open_table(file(b",".join(b"h%d" % n for n in range(3_000)) + b"\n"))


# workbooks


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


CELLS = st.lists(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r\ufeff"), max_size=12),
        min_size=3,
        max_size=3,
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=CELLS, sign=st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_program_writes_is_read_back(tmp_path: Path, rows: list[list[str]], sign: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows([["alpha", "beta", "gamma"], *rows])
    path = tmp_path / "written.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    table = open_table(path, delimiter=sign)
    expected = [[cell if cell.strip() else None for cell in row] for row in rows if any(cell.strip() for cell in row)]
    guarded = ("'=", "'+", "'-", "'@")
    assert cells(table) == [
        [cell[1:] if cell and cell.startswith(guarded) else cell for cell in row] for row in expected
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused_in_our_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    with contextlib.suppress(SatchelError):
        cells(open_table(path))
