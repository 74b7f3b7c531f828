"""The vault's name on the lock screen is a menu: known vaults, missing ones, and the doors to others."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import known_vaults
from tests.ui.conftest import PASSPHRASE, USER
from ui.main_window import MainWindow
from ui.widgets.vault_choice import VaultMenu
from vault import folder
from vault.kdf import KdfCost

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the off-screen platform says so of every menu


def menu_of(window: MainWindow, qtbot: QtBot, key: Qt.Key = Qt.Key.Key_Return) -> VaultMenu:
    """The menu as a key on the name opens it."""
    card = window.gate.unlock
    card.name.setFocus()
    qtbot.keyClick(card.name, key)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), VaultMenu), timeout=10_000)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, VaultMenu)
    return menu


def shown(menu: VaultMenu) -> list[tuple[str, bool]]:
    """Every line with whether it can be chosen."""
    return [(act.text(), act.isEnabled()) for act in menu.actions() if not act.isSeparator()]


DOORS = [("Open another vault…", True), ("Create a vault…", True)]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Another vault of another user, in a folder of another name."""
    path = tmp_path / "second.satchel"
    folder.create(path, name="Shop & Sons", user="Jo", passphrase=PASSPHRASE, kdf=KdfCost(64 * 1024))
    return path


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space], ids=["Enter", "down", "space"])
def test_a_key_on_the_name_opens_the_menu_and_escape_leaves_all_as_it_was(
    locked: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    menu = menu_of(locked, qtbot, key)
    assert shown(menu) == [("Hangzhou field", True), *DOORS]
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert locked.gate.unlock.name.text() == "Vault Hangzhou field"


def test_another_vault_is_chosen_by_keys_and_opens(
    locked: MainWindow, vault_path: Path, second: Path, qtbot: QtBot
) -> None:
    card = locked.gate.unlock
    locked.keep(vaults=(str(vault_path), str(second)))
    menu = menu_of(locked, qtbot)
    assert shown(menu) == [("Hangzhou field", True), ("Shop && Sons", True), *DOORS]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(menu, key)
    assert card.title.text() == "Welcome back, Jo"
    assert card.name.text() == "Vault Shop && Sons"
    assert QApplication.focusWidget() is card.passphrase
    qtbot.keyClicks(card.passphrase, PASSPHRASE)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)
    assert locked.settings.vaults == (str(second), str(vault_path))


def test_a_missing_vault_is_greyed_and_can_be_taken_off_the_list(
    locked: MainWindow, vault_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    locked.keep(vaults=(str(vault_path), str(tmp_path / "Gone.satchel")))
    menu = menu_of(locked, qtbot)
    assert shown(menu) == [
        ("Hangzhou field", True), ("Gone – not there now", False), ("Take Gone off this list", True), *DOORS,
    ]  # fmt: skip
    next(act for act in menu.actions() if act.text() == "Take Gone off this list").trigger()
    menu.close()
    assert locked.settings.vaults == (str(vault_path),)
    assert locked.gate.unlock.name.text() == "Vault Hangzhou field"


def test_a_damaged_vault_is_a_sentence_and_never_an_offer_to_make_a_new_one(
    locked: MainWindow, vault_path: Path
) -> None:
    header = vault_path / "vault.hdr"
    header.write_bytes(header.read_bytes()[:-1])
    locked.gate.show_vault(vault_path)
    card = locked.gate.rescue
    assert card.isVisible() and locked.gate.unlock.isHidden()
    assert card.title.text() == "This vault is damaged"
    assert card.message.text()
    assert QApplication.focusWidget() is card.restore


def test_a_try_that_was_cancelled_never_stands_in_the_way_of_the_next(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    qtbot.keyClicks(card.passphrase, PASSPHRASE)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Return):
        qtbot.keyClick(card.passphrase, key)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)
    assert card.error.isHidden()


def test_vaults_of_one_name_are_told_apart_by_their_folders(vault_path: Path, tmp_path: Path) -> None:
    twin = tmp_path / "old" / "copy.satchel"
    shutil.copytree(vault_path, twin)
    found = known_vaults.known([vault_path, twin, vault_path])
    names = ("Hangzhou field (" + f"{tmp_path.name}/Hangzhou field.satchel)", "Hangzhou field (old/copy.satchel)")
    assert [(each.words, each.there) for each in found] == [(name, True) for name in names]


@pytest.mark.parametrize("way", [shutil.move, shutil.copytree], ids=["moved", "copied to another machine"])
def test_a_vault_that_was_carried_elsewhere_opens_there(
    locked: MainWindow, vault_path: Path, tmp_path: Path, qtbot: QtBot, way: object
) -> None:
    elsewhere = tmp_path / "another disk" / "under another name"
    elsewhere.parent.mkdir()
    (shutil.move if way is shutil.move else shutil.copytree)(vault_path, elsewhere)
    card = locked.gate.unlock
    card.show_vault(elsewhere)
    assert card.title.text() == f"Welcome back, {USER}"
    qtbot.keyClicks(card.passphrase, PASSPHRASE)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)
    assert locked.settings.vaults[0] == str(elsewhere)
