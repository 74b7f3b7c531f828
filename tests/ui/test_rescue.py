"""A damaged vault on the lock screen: said, left byte for byte as it is, and every way on works with mouse and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import backups, edit, vaults, words
from tests.ui.conftest import PASSPHRASE, USER
from ui.dialogs.confirm import Confirm
from ui.main_window import MainWindow
from ui.rescue.card import RescueCard
from vault import folder
from vault.kdf import KdfCost

PATIENCE = 30_000
LEFT = Qt.MouseButton.LeftButton
DATABASE = "data-0001.db"


@pytest.fixture
def backup(vault_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real backup of the vault with two people in it; the system's dialog answers with it."""
    session = vaults.unlock(vault_path, USER, PASSPHRASE, None)
    for name in ("Ada", "Bea"):
        session.write(edit.add, "contact", {"name": name}).result()
    (tmp_path / "stick").mkdir()
    made = backups.run(session, tmp_path / "stick", lambda _done, _all: None, lambda: False)
    vaults.close(session)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(made.file), ""))
    return made.file


@pytest.fixture(autouse=True)
def no_question_left(satchel_app: QApplication) -> Iterator[None]:
    yield
    for dialog in satchel_app.topLevelWidgets():
        if isinstance(dialog, Confirm):
            dialog.reject()


def answer(qtbot: QtBot) -> str:
    """Choose the deed in the question that is open; its sentence."""
    asked = [each for each in QApplication.topLevelWidgets() if isinstance(each, Confirm) and each.isVisible()]
    qtbot.mouseClick(asked[-1].deed, LEFT)
    return asked[-1].windowTitle()


_COUNTS = ("LOCK", "tries", "seen", "vault.hdr", "vault.hdr.prev")
"""What an attempt to open by the right passphrase counts up."""


def contents(path: Path, *, but: tuple[str, ...] = ("LOCK", "tries")) -> dict[str, bytes]:
    """What lies in a vault folder; the lock and the count of tries are no part of the vault."""
    files = (each for each in path.rglob("*") if each.is_file() and each.name not in but)
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in files}


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(bytes(data))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


def people(path: Path) -> int:
    session = vaults.unlock(path, USER, PASSPHRASE, None)
    found = session.read(lambda reader: reader.one("SELECT count(*) FROM contacts")).result()
    vaults.close(session)
    assert found is not None
    return int(str(found[0]))


def damaged(window: MainWindow, qtbot: QtBot, vault: Path) -> RescueCard:
    """Choose the vault; where its header is sound the passphrase is asked first."""
    window.gate.show_vault(vault)
    card = window.gate.unlock
    if not card.isHidden():
        qtbot.keyClicks(card.passphrase, PASSPHRASE)
        qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(window.gate.rescue.isVisible, timeout=PATIENCE)
    assert window.gate.unlock.passphrase.text() == ""
    return window.gate.rescue


HARM = {
    "header": lambda vault: flip(vault / "vault.hdr", 100),
    "header gone": lambda vault: (vault / "vault.hdr").unlink(),
    "both headers": lambda vault: [flip(vault / name, 100) for name in ("vault.hdr", "vault.hdr.prev")],
    "chain gone": lambda vault: (vault / "vault.chain").unlink(),
    "chain": lambda vault: flip(vault / "vault.chain", 60),
    "database gone": lambda vault: (vault / DATABASE).unlink(),
    "database empty": lambda vault: (vault / DATABASE).write_bytes(b""),
    "database plain": lambda vault: (vault / DATABASE).write_bytes(b"SQLite format 3\0" + bytes(8176)),
    "database cut": lambda vault: cut(vault / DATABASE),
    "first page": lambda vault: flip(vault / DATABASE, 200),
}


