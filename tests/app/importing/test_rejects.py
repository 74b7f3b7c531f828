"""Rejected rows in a file: as they were, with the reason, inert, and importable once repaired."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import FileUnavailable
from app.importing import rejects
from app.importing.reading import open_table
from app.importing.running import Report
from app.words import set_language
from tests.vault.desk import Desk

TEXT = (
    "Name,Email,Phone\nAnna,bad,+49 30 123456\n=1+1,b@example.com,\nBen,ben@example.com,12\nCarl,c@example.com,,more\n"
)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rejected_rows_are_written_with_number_field_and_reason(
    desk: Desk, imported: Callable[..., Report], write: Callable[[str], Path], tmp_path: Path, ending: str
) -> None:
    report = imported(TEXT)
    out = tmp_path / f"rejects.{ending}"
    assert rejects.write(open_table(write(TEXT)), "contact", report.rejects, out) == report.rejected == 3
    table = open_table(out)
    assert table.header == ("Name", "Email", "Phone", "Row", "Field", "Reason")
    assert [row.cells[:5] for row in table.rows()][:2] == [
        ["Anna", "bad", "+49 30 123456", "2", "E-mail"],
        ["Ben", "ben@example.com", "12", "4", "Phone"],
    ]
    assert list(tmp_path.glob(".*")) == []


def test_a_repaired_file_is_imported_as_it_is(
    imported: Callable[..., Report], write: Callable[[str], Path], tmp_path: Path
) -> None:
    report = imported(TEXT)
    out = tmp_path / "rejects.csv"
    rejects.write(open_table(write(TEXT)), "contact", report.rejects, out)
    repaired = out.read_text(encoding="utf-8-sig").replace("bad", "anna@example.com").replace('"12"', '"13800138000"')
    again = imported(repaired.replace('"more"', ""))
    assert (again.created, again.rejected) == (3, 0)


def test_reasons_and_heads_are_in_the_language_of_the_program(
    imported: Callable[..., Report], write: Callable[[str], Path], tmp_path: Path
) -> None:
    report = imported(TEXT)
    set_language("zh_CN")
    try:
        rejects.write(open_table(write(TEXT)), "contact", report.rejects, tmp_path / "r.csv")
    finally:
        set_language("en")
    table = open_table(tmp_path / "r.csv")
    assert table.header[3:] == ("行号", "字段", "原因")
    assert next(table.rows()).cells[4:] == ["邮箱", "不是邮箱地址"]


def test_a_place_that_cannot_be_written_leaves_no_file(write: Callable[[str], Path], tmp_path: Path) -> None:
    with pytest.raises(FileUnavailable):
        rejects.write(open_table(write(TEXT)), "contact", [], tmp_path / "none" / "r.csv")
