"""The export page with real keys and mouse: what is previewed is what is written, and nothing else leaves."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app import edit
from ui.dialogs.confirm import Confirm
from ui.main_window import MainWindow
from ui.pages.exporting.page import ExportPage

LEFT = Qt.MouseButton.LeftButton
PEOPLE = (
    ("Ava Hart", "+442079460203", "ava.hart@example.com"),
    ("王佳宁", "+8613800004412", "jianing@example.cn"),
    ("Liam Okafor", "+12025550143", "liam@example.org"),
)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> ExportPage:
    """The export page in front, over a vault of three people."""
    session = window.bridge.session
    for name, phone, email in PEOPLE:
        session.write(edit.add, "contact", {"name": name, "phone": phone, "email": email}).result(timeout=10)
    window.go("export")
    assert window.workspace is not None
    found = window.workspace.page()
    assert isinstance(found, ExportPage)
    qtbot.waitUntil(lambda: found.found is not None, timeout=10_000)
    return found


def answer(path: Path) -> Callable[[str], str]:
    """A save dialog that is answered at once."""
    return lambda _proposed: str(path)


def written(qtbot: QtBot, page: ExportPage, path: Path) -> None:
    """Presses the button and waits for the receipt."""
    page.ask_path = answer(path)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: page.preview.face() == "receipt", timeout=15_000)


def content(path: Path) -> str:
    """Every byte of a file as text, of a workbook those of its parts."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8-sig")
    with zipfile.ZipFile(path) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def fill_in(qtbot: QtBot, page: ExportPage, field: str, form: str) -> None:
    """Chooses a rule."""
    before, box = page.found, page.rules.row(field).form
    box.choose(form)
    assert box.value() == form
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: page.found is not before, timeout=10_000)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_phone_number_is_in_any_byte_of_a_masked_file(
    qtbot: QtBot, page: ExportPage, tmp_path: Path, form: str
) -> None:
    page.preview.format.choose(form)
    path = tmp_path / f"people.{form}"
    written(qtbot, page, path)
    text = content(path)
    digits = re.sub(r"\D", "", text)
    for name, phone, email in PEOPLE:
        assert phone[1:] not in digits
        assert phone[3:] not in digits
        assert email not in text
        assert name not in text
    assert page.preview.receipt.facts["sum"].text


def test_the_file_reads_exactly_as_the_preview(qtbot: QtBot, page: ExportPage, tmp_path: Path) -> None:
    assert page.found is not None
    shown = page.found
    path = tmp_path / "people.csv"
    written(qtbot, page, path)
    lines = content(path).splitlines()
    assert len(lines) == 1 + len(shown.rows)
    for line, row in zip(lines[1:], shown.rows, strict=True):
        assert all(cell in line for cell in row)


def test_masked_cells_are_tinted(page: ExportPage) -> None:
    heads = page.preview.table.content.headings
    tones = {head: cell.tone for head, cell in zip(heads, page.preview.table.content.cells[0], strict=True)}
    assert tones["Name"] == tones["Phone"] == tones["E-mail"] == "masked"
    assert page.foot.tone == "ok"


def test_a_full_field_turns_the_sentence_amber_and_asks_for_a_reason(
    qtbot: QtBot, page: ExportPage, tmp_path: Path
) -> None:
    fill_in(qtbot, page, "phone", "full")
    assert page.foot.tone == "warn"
    assert "Phone" in page.foot.sentence.text()
    page.ask_path = answer(tmp_path / "people.csv")
    qtbot.mouseClick(page.button, LEFT)
    assert page.reason.property("tone") == "bad"
    assert page.reason.hasFocus()
    assert not (tmp_path / "people.csv").exists()


