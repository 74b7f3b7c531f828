"""While nobody knows whether the code is in hand: a line above every page, twice put off, then there to stay."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import kits, places, vaults
from tests.ui.conftest import PASSPHRASE, USER
from ui.kit_banner import KitBanner
from ui.main_window import MainWindow
from ui.pages.kit import KitPage
from vault import folder, recovery
from vault.kdf import KdfCost

Open = Callable[[str], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def code(vault_path: Path) -> str:
    """The recovery code of a vault that takes the place of the usual one."""
    path = vault_path.with_name("Asked.satchel")
    made = folder.create(path, name="Asked", user=USER, passphrase=PASSPHRASE, kdf=KdfCost(64 * 1024))
    session = vaults.unlock(path, USER, PASSPHRASE, None)
    kits.keep(session, kits.ask)
    session.close()
    return made.recovery_code


@pytest.fixture
def open_on(locked: MainWindow, vault_path: Path, code: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens that vault on a day."""

    def opened(day: str) -> None:
        if locked.workspace is not None:
            locked.lock()
        monkeypatch.setattr(places, "today", lambda: day)
        path = vault_path.with_name("Asked.satchel")
        locked._bridge._pool.submit(lambda: None).result(timeout=10)
        locked._enter(vaults.unlock(path, USER, PASSPHRASE, None))

    return opened


def banner_of(window: MainWindow) -> KitBanner:
    assert window.workspace is not None
    return window.workspace.banner


def kit_page(window: MainWindow) -> KitPage:
    assert window.workspace is not None
    page = window.workspace.page()
    assert isinstance(page, KitPage)
    return page


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until every answer that is under way has reached the screen."""
    answers: list[object] = []
    session = window.bridge.session
    window.bridge.query(kits.proof, session.unlocked, done=answers.append)
    window.bridge.query(kits.proof, session.unlocked, done=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=10_000)


def test_twice_put_off_the_banner_comes_back_and_stays(locked: MainWindow, qtbot: QtBot, open_on: Open) -> None:
    for day in ("2099-11-20", "2099-11-21"):
        open_on(day)
        qtbot.waitUntil(lambda: banner_of(locked).isVisible(), timeout=10_000)
        assert banner_of(locked).remind.isVisible()
        qtbot.mouseClick(banner_of(locked).remind, LEFT)
        qtbot.waitUntil(lambda: not banner_of(locked).isVisible(), timeout=10_000)
        open_on(day)
        settled(locked, qtbot)
        assert not banner_of(locked).isVisible()
    for day in ("2099-11-22", "2100-05-01"):
        open_on(day)
        qtbot.waitUntil(lambda: banner_of(locked).isVisible(), timeout=10_000)
        assert not banner_of(locked).remind.isVisible()
        for page in ("people", "trash", "settings"):
            locked.go(page)
            assert banner_of(locked).isVisible()


def test_the_code_typed_from_paper_ends_it(locked: MainWindow, qtbot: QtBot, open_on: Open, code: str) -> None:
    open_on("2099-11-20")
    qtbot.waitUntil(lambda: banner_of(locked).isVisible(), timeout=10_000)
    qtbot.keyClick(banner_of(locked).go, Qt.Key.Key_Space)
    page = kit_page(locked)
    assert QApplication.focusWidget() is page.code
    assert not page.button.isEnabled()
    qtbot.keyClicks(page.code, code.lower().replace("-", " "))
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not banner_of(locked).isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: page.state.isVisible(), timeout=10_000)
    assert page.state.tone == "ok"
    assert page.code.text() == ""
    open_on("2100-01-01")
    settled(locked, qtbot)
    assert not banner_of(locked).isVisible()


@pytest.mark.parametrize("typed", ["another vault's code", "four signs"])
def test_another_code_is_refused_where_it_was_typed(
    locked: MainWindow, qtbot: QtBot, open_on: Open, code: str, typed: str
) -> None:
    open_on("2099-11-20")
    locked.go("kit")
    page = kit_page(locked)
    wrong = recovery.written(bytes(20)) if typed == "another vault's code" else code[:4]
    qtbot.keyClicks(page.code, wrong)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: page.error.isVisible(), timeout=10_000)
    assert page.code.property("tone") == "bad"
    assert page.code.text() == wrong
    settled(locked, qtbot)
    assert banner_of(locked).isVisible()
    qtbot.keyClick(page.code, Qt.Key.Key_Backspace)
    assert not page.error.isVisible()


def test_in_the_masked_view_nothing_is_put_off_and_it_is_said(locked: MainWindow, qtbot: QtBot, open_on: Open) -> None:
    open_on("2099-11-20")
    qtbot.waitUntil(lambda: banner_of(locked).isVisible(), timeout=10_000)
    locked.bridge.session.masked = True
    qtbot.mouseClick(banner_of(locked).remind, LEFT)
    qtbot.waitUntil(lambda: locked._toast.isVisible(), timeout=10_000)
    assert banner_of(locked).isVisible()
    assert banner_of(locked).remind.isEnabled()


def test_a_vault_that_does_not_ask_has_no_banner(window: MainWindow, qtbot: QtBot) -> None:
    settled(window, qtbot)
    assert not banner_of(window).isVisible()
    window.go("kit")
    qtbot.waitUntil(lambda: kit_page(window).state.isVisible(), timeout=10_000)
    assert kit_page(window).state.tone == "info"


def test_who_lost_the_code_is_sent_to_settings(locked: MainWindow, qtbot: QtBot, open_on: Open) -> None:
    open_on("2099-11-20")
    locked.go("kit")
    qtbot.mouseClick(kit_page(locked).lost, LEFT)
    assert locked.workspace is not None
    shown = locked.workspace.page()
    assert shown is not None
    assert shown.key == "settings"
