"""Search from anywhere: Ctrl+K, a few letters, Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session import Session
from tests.ui.desk import filled, page_of, pane_of, until
from ui.dialogs.finder import Finder
from ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def finder(open_vault: Session, window: MainWindow, qtbot: QtBot) -> Finder:
    """The finder over a list with three people."""
    filled(open_vault)
    page = page_of(window)
    page.refresh()
    until(qtbot, lambda: page.model.record(0) is not None)
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert window.workspace is not None
    found = window.workspace.findChild(Finder)
    assert isinstance(found, Finder)
    return found


@pytest.mark.parametrize("typed", ["cla", "rey", "0204"])
def test_three_letters_and_enter_open_a_person(finder: Finder, window: MainWindow, qtbot: QtBot, typed: str) -> None:
    assert QApplication.focusWidget() is finder.field
    qtbot.keyClicks(finder.field, typed)
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    until(qtbot, lambda: pane_of(window).head.name.text() == "Clara Reyes")


def test_answers_come_while_one_types_and_arrows_walk_along_them(finder: Finder, qtbot: QtBot) -> None:
    qtbot.keyClicks(finder.field, "brightwater")
    until(qtbot, lambda: any(row.noun == "account" for row in finder.answers.rows))
    before = finder.list.currentIndex().row()
    qtbot.keyClick(finder.field, Qt.Key.Key_Down)
    assert finder.list.currentIndex().row() == before + 1


def test_places_are_found_by_name(finder: Finder, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(finder.field, "sett")
    until(qtbot, lambda: any(row.place == "settings" for row in finder.answers.rows))
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert window.workspace is not None
    until(qtbot, lambda: window.workspace.page().key == "settings")  # type: ignore[union-attr]  # open since the fixture


def test_a_task_leads_to_the_person_it_is_about(finder: Finder, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(finder.field, "revised quote")
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    until(qtbot, lambda: pane_of(window).head.name.text() == "Ava Lindqvist")


def test_escape_closes_it_and_the_keyboard_is_where_it_was(finder: Finder, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(finder.field, Qt.Key.Key_Escape)
    assert finder.isHidden()
    assert page_of(window).table.hasFocus()


def test_what_is_not_there_is_said(finder: Finder, qtbot: QtBot) -> None:
    qtbot.keyClicks(finder.field, "qqq")
    until(qtbot, lambda: not finder.nothing.isHidden())
    assert "qqq" in finder.nothing.text()


def test_locking_takes_the_finder_away(finder: Finder, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(finder.field, "cla")
    window.lock()
    assert window.workspace is None
    assert not window.findChildren(Finder)
