"""Making a vault in the window, from the first key to the open vault."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.conftest import PASSPHRASE
from ui.main_window import MainWindow
from vault import folder
from vault.kdf import KdfCost

ENTER = Qt.Key.Key_Return


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cheapest cost that is valid, instead of one fitted to this machine."""
    monkeypatch.setattr(folder, "fitted", lambda: KdfCost(64 * 1024))


def typed(qtbot: QtBot, text: str) -> None:
    """Type into whatever has the keyboard."""
    qtbot.keyClicks(QApplication.focusWidget(), text)


def fill_first_steps(window: MainWindow, qtbot: QtBot, place: Path) -> None:
    """Name, folder and user, then a passphrase, by keyboard."""
    window.trigger("create_vault")
    creation = window.gate.creation
    typed(qtbot, "Field")
    creation.place.name.setText("北方 " + creation.place.name.text())  # QTest types ASCII only
    creation.place.folder.setText(str(place))
    creation.place.user.setFocus()
    typed(qtbot, "Ava")
    qtbot.keyClick(creation.place.user, ENTER)
    typed(qtbot, PASSPHRASE)
    assert creation.next.isEnabled()
    qtbot.keyClick(creation.passphrase.field, ENTER)


def test_a_vault_is_made_proved_and_opened(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_first_steps(locked, qtbot, tmp_path)
    creation = locked.gate.creation
    qtbot.waitUntil(lambda: creation.at == 2, timeout=20_000)
    kit = creation.kit
    file = tmp_path / "code.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    qtbot.mouseClick(kit.save, Qt.MouseButton.LeftButton)
    assert creation.code in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert not creation.next.isEnabled()
    kit.proof.setFocus()
    typed(qtbot, kit.groups[kit._asked].lower())
    qtbot.keyClick(kit.proof, ENTER)
    qtbot.waitUntil(lambda: locked.workspace is not None)
    assert folder.info(tmp_path / "北方 Field.satchel").users == ("Ava",)
    assert locked.settings.vaults[0].endswith("北方 Field.satchel")


def test_a_wrong_group_does_not_open_the_vault(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None
) -> None:
    fill_first_steps(locked, qtbot, tmp_path)
    creation = locked.gate.creation
    qtbot.waitUntil(lambda: creation.at == 2, timeout=20_000)
    typed(qtbot, "0000")
    assert not creation.next.isEnabled()
    assert creation.kit.proof.property("tone") == "bad"


def test_a_short_passphrase_is_refused_with_its_reason(locked: MainWindow, qtbot: QtBot) -> None:
    creation = locked.gate.creation
    creation.passphrase.field.setText("short")
    assert creation.passphrase.verdict.heading.text() == "10 characters more"
    assert not creation.passphrase.ready()


def test_six_suggested_words_are_always_accepted(locked: MainWindow, qtbot: QtBot) -> None:
    step = locked.gate.creation.passphrase
    step.suggest.click()
    assert len(step.field.text().split()) == 6
    assert step.ready()


def test_escape_goes_back_to_the_lock_screen(locked: MainWindow, qtbot: QtBot) -> None:
    locked.trigger("create_vault")
    qtbot.keyClick(locked.gate.creation, Qt.Key.Key_Escape)
    assert locked.gate.unlock.isVisible()


def test_the_recovery_code_opens_the_vault_and_asks_for_a_new_passphrase(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Second.satchel"
    code = folder.create(path, name="Second", user="Ava", passphrase=PASSPHRASE, kdf=KdfCost(64 * 1024)).recovery_code
    card = locked.gate.unlock
    card.show_vault(path)
    qtbot.mouseClick(card.forgot, Qt.MouseButton.LeftButton)
    typed(qtbot, code.lower())
    qtbot.keyClick(card.code, ENTER)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=20_000)
    assert locked.windowTitle() == "Settings – Satchel"
