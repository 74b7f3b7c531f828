"""Nothing keeps the vault open and nothing typed is lost: dialogs, editors, long work, a page that fails."""

import threading
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app import edit, lists, vaults
from app.session import Session
from tests.ui.conftest import PASSPHRASE, USER
from tests.ui.desk import filled, page_of, pane_of, read, sorted_by_name, until
from ui.main_window import MainWindow
from ui.pages.record_pane import RecordPane
from vault.transaction import Transaction


@pytest.fixture
def ids(open_vault: Session) -> dict[str, str]:
    """The customers of the vault that the window opens."""
    return filled(open_vault)


@pytest.fixture
def pane(ids: dict[str, str], window: MainWindow, qtbot: QtBot) -> RecordPane:
    """Ava's record beside the list."""
    qtbot.keyClick(sorted_by_name(window, qtbot).table, Qt.Key.Key_Return)
    shown = pane_of(window)
    until(qtbot, lambda: shown.head.name.text() == "Ava Lindqvist")
    return shown


def reopened(window: MainWindow, open_vault: Session, qtbot: QtBot) -> Session:
    """The vault once more, after the window has closed it whole."""
    closed: list[int] = []
    window.bridge.run(int, done=closed.append)
    until(qtbot, lambda: bool(closed))
    return vaults.unlock(open_vault.path, USER, PASSPHRASE, None)


def turn_away(window: MainWindow) -> None:
    """Another program comes to the front."""
    editor = window.focusWidget()
    assert editor is not None
    with warnings.catch_warnings(action="ignore"):  # deprecated, and the only way to lose the front off-screen
        QApplication.setActiveWindow(None)
    QApplication.sendEvent(editor, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))


@pytest.mark.parametrize("in_front", [True, False], ids=["in front", "behind another program"])
def test_what_stands_in_an_open_editor_is_written_when_the_vault_locks(
    pane: RecordPane, ids: dict[str, str], open_vault: Session, window: MainWindow, qtbot: QtBot, in_front: bool
) -> None:
    pane.head.edit()
    assert pane.head.editor is not None
    pane.head.editor.setText("Ava Maria Lindqvist")
    if not in_front:
        turn_away(window)
    window.reasons.idle.expired.emit()
    session = reopened(window, open_vault, qtbot)
    assert read(session, ids["Ava Lindqvist"]).get("name") == "Ava Maria Lindqvist"
    session.close()


def test_a_file_dialog_neither_keeps_the_vault_open_nor_breaks_the_program(
    ids: dict[str, str], window: MainWindow, qtbot: QtBot
) -> None:
    page, chosen = page_of(window), list[str]()
    page.destroyed.connect(lambda: chosen.append("page destroyed"))
    clock = QTimer(window, interval=5)

    def lock_over_the_dialog() -> None:
        if any(isinstance(each, QFileDialog) and each.isVisible() for each in QApplication.topLevelWidgets()):
            clock.stop()
            window.bridge.run(int, done=lambda _none: window.reasons.idle.expired.emit())  # an event, as a signal is

    clock.timeout.connect(lock_over_the_dialog)
    clock.start()
    QTimer.singleShot(0, lambda: chosen.append(QFileDialog.getSaveFileName(page, "Where to")[0]))
    until(qtbot, lambda: len(chosen) == 2)
    assert chosen == ["", "page destroyed"]
    assert window.workspace is None


def test_what_runs_a_loop_of_its_own_is_destroyed_only_when_that_is_over(window: MainWindow, qtbot: QtBot) -> None:
    page, order, loop = window.workspace, list[str](), QEventLoop()
    assert page is not None
    page.destroyed.connect(lambda: order.append("destroyed"))

    def native_dialog() -> None:
        QTimer.singleShot(0, window.lock)
        QTimer.singleShot(1, lambda: QTimer.singleShot(1, loop.quit))
        loop.exec()
        order.append("over")

    QTimer.singleShot(0, native_dialog)
    until(qtbot, lambda: len(order) == 2)
    assert order == ["over", "destroyed"]


class Stubborn(QWidget):
    """A window that refuses to close."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()


def test_a_window_that_refuses_to_close_is_hidden(window: MainWindow, qtbot: QtBot) -> None:
    stubborn = Stubborn()
    stubborn.show()
    window.lock()
    assert window.workspace is None
    assert stubborn.isHidden()
    stubborn.deleteLater()


def test_a_page_that_fails_while_it_is_left_does_not_keep_the_vault_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(window.workspace, "spot", fail)
    with pytest.raises(RuntimeError):
        window.lock()
    assert window.workspace is None
    assert window.bridge.session is None
    assert window.root.currentWidget() is window.gate


class Slow:
    """Long work of the writer that goes on when the test says so."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, tx: Transaction, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Any:
        edit.add(tx, "contact", {"name": "First"})
        self.begun.set()
        assert self.go_on.wait(30)
        return edit.add(tx, "contact", {"name": "Last"})


@pytest.mark.parametrize("door", ["write", "rehearse"])
def test_the_window_locks_at_once_while_long_work_goes_on_and_ends_whole(
    window: MainWindow, open_vault: Session, qtbot: QtBot, door: str
) -> None:
    work, landed = Slow(), list[object]()
    window.bridge.job(work, door=door, done=landed.append)
    until(qtbot, work.begun.is_set)
    window.reasons.idle.expired.emit()
    assert window.workspace is None
    assert window.gate.isVisible()
    assert not work.go_on.is_set()
    qtbot.keyClicks(window.gate.unlock.passphrase, PASSPHRASE)  # the window lives on meanwhile
    assert window.gate.unlock.passphrase.text() == PASSPHRASE
    work.go_on.set()
    session = reopened(window, open_vault, qtbot)
    people = session.read(lists.count, "contact", None, False).result(timeout=20)
    assert people == (2 if door == "write" else 0)
    assert landed == []
    session.close()


def test_quitting_behind_work_away_from_the_vault_still_closes_it(
    window: MainWindow, open_vault: Session, qtbot: QtBot
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    window.bridge.run(lambda: begun.set() or go_on.wait(30), done=lambda _value: None)
    until(qtbot, begun.is_set)
    window.lock()
    threading.Timer(0.05, go_on.set).start()
    window.close()
    assert open_vault._worker._closed
    vaults.unlock(open_vault.path, USER, PASSPHRASE, None).close()
