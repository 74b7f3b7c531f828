"""A vault in doubt says so above every page, is only read, and its administrator's decision takes the line away."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import edit, vaults, words
from app.session import Session
from tests.ui.conftest import PASSPHRASE, USER
from ui.dialogs.confirm import Confirm
from ui.doubt_banner import DoubtBanner
from ui.main_window import MainWindow
from vault.transaction import Transaction


def opened(path: Path) -> Session:
    return vaults.unlock(path, USER, PASSPHRASE, None)


def banner_of(window: MainWindow) -> DoubtBanner:
    assert window.workspace is not None
    return window.workspace.doubt


def test_an_older_vault_says_so_until_its_administrator_decides(
    vault_path: Path, locked: MainWindow, qtbot: QtBot
) -> None:
    vaults.close(opened(vault_path))
    older = (vault_path / "data-0001.db").read_bytes()
    session = opened(vault_path)
    session.write(edit.add, "contact", {"name": "Ada"}).result()
    vaults.close(session)
    (vault_path / "data-0001.db").write_bytes(older)
    locked._enter(session := opened(vault_path))
    banner = banner_of(locked)
    assert banner.isVisible()
    assert words.error_words(session.doubts[0], window=True)[0] in banner.sentence.text()
    assert "satchel accept" not in banner.sentence.text()
    qtbot.mouseClick(banner.accept, Qt.MouseButton.LeftButton)
    question = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Confirm) and each.isVisible())
    qtbot.mouseClick(question.deed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not banner.isVisible())
    session.write(edit.add, "contact", {"name": "Bea"}).result()


def test_a_vault_as_it_was_left_says_nothing(window: MainWindow) -> None:
    assert not banner_of(window).isVisible()


def test_rows_that_do_not_add_up_are_found_after_a_while_and_said(window: MainWindow, qtbot: QtBot) -> None:
    session = window.bridge.session
    session.write(edit.add, "contact", {"name": "Ada"}).result()
    session.write(_meddle).result()
    banner_of(window).look()
    qtbot.waitUntil(lambda: banner_of(window).isVisible())
    assert [doubt.kind for doubt in session.doubts] == ["state_differs"]
    locale = words.say("doubt.accept")
    window.trigger("switch_language")
    assert words.say("doubt.accept") != locale
    assert words.error_words(session.doubts[0], window=True)[0] in banner_of(window).sentence.text()


def _meddle(tx: Transaction) -> None:
    """As another program that holds the key: the triggers of ours do not hear of it."""
    tx.connection.execute("DROP TRIGGER temp.state_of_contacts_update")
    tx.connection.execute("UPDATE contacts SET title = 'Meddled'")
