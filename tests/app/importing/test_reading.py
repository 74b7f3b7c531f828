"""Files as tables, whatever their names say: content, encodings, delimiters, ragged rows, refusals."""

import bz2
import contextlib
import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import FileUnavailable
from app.importing import csv_reading
from app.importing.errors import (
    CellTooLong,
    EmptyFile,
    EncodingMismatch,
    LineTooLong,
    NotATable,
    QuoteNotClosed,
    TooManyColumns,
    UnknownDelimiter,
    UnknownEncoding,
)
from app.importing.reading import open_table
from app.importing.tables import Table
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
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "packed"), (bz2.compress(b"a,b\n"), "packed"), (b"%PDF-1.7 x", "pdf"),
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
