"""Passphrase, vault key and recovery kit on the settings page, with mouse and keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import kits, words
from tests.ui.conftest import PASSPHRASE
from ui.dialogs.confirm import Confirm
from ui.keys_section import KeysSection
from ui.main_window import MainWindow
from ui.pages.settings import SettingsPage
from vault import folder
from vault.errors import WrongPassphrase

NEW = "marble orchard thunder velvet compass nine"
PATIENCE = 20_000


@pytest.fixture
def section(window: MainWindow) -> Iterator[KeysSection]:
    window.trigger("go_settings")
    assert window.workspace is not None
    page = window.workspace.page()
    assert isinstance(page, SettingsPage)
    yield page.keys
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, Confirm):
            dialog.reject()


def confirm(qtbot: QtBot) -> None:
    """Choose the deed in the question that is open."""
    asked = [dialog for dialog in QApplication.topLevelWidgets() if isinstance(dialog, Confirm) and dialog.isVisible()]
    qtbot.mouseClick(asked[-1].deed, Qt.MouseButton.LeftButton)


def fill(section: KeysSection, qtbot: QtBot, old: str, new: str) -> None:
    form = section.passphrase
    form.old.clear()
    form.field.clear()
    qtbot.keyClicks(form.old, old)
    qtbot.keyClicks(form.field, new)


def locked(window: MainWindow, qtbot: QtBot) -> None:
    """Lock, and wait until the vault is closed."""
    window.lock()
    done: list[int] = []
    window.bridge.run(int, done=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)


@pytest.mark.parametrize("known", [False, True], ids=["changed", "known"])
def test_a_new_passphrase_replaces_the_old_one(
    window: MainWindow, section: KeysSection, qtbot: QtBot, known: bool
) -> None:
    path, form = window.bridge.session.path, section.passphrase
    fill(section, qtbot, PASSPHRASE, NEW)
    if known:
        form.known.setChecked(True)
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    confirm(qtbot)
    qtbot.waitUntil(lambda: form.field.text() == "", timeout=PATIENCE)
    assert form.old.text() == ""
    assert window.bridge.session.unlocked.header.generation == (2 if known else 1)
    locked(window, qtbot)
    folder.unlock(path, passphrase=NEW).close()
    with pytest.raises(WrongPassphrase):
        folder.unlock(path, passphrase=PASSPHRASE)


def test_without_the_old_passphrase_nothing_changes(window: MainWindow, section: KeysSection, qtbot: QtBot) -> None:
    path, form = window.bridge.session.path, section.passphrase
    qtbot.keyClicks(form.field, NEW)
    assert not form.button.isEnabled()
    fill(section, qtbot, "not the right one at all", NEW)
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    confirm(qtbot)
    qtbot.waitUntil(form.button.isEnabled, timeout=PATIENCE)
    assert form.field.text() == NEW
    locked(window, qtbot)
    folder.unlock(path, passphrase=PASSPHRASE).close()


def test_nothing_is_done_until_the_question_is_answered(section: KeysSection, qtbot: QtBot) -> None:
    qtbot.mouseClick(section.rotate, Qt.MouseButton.LeftButton)
    asked = next(dialog for dialog in QApplication.topLevelWidgets() if isinstance(dialog, Confirm))
    assert asked.deed.text() == words.say("keys.rotate_deed")
    asked.reject()
    assert section.strip.isHidden()
    assert section.rotate.isEnabled()


def test_the_vault_key_is_changed_while_the_window_stays_open(
    window: MainWindow, section: KeysSection, qtbot: QtBot
) -> None:
    qtbot.mouseClick(section.rotate, Qt.MouseButton.LeftButton)
    confirm(qtbot)
    assert section.strip.isVisible()
    assert not section.renew.isEnabled()
    qtbot.waitUntil(section.strip.isHidden, timeout=PATIENCE)
    assert window.bridge.session.unlocked.header.generation == 2
    assert section.renew.isEnabled()


def test_a_new_kit_is_shown_once_in_force_and_confirmed(window: MainWindow, section: KeysSection, qtbot: QtBot) -> None:
    session = window.bridge.session
    qtbot.mouseClick(section.renew, Qt.MouseButton.LeftButton)
    confirm(qtbot)
    qtbot.waitUntil(lambda: section.kit.isVisible(), timeout=PATIENCE)
    kit = section.kit.card.kit
    assert kit is not None
    assert not section.kit.done.isEnabled()
    qtbot.keyClicks(section.kit.card.proof, kit.groups[section.kit.card.asked])
    section.kit.done.click()
    qtbot.waitUntil(section.kit.isHidden, timeout=PATIENCE)
    assert session.read(kits.proof, session.unlocked).result().confirmed_on is not None
    locked(window, qtbot)
    folder.unlock(session.path, recovery_code=kit.code).close()