def test_values_leave_in_full_only_after_reason_and_confirmation(
    qtbot: QtBot, window: MainWindow, page: ExportPage, tmp_path: Path
) -> None:
    fill_in(qtbot, page, "phone", "full")
    path = tmp_path / "people.csv"
    page.ask_path = answer(path)
    qtbot.keyClicks(page.reason, "Printed for the trade fair")
    qtbot.mouseClick(page.button, LEFT)
    question = window.findChild(Confirm)
    assert question is not None
    assert "3" in question.deed.text()
    assert question.focusWidget() is question.cancel
    assert not path.exists()
    qtbot.mouseClick(question.deed, LEFT)
    qtbot.waitUntil(lambda: page.preview.face() == "receipt", timeout=15_000)
    assert "+442079460203" in content(path)
    assert page.preview.receipt.facts["reason"].text == "Printed for the trade fair"


def test_cancelling_the_question_writes_nothing(
    qtbot: QtBot, window: MainWindow, page: ExportPage, tmp_path: Path
) -> None:
    fill_in(qtbot, page, "email", "full")
    page.ask_path = answer(tmp_path / "people.csv")
    page.reason.setFocus()
    qtbot.keyClicks(page.reason, "For the printer")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    question = window.findChild(Confirm)
    assert question is not None
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert page.preview.face() == "table"
    assert not list(tmp_path.glob("people*"))


def test_a_condition_narrows_the_preview(qtbot: QtBot, page: ExportPage) -> None:
    before = page.found
    page.rules.where.setFocus()
    qtbot.keyClicks(page.rules.where, 'name ~ "okafor"')
    qtbot.keyClick(page.rules.where, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.found is not None and page.found is not before, timeout=10_000)
    assert page.found is not None
    assert page.found.total == 1


def test_a_condition_that_cannot_be_read_is_said_beside_it(qtbot: QtBot, page: ExportPage) -> None:
    page.rules.where.setFocus()
    qtbot.keyClicks(page.rules.where, "name ~")
    qtbot.keyClick(page.rules.where, Qt.Key.Key_Return)
    qtbot.waitUntil(page.rules.where_error.isVisible, timeout=10_000)
    assert page.rules.where_error.text()
    assert not page.button.isEnabled()


def test_own_rules_can_be_kept_as_a_profile(qtbot: QtBot, page: ExportPage) -> None:
    fill_in(qtbot, page, "email", "domain")
    qtbot.keyClicks(page.rules.keep_as, "Trade fair")
    qtbot.mouseClick(page.rules.keep, LEFT)
    qtbot.waitUntil(lambda: page.rules.by.value() == "Trade fair", timeout=10_000)
    assert page.rules.row("email").form.value() == "domain"


def test_in_masked_view_everything_leaves_masked(qtbot: QtBot, window: MainWindow, page: ExportPage) -> None:
    before = page.found
    window.trigger("masked_view")
    qtbot.waitUntil(lambda: page.found is not before, timeout=10_000)
    assert page.found is not None
    assert not page.found.clear
    row = page.preview.table.content.cells[0]
    assert all(PEOPLE[0][1] not in cell.text for cell in row)


def test_identity_numbers_cannot_be_chosen(page: ExportPage) -> None:
    row = page.rules.row("id_number")
    assert row.form.value() == "hide"
    assert not row.form.isEnabled()


def test_everything_that_takes_the_keyboard_has_a_name(page: ExportPage) -> None:
    nameless = [
        each
        for each in page.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not each.accessibleName() and not (isinstance(each, QAbstractButton) and each.text())
    ]  # fmt: skip
    assert not nameless


def test_enter_in_the_condition_only_looks_again(qtbot: QtBot, page: ExportPage, tmp_path: Path) -> None:
    page.ask_path = answer(tmp_path / "people.csv")
    page.rules.where.setFocus()
    qtbot.keyClick(page.rules.where, Qt.Key.Key_Return)
    assert page.preview.face() == "table"
    page.rules.which.setFocus()
    qtbot.keyClick(page.rules.which, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.preview.face() == "receipt", timeout=15_000)


def test_a_reason_typed_before_is_not_kept_with_a_masked_file(qtbot: QtBot, page: ExportPage, tmp_path: Path) -> None:
    fill_in(qtbot, page, "phone", "full")
    qtbot.keyClicks(page.reason, "For the printer")
    fill_in(qtbot, page, "phone", "last_four")
    written(qtbot, page, tmp_path / "people.csv")
    assert not page.preview.receipt.facts["reason"].text