@pytest.mark.parametrize("harm", HARM)
def test_each_damage_is_said_with_a_way_on_and_nothing_is_touched(
    locked: MainWindow, vault_path: Path, backup: Path, qtbot: QtBot, harm: str
) -> None:
    HARM[harm](vault_path)
    counted = _COUNTS if "database" in harm or "page" in harm else _COUNTS[:2]
    before = contents(vault_path, but=counted)
    card = damaged(locked, qtbot, vault_path)
    assert card.message.text() and card.hint.text() and card.safe.isVisible()
    assert card.restore.isVisible() and card.restore.hasFocus() and card.salvage.isVisible()
    assert card.header.isVisible() is (harm in ("header", "header gone"))
    assert contents(vault_path, but=counted) == before


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_card_says_itself_again_in_the_other_language(
    locked: MainWindow, vault_path: Path, backup: Path, qtbot: QtBot, language: str
) -> None:
    (vault_path / DATABASE).write_bytes(b"")
    card = damaged(locked, qtbot, vault_path)
    locked.keep(language="zh_CN" if language == "en" else "en")
    locked.keep(language=language)
    assert card.title.text() == words.say("rescue.damaged")
    assert card.restore.text() == words.say("rescue.restore_way")
    assert ("空文件" in card.message.text()) is (language == "zh_CN")


def test_a_backup_is_restored_beside_and_opens_while_the_damaged_vault_stays(
    locked: MainWindow, vault_path: Path, backup: Path, qtbot: QtBot
) -> None:
    (vault_path / DATABASE).write_bytes(b"")
    card = damaged(locked, qtbot, vault_path)
    before = contents(vault_path)
    qtbot.keyClick(card.restore, Qt.Key.Key_Space)
    form = card.form
    assert form.isVisible() and not form.button.isEnabled()
    qtbot.mouseClick(form.file.browse, LEFT)
    assert form.file.path() == backup
    qtbot.keyClicks(form.passphrase, PASSPHRASE)
    qtbot.keyClick(form.passphrase, Qt.Key.Key_Return)
    assert answer(qtbot) == words.say("rescue.restore_ask")
    qtbot.waitUntil(card.outcome.isVisible, timeout=PATIENCE)
    assert form.passphrase.text() == ""
    qtbot.keyClick(card.outcome.open, Qt.Key.Key_Return)
    assert locked.gate.unlock.facts is not None
    restored = locked.gate.unlock.facts.path
    assert restored == vault_path.with_name("Hangzhou field restored.satchel")
    qtbot.keyClicks(locked.gate.unlock.passphrase, PASSPHRASE)
    qtbot.keyClick(locked.gate.unlock.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=PATIENCE)
    assert contents(vault_path) == before
    count = locked.bridge.session.read(lambda reader: reader.one("SELECT count(*) FROM contacts")).result()
    assert count == (2,)


def test_the_recovery_code_of_its_day_restores_too(
    locked: MainWindow, tmp_path: Path, qtbot: QtBot, backup: Path
) -> None:
    path = tmp_path / "Coded.satchel"
    code = folder.create(path, name="Coded", user=USER, passphrase=PASSPHRASE, kdf=KdfCost(64 * 1024)).recovery_code
    session = vaults.unlock(path, USER, PASSPHRASE, None)
    file = backups.run(session, backup.parent, lambda _done, _all: None, lambda: False).file
    vaults.close(session)
    (path / "vault.chain").unlink()
    card = damaged(locked, qtbot, path)
    qtbot.mouseClick(card.restore, LEFT)
    card.form.file.line.setText(str(file))
    qtbot.mouseClick(card.form.by._buttons[1][0], LEFT)
    qtbot.keyClicks(card.form.code, code)
    qtbot.mouseClick(card.form.button, LEFT)
    answer(qtbot)
    qtbot.waitUntil(card.outcome.isVisible, timeout=PATIENCE)
    assert people(tmp_path / "Coded restored.satchel") == 0


def test_a_wrong_passphrase_is_said_and_leaves_nothing(
    locked: MainWindow, vault_path: Path, backup: Path, qtbot: QtBot
) -> None:
    (vault_path / DATABASE).write_bytes(b"")
    card = damaged(locked, qtbot, vault_path)
    qtbot.mouseClick(card.restore, LEFT)
    qtbot.mouseClick(card.form.file.browse, LEFT)
    qtbot.keyClicks(card.form.passphrase, "not the passphrase at all")
    qtbot.mouseClick(card.form.button, LEFT)
    answer(qtbot)
    qtbot.waitUntil(card.form.error.isVisible, timeout=PATIENCE)
    assert card.form.error.text() == "User or passphrase is not right."
    assert [each.name for each in vault_path.parent.glob("*.satchel")] == [vault_path.name]
    qtbot.keyClick(card.form.passphrase, Qt.Key.Key_Escape)
    assert card.face.isVisible()


