"""Settings and trash, with mouse and keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app import edit, words
from ui.main_window import MainWindow
from ui.pages.settings import SettingsPage
from ui.pages.trash import TrashPage
from ui.theme import theme


def settings_page(window: MainWindow) -> SettingsPage:
    """The settings, brought to the front by their key."""
    window.trigger("go_settings")
    assert window.workspace is not None
    page = window.workspace.page()
    assert isinstance(page, SettingsPage)
    return page


def trash_page(window: MainWindow) -> TrashPage:
    """The trash, brought to the front."""
    window.go("trash")
    assert window.workspace is not None
    page = window.workspace.page()
    assert isinstance(page, TrashPage)
    return page


def test_dark_colours_come_at_once_with_the_arrow_key(window: MainWindow, qtbot: QtBot) -> None:
    page = settings_page(window)
    page.theme._buttons[1][0].setFocus()
    qtbot.keyClick(page.theme._buttons[1][0], Qt.Key.Key_Right)
    assert theme().scheme == "dark"
    assert window.settings.theme == "dark"


def test_the_whole_window_speaks_chinese_at_once(window: MainWindow, qtbot: QtBot) -> None:
    page = settings_page(window)
    qtbot.mouseClick(page.language._buttons[1][0], Qt.MouseButton.LeftButton)
    assert words.language() == "zh_CN"
    assert window.windowTitle() == "设置 – Satchel"
    assert window.actions_table.made["lock"].text() == "立即锁定"
    qtbot.mouseClick(page.language._buttons[0][0], Qt.MouseButton.LeftButton)
    assert window.windowTitle() == "Settings – Satchel"


def test_the_masked_view_masks_what_is_read_next(window: MainWindow, qtbot: QtBot) -> None:
    page = settings_page(window)
    qtbot.mouseClick(page.masked, Qt.MouseButton.LeftButton)
    assert window.bridge.session.masked
    assert page.masked.isChecked()
    assert window.actions_table.made["masked_view"].isChecked()


def test_the_trash_lists_what_was_deleted_and_enter_brings_it_back(window: MainWindow, qtbot: QtBot) -> None:
    session = window.bridge.session
    made = session.write(edit.add, "contact", {"name": "Ava Lindqvist"}).result().value
    session.write(edit.delete, [made]).result()
    page = trash_page(window)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert QApplication.focusWidget() is page.table
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.stack.currentWidget() is page.empty


def test_undo_throws_it_away_again(window: MainWindow, qtbot: QtBot) -> None:
    session = window.bridge.session
    made = session.write(edit.add, "account", {"name": "Brightwater Foods"}).result().value
    session.write(edit.delete, [made]).result()
    page = trash_page(window)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.restore.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def test_the_model_of_the_trash_is_sound(window: MainWindow, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(trash_page(window).model)
