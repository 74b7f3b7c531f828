"""The window as a whole: locked at first, open after the passphrase, locked again without a trace."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import words
from tests.ui.conftest import PASSPHRASE
from ui.main_window import MainWindow


def test_the_passphrase_has_the_keyboard_when_the_window_opens(locked: MainWindow) -> None:
    assert QApplication.focusWidget() is locked.gate.unlock.passphrase


def test_typing_the_passphrase_and_enter_opens_the_vault(locked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(locked.gate.unlock.passphrase, PASSPHRASE)
    qtbot.keyClick(locked.gate.unlock.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)
    assert locked.workspace is not None
    assert locked.workspace.badge.vault == "Hangzhou field"
    assert locked.gate.unlock.passphrase.text() == ""


def test_a_wrong_passphrase_is_a_sentence_and_keeps_the_text_selected(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    qtbot.keyClicks(card.passphrase, "not the passphrase at all")
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.error.isHidden(), timeout=20_000)
    assert card.passphrase.selectedText()
    assert locked.workspace is None


def test_escape_cancels_the_derivation_and_the_vault_stays_closed(locked: MainWindow, qtbot: QtBot) -> None:
    card = locked.gate.unlock
    qtbot.keyClicks(card.passphrase, PASSPHRASE)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Escape)
    assert card.button.isEnabled()
    landed: list[int] = []
    locked.bridge.run(int, done=landed.append)
    qtbot.waitUntil(lambda: bool(landed), timeout=20_000)
    assert locked.workspace is None


def test_ctrl_shift_l_locks_and_clears_screen_title_and_clipboard(window: MainWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("+44 20 7946 0203")
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.workspace is None
    assert window.bridge.session is None
    assert window.windowTitle() == "Satchel"
    assert QApplication.clipboard().text() == ""
    assert QApplication.focusWidget() is window.gate.unlock.passphrase


def test_the_idle_lock_needs_no_answer(window: MainWindow) -> None:
    window.idle.expired.emit()
    assert window.workspace is None


def test_the_language_switches_before_the_vault_is_open(locked: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(locked.gate.language, Qt.MouseButton.LeftButton)
    assert words.language() == "zh_CN"
    assert locked.gate.unlock.button.text() == "解锁"
    qtbot.mouseClick(locked.gate.language, Qt.MouseButton.LeftButton)
    assert locked.gate.unlock.button.text() == "Unlock"


def test_choices_are_kept_outside_the_vault_without_names(locked: MainWindow, vault_path: Path, own_home: Path) -> None:
    locked.keep(text_size=125)
    text = (own_home / "config" / "settings.json").read_text(encoding="utf-8")
    assert "125" in text
    assert "Mina" not in text
