"""Drafts: what is typed about a record is in the vault within a second, and stands there again after a crash."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import drafts, edit
from app.drafts import Draft
from app.session import Session
from tests.ui.conftest import PASSPHRASE
from tests.ui.desk import filled, page_of, pane_of, sorted_by_name, until
from ui.main_window import MainWindow
from ui.pages.record_pane import RecordPane
from ui.widgets.new_form import NewForm


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


def form_of(window: MainWindow, qtbot: QtBot) -> NewForm:
    """The form for a new person, with the caret in the name."""
    window.open_record("contact", "")
    form = pane_of(window).form
    assert form is not None
    until(qtbot, form.inputs["name"].hasFocus)
    return form


def unlock(window: MainWindow, qtbot: QtBot) -> None:
    """Type the passphrase."""
    until(qtbot, lambda: window.gate.unlock.facts is not None)
    window.gate.unlock.passphrase.setText(PASSPHRASE)
    window.gate.unlock.attempt()
    until(qtbot, lambda: window.workspace is not None)


def test_a_form_that_was_not_finished_stands_there_again_after_a_lock(window: MainWindow, qtbot: QtBot) -> None:
    form = form_of(window, qtbot)
    qtbot.keyClicks(form.inputs["name"], "Half a per")
    qtbot.keyClicks(form.inputs["email"], "not yet")
    window.reasons.idle.expired.emit()  # within the moment in which the keys did not rest
    unlock(window, qtbot)
    again = form_of(window, qtbot)
    until(qtbot, lambda: again.typed()["name"] == "Half a per")
    assert again.typed()["email"] == "not yet"


def test_what_was_made_of_a_form_does_not_come_back(window: MainWindow, qtbot: QtBot) -> None:
    form = form_of(window, qtbot)
    qtbot.keyClicks(form.inputs["name"], "Noor Haddad")
    form._hand_over()
    until(qtbot, lambda: pane_of(window).head.name.text() == "Noor Haddad")
    session = window.bridge.session
    until(qtbot, lambda: draft(session, "new contact") is None)
    assert form_of(window, qtbot).typed()["name"] == ""


def test_what_is_typed_in_a_form_is_in_the_vault_when_the_keys_rest(window: MainWindow, qtbot: QtBot) -> None:
    form = form_of(window, qtbot)
    qtbot.keyClicks(form.inputs["name"], "Noor")
    until(qtbot, lambda: draft(window.bridge.session, "new contact") == Draft("form", '{"name": "Noor"}'))
    form.inputs["name"].selectAll()
    qtbot.keyClick(form.inputs["name"], Qt.Key.Key_Backspace)
    until(qtbot, lambda: draft(window.bridge.session, "new contact") is None)
