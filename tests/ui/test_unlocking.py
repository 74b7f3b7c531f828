"""The lock screen beyond the right passphrase: the demo vault, waiting, damaged and missing vaults, Caps Lock."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import paths, vaults
from ui.main_window import MainWindow
from vault import folder
from vault.kdf import KdfCost


def test_the_demo_vault_opens_with_enter_alone(locked: MainWindow, qtbot: QtBot) -> None:
    demo = paths.demo_vault()
    demo.parent.mkdir(parents=True)
    folder.create(demo, name="Demo", user=vaults.DEMO_USER, passphrase=vaults.DEMO_PASSPHRASE, kdf=KdfCost(64 * 1024))
    card = locked.gate.unlock
    card.show_vault(demo)
    assert card.passphrase.text() == vaults.DEMO_PASSPHRASE
    assert card.demo.isVisible()
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)


def test_no_other_vault_is_ever_prefilled(locked: MainWindow) -> None:
    assert locked.gate.unlock.passphrase.text() == ""
    assert not locked.gate.unlock.demo.isVisible()


def test_the_button_counts_down_while_one_has_to_wait(locked: MainWindow) -> None:
    card = locked.gate.unlock
    card._wait(2)
    assert not card.button.isEnabled()
    assert card.button.text() == "Unlock in 2 s"
    card._patience.timeout.emit()
    card._patience.timeout.emit()
    assert card.button.isEnabled()
    assert card.button.text() == "Unlock"


def test_a_vault_that_is_gone_is_a_sentence(locked: MainWindow, tmp_path: Path) -> None:
    card = locked.gate.unlock
    card.show_vault(tmp_path / "gone.satchel")
    assert card.error.isVisible()
    assert card.error.text()
    assert not card.button.isEnabled()


def test_caps_lock_is_said_only_while_it_is_on(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    qtbot.keyClick(card.passphrase, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert not card.caps.isVisible()
    card.passphrase.caps_lock_changed.emit(True)
    assert card.caps.isVisible()
    assert card.caps.accessibleName() == "Caps Lock is on"


def test_the_eye_shows_and_hides_what_was_typed(locked: MainWindow, qtbot: QtBot) -> None:
    field = locked.gate.unlock.passphrase
    assert field.echoMode() is field.EchoMode.Password
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    assert field.echoMode() is field.EchoMode.Normal
    assert field.eye.accessibleName() == "Hide the passphrase"


def test_escape_goes_back_from_the_recovery_code_to_the_passphrase(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    qtbot.mouseClick(card.forgot, Qt.MouseButton.LeftButton)
    assert card.code.isVisible()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert card.passphrase.isVisible()


def test_where_there_is_no_vault_yet_enter_leads_to_a_new_one(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    card.show_vault(None)
    card.focus_first()
    assert card.passphrase.isHidden() and card.button.isHidden() and card.forgot.isHidden()
    qtbot.keyClick(card.new_vault, Qt.Key.Key_Return)
    assert locked.gate.creation.isVisible()
