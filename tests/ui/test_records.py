"""The lists: rows that come when they are needed, sorting, filtering, editing in the cell, the trash and back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import edit
from app.session import Session
from tests.ui.desk import column, filled, page_of, pane_of, read, sorted_by_name, texts, until
from ui import appearance
from ui.actions import takes_letters
from ui.main_window import MainWindow
from ui.pages.records import RecordsPage
from vault import records
from vault.transaction import Transaction

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ids(open_vault: Session) -> dict[str, str]:
    """The customers of the vault that the window opens."""
    return filled(open_vault)


@pytest.fixture
def people(ids: dict[str, str], window: MainWindow, qtbot: QtBot) -> RecordsPage:
    """The list of people, loaded, in the order of names."""
    return sorted_by_name(window, qtbot)


def press_cell(page: RecordsPage, qtbot: QtBot, row: int, field: str, *, twice: bool = False) -> None:
    """A real press on a cell."""
    rect = page.table.visualRect(page.model.index(row, column(page.model, field)))
    act = qtbot.mouseDClick if twice else qtbot.mouseClick
    act(page.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_the_list_opens_with_the_keyboard_on_the_first_row(people: RecordsPage, qtbot: QtBot) -> None:
    assert texts(people.model) == ["Ava Lindqvist", "Clara Reyes", "王佳宁"]
    until(qtbot, lambda: people.table.hasFocus())
    assert people.table.currentIndex().row() == 0
    assert people.head.count.text() == "3"


def test_the_model_keeps_qts_contract_through_changes(
    people: RecordsPage, window: MainWindow, ids: dict[str, str], qtbot: QtBot
) -> None:
    tester = QAbstractItemModelTester(people.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    window.bridge.command(edit.delete, [ids["Clara Reyes"]])
    until(qtbot, lambda: people.model.rowCount() == 2)
    window.trigger("undo")
    until(qtbot, lambda: people.model.rowCount() == 3 and people.model.record(2) is not None)
    people.model.look_for(order=("-name",))
    until(qtbot, lambda: texts(people.model)[0] == "王佳宁")
    assert tester.model() is people.model


def test_pressing_a_head_sorts_and_pressing_it_again_turns_the_order_around(people: RecordsPage, qtbot: QtBot) -> None:
    head = people.table.head
    at = QPoint(head.sectionViewportPosition(column(people.model, "name")) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    until(qtbot, lambda: texts(people.model)[0] == "王佳宁")
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    until(qtbot, lambda: texts(people.model)[0] == "Ava Lindqvist")


def test_f2_edits_the_name_and_ctrl_z_takes_it_back(
    people: RecordsPage, window: MainWindow, open_vault: Session, ids: dict[str, str], qtbot: QtBot
) -> None:
    qtbot.keyClick(people.table, Qt.Key.Key_F2)
    editor = people.table.editor
    assert editor is not None
    assert editor.text() == "Ava Lindqvist"
    qtbot.keyClicks(editor, "Ava Berg")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    until(qtbot, lambda: texts(people.model)[0] == "Ava Berg")
    assert read(open_vault, ids["Ava Lindqvist"])["family_name"] == "Berg"
    assert people.table.editor is None
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    until(qtbot, lambda: texts(people.model)[0] == "Ava Lindqvist")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    until(qtbot, lambda: texts(people.model)[0] == "Ava Berg")


def test_escape_leaves_a_cell_as_it_was(people: RecordsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(people.table, Qt.Key.Key_F2)
    assert people.table.editor is not None
    qtbot.keyClicks(people.table.editor, "Nobody")
    qtbot.keyClick(people.table.editor, Qt.Key.Key_Escape)
    assert people.table.editor is None
    assert texts(people.model)[0] == "Ava Lindqvist"
    assert people.table.hasFocus()


def test_an_unknown_company_keeps_what_was_typed_and_marks_it(people: RecordsPage, qtbot: QtBot) -> None:
    press_cell(people, qtbot, 0, "account", twice=True)
    editor = people.table.editor
    assert editor is not None
    qtbot.keyClicks(editor, "No such company")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    until(qtbot, lambda: editor.property("tone") == "bad")
    assert people.table.editor is editor
    assert editor.text() == "No such company"


def test_a_change_from_elsewhere_never_closes_an_open_editor(
    people: RecordsPage, window: MainWindow, ids: dict[str, str], qtbot: QtBot
) -> None:
    qtbot.keyClick(people.table, Qt.Key.Key_F2)
    editor = people.table.editor
    assert editor is not None
    qtbot.keyClicks(editor, "Ava B")
    window.bridge.command(edit.change, ids["Clara Reyes"], {"title": "Owner"})
    with qtbot.waitSignal(people.model.settled):
        pass
    assert people.table.editor is editor
    assert editor.text() == "Ava B"


def test_delete_moves_to_the_trash_and_undo_brings_it_back(
    people: RecordsPage, window: MainWindow, qtbot: QtBot
) -> None:
    people.table.go_to(1)
    qtbot.keyClick(people.table, Qt.Key.Key_Delete)
    until(qtbot, lambda: texts(people.model) == ["Ava Lindqvist", "王佳宁"])
    assert "Clara Reyes" in window._toast.words.text()
    qtbot.mouseClick(window._toast.action, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: texts(people.model) == ["Ava Lindqvist", "Clara Reyes", "王佳宁"])


def test_several_rows_go_to_the_trash_as_one_step(people: RecordsPage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(people.table, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(people.table, Qt.Key.Key_Delete)
    until(qtbot, lambda: texts(people.model) == ["王佳宁"])
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    until(qtbot, lambda: people.model.rowCount() == 3)


def test_letters_and_arrows_walk_and_home_and_end_go_to_the_ends(people: RecordsPage, qtbot: QtBot) -> None:
    table = people.table
    for key, row in (
        (Qt.Key.Key_J, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_K, 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 2),
    ):
        qtbot.keyClick(table, key)
        assert table.currentIndex().row() == row


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("reyes", ["Clara Reyes"]),
        ("brightwater cla", ["Clara Reyes"]),
        ("020 7946 0203", ["Ava Lindqvist"]),
        ("宁", ["王佳宁"]),
        ('title = "Founder"', ["Clara Reyes"]),
        ("next_step < today", ["Ava Lindqvist"]),
    ],
)
def test_ctrl_f_filters_by_plain_words_and_by_expressions(
    people: RecordsPage, window: MainWindow, qtbot: QtBot, typed: str, expected: list[str]
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is people.filter
    people.filter.setText(typed)
    until(qtbot, lambda: texts(people.model) == expected)
    qtbot.keyClick(people.filter, Qt.Key.Key_Escape)
    until(qtbot, lambda: people.model.rowCount() == 3)


def test_a_filter_that_cannot_be_read_is_a_sentence_and_the_rows_stay(people: RecordsPage, qtbot: QtBot) -> None:
    people.filter.setText("colour = red")
    until(qtbot, lambda: not people.error.isHidden())
    assert people.filter.property("tone") == "bad"
    assert people.model.rowCount() == 3


def test_a_filter_that_nothing_matches_says_so_and_offers_the_way_out(people: RecordsPage, qtbot: QtBot) -> None:
    people.filter.setText("zzz")
    until(qtbot, lambda: people.stack.currentWidget() is people.unmatched)
    assert "zzz" in people.unmatched.heading.text()
    qtbot.mouseClick(people.unmatched.way_out, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: people.stack.currentWidget() is people.table)


def test_an_empty_vault_has_its_doors(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    until(qtbot, lambda: page.stack.currentWidget() is page.vacant)
    assert page.vacant.first.hasFocus()
    assert takes_letters(page.vacant.first)


def test_the_selection_follows_its_record_when_the_order_changes(people: RecordsPage, qtbot: QtBot) -> None:
    people.table.go_to(1)
    people.table.sort_by("name")
    until(qtbot, lambda: texts(people.model)[0] == "王佳宁")
    assert people.table.current_id() == people.model.record(1).id  # type: ignore[union-attr]  # loaded above
    people.table.go_to(0)
    people.table.sort_by("name")
    until(qtbot, lambda: texts(people.model)[0] == "Ava Lindqvist")
    assert people.table.currentIndex().row() == 2


def test_the_language_switches_cells_and_heads_at_once(people: RecordsPage, qapp: QApplication, qtbot: QtBot) -> None:
    appearance.speak(qapp, "zh_CN")
    assert people.head.title.text() == "联系人"
    assert people.model.headerData(0, Qt.Orientation.Horizontal) == "姓名"
    assert texts(people.model, "next_step")[0].startswith("逾期")
    appearance.speak(qapp, "en")
    assert texts(people.model, "next_step")[0].endswith("late")


def test_the_masked_view_shows_no_name_phone_or_amount(
    people: RecordsPage, window: MainWindow, ids: dict[str, str], qtbot: QtBot
) -> None:
    press_cell(people, qtbot, 0, "name")
    pane = pane_of(window)
    until(qtbot, lambda: pane.found is not None)
    window.trigger("masked_view")
    until(qtbot, lambda: "Ava Lindqvist" not in texts(people.model) and pane.head.name.text() != "Ava Lindqvist")
    said = " ".join(row.accessibleName() for row in pane.body.rows.values())
    assert "7946" not in said
    assert "ava@" not in said
    assert not [name for name in texts(people.model) if "Reyes" in name or "佳宁" in name]
    window.trigger("masked_view")
    until(qtbot, lambda: texts(people.model)[0] == "Ava Lindqvist")


def many(tx: Transaction) -> None:
    """A thousand companies."""
    tx.named("demo", batch=True)
    records.create_many(tx, "account", [{"name": f"Company {number:04}"} for number in range(1000)])


def test_a_long_list_loads_only_what_is_in_sight(window: MainWindow, open_vault: Session, qtbot: QtBot) -> None:
    open_vault.write(many).result(timeout=20)
    window.go("companies")
    page = page_of(window)
    until(qtbot, lambda: page.model.record(0) is not None)
    assert page.model.rowCount() == 1000
    assert page.model.record(900) is None
    page.table.scrollToBottom()
    until(qtbot, lambda: page.model.record(999) is not None)
    assert page.model.record(999).values["name"] == "Company 0999"  # type: ignore[union-attr]  # loaded above
    assert page.model.record(500) is None


def test_a_press_on_the_name_opens_the_record_and_elsewhere_only_chooses_the_row(
    people: RecordsPage, window: MainWindow, qtbot: QtBot
) -> None:
    press_cell(people, qtbot, 1, "next_step")
    assert people.table.currentIndex().row() == 1
    assert not window.record_is_open()
    press_cell(people, qtbot, 1, "name")
    assert window.record_is_open()


def test_everything_that_takes_the_keyboard_has_a_name(people: RecordsPage, window: MainWindow, qtbot: QtBot) -> None:
    press_cell(people, qtbot, 0, "name")
    pane = pane_of(window)
    until(qtbot, lambda: pane.found is not None)
    nameless = [
        type(each).__name__
        for part in (people, pane)
        for each in part.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert nameless == []


def test_a_page_left_in_clear_shows_nothing_of_it_when_it_comes_back_masked(
    people: RecordsPage, window: MainWindow, qtbot: QtBot
) -> None:
    window.go("companies")
    window.trigger("masked_view")
    window.go("people")
    assert people.model.rowCount() == 0
    until(qtbot, lambda: people.model.record(0) is not None)
    assert "Ava Lindqvist" not in texts(people.model)
