"""Drafts: what is typed about a record is in the vault within a second, and stands there again after a crash."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import drafts, edit
from app.drafts import Draft
from app.session import Session
from tests.ui.desk import filled, page_of, pane_of, sorted_by_name, until
from ui.main_window import MainWindow
from ui.pages.record_pane import RecordPane


@pytest.fixture
def ids(open_vault: Session) -> dict[str, str]:
    """The customers of the vault that the window opens."""
    return filled(open_vault)


@pytest.fixture
def pane(ids: dict[str, str], window: MainWindow, qtbot: QtBot) -> RecordPane:
    """Ava's record beside the list, opened with Enter."""
    qtbot.keyClick(sorted_by_name(window, qtbot).table, Qt.Key.Key_Return)
    shown = pane_of(window)
    until(qtbot, lambda: shown.head.name.text() == "Ava Lindqvist")
    return shown


def draft(session: Session, record: str) -> Draft | None:
    """What is kept of what is being typed."""
    return session.read(drafts.waiting, record).result(timeout=20)


def test_what_is_typed_is_in_the_vault_when_the_keys_rest_and_goes_on_after_a_crash(
    pane: RecordPane, open_vault: Session, window: MainWindow, qtbot: QtBot
) -> None:
    record = pane.record
    qtbot.keyClick(page_of(window).table, Qt.Key.Key_L)
    qtbot.keyClicks(pane.body.composer.text, "Half a thought")
    until(qtbot, lambda: draft(open_vault, record) == Draft("call", "Half a thought"))
    window.close_record()
    until(qtbot, lambda: draft(open_vault, record) is None)
    open_vault.write(drafts.keep, record, "note", "Left behind").result()
    window.open_record("contact", record)
    until(qtbot, lambda: pane.body.composer.text.toPlainText() == "Left behind")


def test_a_draft_is_not_shown_in_the_masked_view(open_vault: Session) -> None:
    record = open_vault.write(edit.add, "contact", {"name": "Ava"}).result().value
    open_vault.write(drafts.keep, record, "note", "Left behind").result()
    open_vault.masked = True
    assert open_vault.read(drafts.waiting, record).result() is None
