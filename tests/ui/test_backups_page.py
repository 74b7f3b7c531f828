"""The page of backups, with mouse and keys, on a real vault and real files."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import backups, vaults, words
from app.backups import Keep, Policy
from tests.ui.backing import LEFT, PATIENCE, answer, locked_door, proved
from tests.ui.conftest import PASSPHRASE, USER
from ui.dialogs.finder import Finder
from ui.main_window import MainWindow
from ui.pages.backups.page import BackupsPage


@pytest.fixture
def page(backups_page: BackupsPage) -> BackupsPage:
    return backups_page


def test_a_vault_never_backed_up_says_so_with_the_way_out(page: BackupsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.state.heading.text() == "Never backed up", timeout=PATIENCE)
    assert page.state.tile.tone == "warn"
    assert not page.policy.days.isEnabled()
    assert page.now.isEnabled() and page.now.hasFocus()


def test_the_first_backup_asks_for_a_folder_and_begins_a_daily_policy(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    proved(page, qtbot)
    assert [each.suffix for each in stick.glob("satchel-*.satchelbackup")] == [".satchelbackup"]
    qtbot.waitUntil(lambda: page.state.heading.text() == "Proved just now on STICK", timeout=PATIENCE)
    assert page.state.tile.tone == "ok"
    assert window.bridge.session.read(backups.policy).result() == Policy(str(stick), every_days=1)
    assert page.known.rows[0].detail.text().endswith("proved")
    assert window.workspace is not None
    assert window.workspace.foot.second == "Backed up just now"


def test_what_is_chosen_acts_at_once_and_is_there_after_the_next_opening(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    path = window.bridge.session.path
    qtbot.mouseClick(page.state.choose, LEFT)
    qtbot.waitUntil(page.policy.days.isEnabled, timeout=PATIENCE)
    page.policy.days.choose(7)
    page.policy.days.activated.emit(0)
    wanted = Policy(str(stick), 7, on_lock=False, after_changes=0, keep=Keep())
    qtbot.waitUntil(lambda: page.backing.standing is not None and page.backing.standing.policy == wanted)
    qtbot.mouseClick(page.policy.on_lock, LEFT)
    said = "Made every 7 days and whenever the vault is locked, to STICK. "
    qtbot.waitUntil(lambda: page.policy.sentence.text().startswith(said), timeout=PATIENCE)
    page.policy.keep["weekly"].choose(8)
    page.policy.keep["weekly"].activated.emit(0)
    kept = Policy(str(stick), 7, on_lock=True, after_changes=0, keep=Keep(7, 8, 12))
    qtbot.waitUntil(lambda: page.backing.standing is not None and page.backing.standing.policy == kept)
    locked_door(window, qtbot)
    assert len(list(stick.glob("*.satchelbackup"))) == 1  # on lock, as it was chosen
    session = vaults.unlock(path, USER, PASSPHRASE, None)
    assert session.read(backups.policy).result() == kept
    vaults.close(session)


def test_a_backup_is_opened_again_and_a_changed_one_is_told(page: BackupsPage, stick: Path, qtbot: QtBot) -> None:
    proved(page, qtbot)
    row = page.known.rows[0]
    qtbot.mouseClick(row.check, LEFT)
    qtbot.waitUntil(lambda: row.checked is True, timeout=PATIENCE)
    assert row.detail.text().endswith("whole: opened just now and compared")
    file = row.listed.known.path
    middle = file.stat().st_size // 2
    with file.open("r+b") as stream:
        stream.seek(middle)
        byte = stream.read(1)
        stream.seek(middle)
        stream.write(bytes([byte[0] ^ 1]))
    qtbot.mouseClick(row.check, LEFT)
    qtbot.waitUntil(lambda: isinstance(row.checked, BaseException), timeout=PATIENCE)
    assert "The backup is damaged" in row.detail.text()
    assert row.tile.tone == "bad"


def test_a_backup_is_restored_beside_after_one_question_and_opens(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    proved(page, qtbot)
    path = window.bridge.session.path
    qtbot.mouseClick(page.known.rows[0].back, LEFT)
    assert page.form.passphrase.isHidden() or not page.form.passphrase.isVisible()  # the keys at hand open it
    qtbot.mouseClick(page.form.button, LEFT)
    answer(qtbot)
    qtbot.waitUntil(page.open.isVisible, timeout=PATIENCE)
    restored = path.with_name("Hangzhou field restored.satchel")
    assert restored.is_dir()
    qtbot.mouseClick(page.open, LEFT)
    card = window.gate.unlock
    assert card.isVisible() and card.facts is not None and card.facts.path == restored
    qtbot.keyClicks(card.passphrase, PASSPHRASE)
    qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert window.bridge.session.path == restored
    assert window.settings.vaults[0] == str(restored)


def test_a_backup_of_other_keys_asks_for_the_passphrase_of_its_day(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    proved(page, qtbot)
    file = page.known.rows[0].listed.known.path
    other = backups.Opener(member=(os.urandom(16), backups.own_opener(window.bridge.session).member[1]))  # type: ignore[index]
    page.form.show_way("restore", window.bridge.session.path, file=file, own=other)
    page._form_card.show()
    page.form.begin()
    qtbot.waitUntil(page.form.passphrase.isVisible, timeout=PATIENCE)
    assert page.form.error.text() == words.say("rescue.other_keys")
    qtbot.keyClicks(page.form.passphrase, PASSPHRASE)
    qtbot.keyClick(page.form.passphrase, Qt.Key.Key_Return)
    answer(qtbot)
    qtbot.waitUntil(page.open.isVisible, timeout=PATIENCE)


def test_settings_say_when_the_vault_was_last_backed_up(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    proved(page, qtbot)
    window.go("settings")
    assert window.workspace is not None
    settings = window.workspace.page()
    data = settings.data  # type: ignore[union-attr]  # the settings page
    qtbot.waitUntil(lambda: data.last.text() == "Proved just now on STICK", timeout=PATIENCE)
    window.keep(language="zh_CN")
    assert data.last.text() == "刚刚在「STICK」上验证"
    qtbot.mouseClick(data.backups, LEFT)
    assert window.workspace.page() is page


def test_a_page_of_its_own_is_found_by_name(window: MainWindow, qtbot: QtBot) -> None:
    window.trigger("find")
    assert window.workspace is not None
    finder = window.workspace.findChild(Finder)
    assert isinstance(finder, Finder)
    qtbot.keyClicks(finder.field, "backup")
    qtbot.waitUntil(lambda: finder.answers.rowCount() == 2)  # a heading and the place
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert isinstance(window.workspace.page(), BackupsPage)
