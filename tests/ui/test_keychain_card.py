"""The card that unlocks offers the system's keychain only where it was turned on, and asks it only when pressed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import keys
from app.session import Session
from tests.ui.conftest import PASSPHRASE
from tests.vault.rings import Ring
from ui.main_window import MainWindow
from vault import keychain
from vault.keyrings import Keyring


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setattr(keychain, "of_system", lambda: Keyring(made))
    return made


@pytest.fixture
def turned_on(vault_path: Path, ring: Ring) -> Path:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    keys.keychain_on(session)
    session.close()
    return vault_path


def test_a_press_opens_the_vault(turned_on: Path, locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    card.show_vault(turned_on)
    assert card.keychain.isVisible()
    qtbot.mouseClick(card.keychain, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)


def test_an_entry_that_is_gone_is_said_and_the_passphrase_is_asked(
    turned_on: Path, ring: Ring, locked: MainWindow, qtbot: QtBot
) -> None:
    card = locked.gate.unlock
    card.show_vault(turned_on)
    ring.held.clear()
    qtbot.mouseClick(card.keychain, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "keychain holds nothing" in card.error.text(), timeout=20_000)
    assert card.passphrase.hasFocus()


def test_it_is_not_offered_where_it_was_not_turned_on_or_the_code_is_asked(
    turned_on: Path, locked: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    card = locked.gate.unlock
    card.show_vault(turned_on)
    qtbot.mouseClick(card.forgot, Qt.MouseButton.LeftButton)
    assert card.keychain.isHidden()
    card.show_vault(tmp_path / "none")
    assert card.keychain.isHidden()


def test_the_switch_turns_it_on_and_off(window: MainWindow, ring: Ring, qtbot: QtBot) -> None:
    window.trigger("go_settings")
    assert window.workspace is not None
    section = window.workspace.page().keys  # type: ignore[attr-defined]  # the settings page
    qtbot.waitUntil(section.keychain.isEnabled)
    section.keychain.click()
    qtbot.waitUntil(lambda: section.keychain_until.isVisible() and "Until" in section.keychain_until.text())
    assert len(ring.held) == 1
    section.keychain.click()
    qtbot.waitUntil(section.keychain_until.isHidden)
    assert ring.held == {}
