"""The import page with real keys and mouse, on a real vault: preview, result, undo, stop."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.import_steps import answer, chinese_file, counted, imported, numbers, taken, tried
from ui.main_window import MainWindow
from ui.pages.importing.frame import CHECK, DONE, FILE, MATCH
from ui.pages.importing.page import ImportPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(window: MainWindow) -> ImportPage:
    """The import page in front."""
    window.go("import")
    assert window.workspace is not None
    found = window.workspace.page()
    assert isinstance(found, ImportPage)
    return found


def test_a_chinese_file_is_read_checked_imported_and_taken_back(
    qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path
) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    assert page.file.encoding.value() == "gb18030"
    assert page.file.table.content.cells[0][1].text == "王佳宁"
    preview = tried(qtbot, page)
    assert (preview.created, preview.rejected, preview.duplicates) == (2, 2, 1)

    qtbot.mouseClick(page.frame.next, LEFT)
    assert page.frame.step == MATCH
    assert [row.field.value() for row in page.match.rows][:2] == ["name", "phone:mobile"]
    qtbot.mouseClick(page.frame.next, LEFT)
    assert page.frame.step == CHECK
    assert page.check.problems.groups.count() == 2
    assert counted(window, "contact") == 0

    qtbot.mouseClick(page.frame.next, LEFT)
    qtbot.waitUntil(lambda: page.frame.step == DONE, timeout=15_000)
    assert page.result is not None
    assert numbers(page.result) == numbers(preview)
    assert counted(window, "contact") == 2
    assert counted(window, "account") == 2

    qtbot.mouseClick(page.done.back, LEFT)
    qtbot.waitUntil(page.done.back.isHidden, timeout=10_000)
    assert (counted(window, "contact"), counted(window, "account")) == (0, 0)


def test_an_import_taken_back_with_the_undo_key_is_said_to_be_and_redo_says_it_again(
    qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path
) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    qtbot.mouseClick(page.frame.next, LEFT)
    qtbot.mouseClick(page.frame.next, LEFT)
    qtbot.mouseClick(page.frame.next, LEFT)
    qtbot.waitUntil(lambda: page.frame.step == DONE, timeout=15_000)
    window.trigger("undo")
    qtbot.waitUntil(page.done.back.isHidden, timeout=10_000)
    window.trigger("redo")
    qtbot.waitUntil(page.done.back.isVisible, timeout=10_000)


def test_stop_leaves_everything_as_it_was(qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path, copies=1_500))
    tried(qtbot, page)
    page.go_on()
    page.go_on()
    held = threading.Event()
    window.bridge.session.write(lambda _tx: held.wait(20))  # the writer waits, so that Stop comes first
    qtbot.mouseClick(page.frame.next, LEFT)
    assert page.check.running
    qtbot.mouseClick(page.check.strip.button, LEFT)
    held.set()
    qtbot.waitUntil(lambda: not page.check.running, timeout=20_000)
    assert page.frame.step == CHECK
    assert counted(window, "contact") == 0
    assert tried(qtbot, page).created == 1_502


def test_changing_a_column_changes_the_card_and_the_numbers(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    assert tried(qtbot, page).rejected == 2
    page.go_on()
    email = page.match.rows[3].field
    email.setFocus()
    email.choose(None)
    email.activated.emit(email.currentIndex())
    assert page.trial.report is None
    assert tried(qtbot, page).rejected == 1
    assert page.match.rows[3].state.text == "Not mapped"


def test_a_column_can_be_chosen_with_the_keyboard_alone(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    page.go_on()
    field = page.match.rows[4].field
    field.setFocus()
    before = field.value()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() != before
    assert page.draft is not None
    assert page.draft.mapping.columns[4].field == field.value()


def test_without_a_name_there_is_no_way_on(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    page.go_on()
    page.match.fed.emit(0, None, None)
    assert not page.frame.next.isEnabled()
    assert page.match.notice.tone == "warn"
    page.match.fed.emit(0, "name", None)
    assert page.frame.next.isEnabled()


def test_stepping_shows_what_each_row_becomes(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    page.go_on()
    qtbot.waitUntil(lambda: page.match.card.face.becoming.title == "王佳宁")
    assert "+86 138 0000 4412" in page.match.card.face.accessibleName()
    qtbot.mouseClick(page.match.card.on, LEFT)
    assert page.match.card.face.becoming.title == "李浩然"
    assert page.match.card.face.becoming.problem


def test_skipping_what_is_known_changes_nothing_that_is_here(
    qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path
) -> None:
    path = chinese_file(tmp_path)
    imported(qtbot, page, path)
    page.begin_again()
    taken(qtbot, page, path)
    page.go_on()
    page.go_on()
    page.check.known.chosen.emit("skip")
    report = tried(qtbot, page)
    assert report.created == 0
    assert not page.frame.next.isEnabled()


def test_the_mapping_is_remembered_for_the_next_file(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    path = chinese_file(tmp_path)
    taken(qtbot, page, path)
    tried(qtbot, page)
    page.go_on()
    page.match.fed.emit(4, None, None)
    tried(qtbot, page)
    page.go_on()
    page.go_on()
    qtbot.waitUntil(lambda: page.frame.step == DONE, timeout=15_000)
    page.begin_again()
    taken(qtbot, page, path)
    qtbot.waitUntil(lambda: page.draft is not None and page.draft.kept_from == path.stem, timeout=10_000)
    assert page.draft is not None
    assert page.draft.mapping.columns[4].field is None


def test_a_wrong_encoding_is_said_in_words_and_the_sample_stays(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    box = page.file.encoding
    box.choose("utf-8")
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(page.file.error.isVisible, timeout=10_000)
    assert page.file.error.heading.text()
    assert box.value() == "gb18030"
    assert page.file.table.content.cells[0][1].text == "王佳宁"


def test_what_is_no_table_is_refused_with_a_sentence(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    path = tmp_path / "page.csv"
    path.write_text("<!doctype html><table><tr><td>a</td></tr></table>", encoding="utf-8")
    page.take(path)
    qtbot.waitUntil(page.file.error.isVisible, timeout=10_000)
    assert page.frame.step == FILE
    assert page.draft is None


def test_a_dropped_file_begins_an_import(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    path = chinese_file(tmp_path)
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path))])
    copy, nothing = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(40, 40), copy, held, LEFT, nothing))
    qtbot.waitUntil(lambda: page.draft is not None, timeout=10_000)


def test_rejected_rows_are_saved_with_their_reasons(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    page.go_on()
    page.go_on()
    out = tmp_path / "rejected.csv"
    page.ask_save = answer(str(out))
    qtbot.mouseClick(page.check.save, LEFT)
    qtbot.waitUntil(out.exists, timeout=10_000)
    text = out.read_text(encoding="utf-8-sig")
    assert "李浩然" in text
    assert "陈静" in text
    assert "王佳宁" not in text


def test_one_can_leave_and_come_back(qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    page.go_on()
    window.go("settings")
    window.go("import")
    assert window.workspace is not None
    assert window.workspace.page() is page
    assert page.frame.step == MATCH


def test_a_switch_of_language_says_everything_again(
    qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path
) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    page.go_on()
    window.keep(language="zh_CN")
    assert page.frame.head.title.text() == "导入联系人"
    assert page.match.rows[0].state.text == "已匹配"
    labels: list[Any] = [row.field.currentText() for row in page.match.rows]
    assert labels[0] == "姓名"


def test_enter_leads_on_and_escape_back(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    qtbot.keyClick(page.frame.next, Qt.Key.Key_Return)
    assert page.frame.step == MATCH
    qtbot.keyClick(page.match.rows[0].field, Qt.Key.Key_Return)
    assert page.frame.step == CHECK
    qtbot.keyClick(page.check.problems.groups, Qt.Key.Key_Escape)
    assert page.frame.step == MATCH


def test_an_import_goes_on_while_one_looks_elsewhere(
    qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path
) -> None:
    taken(qtbot, page, chinese_file(tmp_path, copies=1_500))
    tried(qtbot, page)
    page.go_on()
    page.go_on()
    page.go_on()
    window.go("settings")
    qtbot.waitUntil(lambda: page.frame.step == DONE, timeout=20_000)
    assert counted(window, "contact") == 1_502


def test_locking_gives_up_a_rehearsal_without_a_word(
    qtbot: QtBot, window: MainWindow, page: ImportPage, tmp_path: Path
) -> None:
    taken(qtbot, page, chinese_file(tmp_path, copies=500))
    window.lock()
    assert window.workspace is None
    assert window.bridge.session is None


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    taken(qtbot, page, chinese_file(tmp_path))
    tried(qtbot, page)
    for step in (FILE, MATCH, CHECK):
        assert page.frame.step == step
        nameless = [
            each
            for each in page.findChildren(QWidget)
            if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not each.accessibleName() and not (isinstance(each, QAbstractButton) and each.text())
        ]  # fmt: skip
        assert not nameless
        page.go_on()