def test_what_can_be_read_is_saved_and_counted_and_opens(
    locked: MainWindow, vault_path: Path, backup: Path, qtbot: QtBot
) -> None:
    cut(vault_path / DATABASE)
    card = damaged(locked, qtbot, vault_path)
    before = contents(vault_path)
    qtbot.mouseClick(card.salvage, LEFT)
    qtbot.keyClicks(card.form.passphrase, PASSPHRASE)
    qtbot.keyClick(card.form.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.outcome.isVisible() or card.form.error.isVisible(), timeout=PATIENCE)
    assert card.outcome.isVisible(), card.form.error.text()
    assert card.outcome.counts.itemAt(0).widget().text() == "People"  # type: ignore[attr-defined]  # a label
    assert card.outcome.counts.itemAt(1).widget().text() == "2"  # type: ignore[attr-defined]  # a label
    qtbot.mouseClick(card.outcome.open, LEFT)
    facts = locked.gate.unlock.facts
    assert facts is not None and facts.path == vault_path.with_name("Hangzhou field saved.satchel")
    assert contents(vault_path) == before
    assert people(facts.path) == 2


def test_the_header_before_is_used_after_a_question_only(
    locked: MainWindow, vault_path: Path, backup: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    flip(vault_path / "vault.hdr", 100)
    before = contents(vault_path)
    card = damaged(locked, qtbot, vault_path)
    qtbot.mouseClick(card.header, LEFT)
    qtbot.keyClicks(card.form.passphrase, PASSPHRASE)
    qtbot.keyClick(card.form.passphrase, Qt.Key.Key_Return)
    assert contents(vault_path) == before
    assert answer(qtbot) == words.say("rescue.header_ask")
    qtbot.waitUntil(lambda: locked.workspace is not None, timeout=PATIENCE)
    assert locked.bridge.session.path == vault_path
    assert locked.settings.vaults[0] == str(vault_path)
    assert [record.getMessage()[:19] for record in caplog.records if record.levelname == "WARNING"] == [
        "the previous header"
    ]
    caplog.clear()


def test_a_vault_that_was_repaired_meanwhile_is_asked_for_again(
    locked: MainWindow, vault_path: Path, backup: Path, qtbot: QtBot
) -> None:
    flip(vault_path / "vault.hdr", 100)
    card = damaged(locked, qtbot, vault_path)
    flip(vault_path / "vault.hdr", 100)
    qtbot.mouseClick(card.again, LEFT)
    assert locked.gate.unlock.isVisible() and locked.gate.unlock.passphrase.hasFocus()


def test_its_folder_is_shown(
    locked: MainWindow, vault_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    (vault_path / "vault.chain").unlink()
    card = damaged(locked, qtbot, vault_path)
    qtbot.mouseClick(card.folder, LEFT)
    assert shown == [str(vault_path)]


def test_where_no_vault_is_a_backup_can_be_restored(
    locked: MainWindow, vault_path: Path, backup: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    unlock, card = locked.gate.unlock, locked.gate.rescue
    unlock.show_vault(None)
    qtbot.mouseClick(unlock.restore, LEFT)
    assert card.form.isVisible()
    card.form.place.line.setText(str(tmp_path / "New computer.satchel"))
    qtbot.mouseClick(card.form.file.browse, LEFT)
    qtbot.keyClicks(card.form.passphrase, PASSPHRASE)
    qtbot.keyClick(card.form.passphrase, Qt.Key.Key_Return)
    answer(qtbot)
    qtbot.waitUntil(card.outcome.isVisible, timeout=PATIENCE)
    assert people(tmp_path / "New computer.satchel") == 2


def test_another_vault_is_chosen_from_the_menu(
    locked: MainWindow, vault_path: Path, backup: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (vault_path / "vault.chain").unlink()
    card = damaged(locked, qtbot, vault_path)
    card.chosen.emit(tmp_path / "gone.satchel")
    assert locked.gate.unlock.isVisible() and locked.gate.rescue.isHidden()
    assert locked.gate.unlock.error.isVisible()
