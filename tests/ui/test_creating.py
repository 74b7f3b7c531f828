"""Making a vault in the window, from the first key to the open vault."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import kits, vaults
from app.kits import Proof
from tests.ui import paper
from tests.ui.conftest import PASSPHRASE
from ui.kit_card import KitCard
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


def made(window: MainWindow, qtbot: QtBot, place: Path) -> KitCard:
    """The card of the last step, with the vault made."""
    fill_first_steps(window, qtbot, place)
    creation = window.gate.creation
    qtbot.waitUntil(lambda: creation.at == 2, timeout=20_000)
    return creation.kit.card


def known_of_kit(window: MainWindow) -> Proof:
    """What the open vault knows of its kit."""
    session = window.bridge.session
    found: Proof = session.read(kits.proof, session.unlocked).result(timeout=20)
    return found


def test_a_vault_is_made_proved_and_opened(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = made(locked, qtbot, tmp_path)
    creation = locked.gate.creation
    assert card.kit is not None
    code, group = card.kit.code, card.kit.groups[card.asked]
    for door, name in ((card.save, "kit.pdf"), (card.text, "code.txt")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, name=name: (str(tmp_path / name), ""))
        qtbot.keyClick(door, ENTER)
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert code in (tmp_path / "code.txt").read_text(encoding="utf-8")
    assert not creation.next.isEnabled()
    card.proof.setFocus()
    typed(qtbot, group.lower())
    qtbot.keyClick(card.proof, ENTER)
    qtbot.waitUntil(lambda: locked.workspace is not None)
    assert known_of_kit(locked).confirmed_on is not None
    assert not any(cell.text() for cell in card.cells)
    path = tmp_path / "北方 Field.satchel"
    assert folder.info(path).users == ("Ava",)
    assert locked.settings.vaults[0].endswith("北方 Field.satchel")
    locked.close()
    (found,) = paper.codes(paper.one_bit(paper.picture((tmp_path / "kit.pdf").read_bytes())))
    with folder.unlock(path, recovery_code=found.text) as unlocked:
        assert unlocked.opened_by_recovery_code


def test_a_wrong_group_does_not_open_the_vault(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None
) -> None:
    card = made(locked, qtbot, tmp_path)
    creation = locked.gate.creation
    card.proof.setFocus()
    typed(qtbot, "0000")
    assert not creation.next.isEnabled()
    assert card.proof.property("tone") == "bad"
    qtbot.keyClick(card.proof, ENTER)
    qtbot.mouseClick(creation.next, Qt.MouseButton.LeftButton)
    assert creation.at == 2
    assert locked.workspace is None


def test_the_proof_may_wait_until_tomorrow(locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None) -> None:
    made(locked, qtbot, tmp_path)
    for _click in range(2):  # a hasty second one puts nothing off again
        qtbot.mouseClick(locked.gate.creation.remind, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: locked.workspace is not None)
    assert known_of_kit(locked) == Proof(asked=True, confirmed_on=None, reminders_left=1, due=False)


def test_a_window_closed_before_the_proof_leaves_a_vault_that_asks(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None
) -> None:
    made(locked, qtbot, tmp_path)
    locked.close()
    session = vaults.unlock(tmp_path / "北方 Field.satchel", "Ava", PASSPHRASE, None)
    assert session.read(kits.proof, session.unlocked).result(timeout=20).due
    session.close()


def test_a_stick_that_takes_no_file_is_said_on_the_card(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = made(locked, qtbot, tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "gone" / "kit.pdf"), ""))
    qtbot.mouseClick(card.save, Qt.MouseButton.LeftButton)
    assert locked.gate.creation.error.isVisible()
    assert not locked.gate.creation.next.isEnabled()


def test_the_last_step_can_be_reached_in_the_smallest_window_with_the_largest_text(
    locked: MainWindow, qtbot: QtBot, tmp_path: Path, cheap_keys: None
) -> None:
    locked.resize(1024, 640)
    locked.keep(text_size=150)
    made(locked, qtbot, tmp_path)
    creation = locked.gate.creation
    qtbot.waitUntil(lambda: creation.parentWidget().height() >= creation.height(), timeout=10_000)
    creation.remind.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(creation.remind, Qt.Key.Key_Backtab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is creation.remind
    shown = creation.remind.visibleRegion().boundingRect()
    assert shown.size() == creation.remind.size()
    locked.keep(text_size=100)


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
