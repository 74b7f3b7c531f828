"""Backups by themselves, stopped, late, locked over, and as witnesses, while the window is open."""

import shutil
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import backups, edit, vaults, words
from app.backups import Policy
from tests.ui.backing import DAY_MS, LEFT, PATIENCE, gated, locked_door, proved
from tests.ui.conftest import PASSPHRASE, USER
from ui.main_window import MainWindow
from ui.pages.backups.page import BackupsPage
from vault.errors_of_keeping import StateDiffers


@pytest.fixture
def page(backups_page: BackupsPage) -> BackupsPage:
    return backups_page


def test_stopped_half_way_nothing_is_left(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, go = gated(monkeypatch)
    qtbot.mouseClick(page.now, LEFT)
    qtbot.waitUntil(half.is_set, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.strip.isVisible() and "%" in page.strip.detail.text(), timeout=PATIENCE)
    assert not page.now.isEnabled()
    qtbot.mouseClick(page.strip.button, LEFT)
    go.set()
    qtbot.waitUntil(lambda: not page.backing.running, timeout=PATIENCE)
    assert list(stick.iterdir()) == []
    assert window.bridge.session.read(backups.listed).result() == []
    assert page.backing.failure is None and page.strip.isHidden()


def test_hidden_it_goes_on_and_the_foot_tells_of_it(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, go = gated(monkeypatch)
    qtbot.mouseClick(page.now, LEFT)
    qtbot.waitUntil(half.is_set, timeout=PATIENCE)
    qtbot.mouseClick(page.hide_strip, LEFT)
    assert page.strip.isHidden() and page.backing.running
    assert window.workspace is not None
    assert window.workspace.foot.first == "Backing up"
    go.set()
    qtbot.waitUntil(lambda: not page.backing.running, timeout=PATIENCE)
    assert len(list(stick.glob("*.satchelbackup"))) == 1


def test_a_lock_half_way_blanks_at_once_and_leaves_nothing(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = window.bridge.session.path
    half, go = gated(monkeypatch)
    qtbot.mouseClick(page.now, LEFT)
    qtbot.waitUntil(half.is_set, timeout=PATIENCE)
    window.lock()
    assert window.workspace is None and window.gate.isVisible()
    go.set()
    locked_door(window, qtbot)
    assert list(stick.iterdir()) == []
    session = vaults.unlock(path, USER, PASSPHRASE, None)
    assert session.doubts == () and session.read(backups.listed).result() == []
    vaults.close(session)


def test_a_medium_that_hangs_does_not_keep_the_vault_open(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, go = window.bridge.session.path, threading.Event()
    monkeypatch.setattr("ui.bridge._END_S", 0.1)
    monkeypatch.setattr(backups, "run", lambda *_args, **_more: go.wait(PATIENCE / 1000))
    page.backing.run(stick)
    locked_door(window, qtbot)
    vaults.close(vaults.unlock(path, USER, PASSPHRASE, None))
    go.set()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_late_backup_is_one_calm_line_above_every_page(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot, language: str
) -> None:
    proved(page, qtbot)
    assert window.workspace is not None
    band, backing = window.workspace.late, page.backing
    window.bridge.session.write(edit.add, "contact", {"name": "Bea"}).result()
    backing.look(acting=False)
    assert band.isHidden()
    now = backing.clock()
    backing.clock = lambda: now + 9 * DAY_MS
    window.keep(language=language)
    window.go("people")
    backing.look(acting=False)
    qtbot.waitUntil(band.isVisible, timeout=PATIENCE)
    assert band.sentence.text() == words.say("backups.late", n=9)
    qtbot.mouseClick(band.look, LEFT)
    assert isinstance(window.workspace.page(), BackupsPage)
    assert page.state.heading.text() == words.say("backups.late", n=9)


def test_a_due_backup_makes_itself_and_takes_the_line_away(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    proved(page, qtbot)
    window.bridge.session.write(edit.add, "contact", {"name": "Bea"}).result()
    window.bridge.session.write(edit.add, "contact", {"name": "Cleo"}).result()
    window.bridge.session.write(edit.add, "contact", {"name": "Dora"}).result()
    now, first = page.backing.clock(), {each.name for each in stick.glob("*.satchelbackup")}
    page.backing.clock = lambda: now + DAY_MS
    page.backing.look()
    # of two on one day the policy keeps the newer one
    qtbot.waitUntil(lambda: {each.name for each in stick.glob("*.satchelbackup")}.isdisjoint(first), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.backing.running, timeout=PATIENCE)
    assert len(list(stick.glob("*.satchelbackup"))) == 1


def test_a_folder_that_is_gone_is_said_above_every_page_until_a_backup_works(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    proved(page, qtbot)
    shutil.rmtree(stick)
    qtbot.mouseClick(page.now, LEFT)
    assert window.workspace is not None
    band = window.workspace.late
    qtbot.waitUntil(band.isVisible, timeout=PATIENCE)
    assert band.sentence.text().startswith("The folder for backups is not there; nothing was written.")
    page.known.ask()
    qtbot.waitUntil(lambda: page.known.rows[0].listed.state == "away", timeout=PATIENCE)
    assert not page.known.rows[0].back.isEnabled()
    stick.mkdir()
    qtbot.mouseClick(band.again, LEFT)
    qtbot.waitUntil(lambda: not page.backing.running and band.isHidden(), timeout=PATIENCE)
    assert len(list(stick.glob("*.satchelbackup"))) == 1


def test_a_vault_older_than_its_backup_is_doubted_above_every_page(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    path = window.bridge.session.path
    locked_door(window, qtbot)
    older = {each.name: each.read_bytes() for each in path.iterdir() if each.is_file()}
    session = vaults.unlock(path, USER, PASSPHRASE, None)
    session.write(backups.set_policy, Policy(str(stick))).result()
    backups.run(session, stick, lambda _done, _all: None, lambda: False)
    vaults.close(session)
    for name, data in older.items():
        (path / name).write_bytes(data)
    session = vaults.unlock(path, USER, PASSPHRASE, None)
    session.enter(_remember, stick).result()
    window._enter(session)
    assert window.workspace is not None
    window.workspace.backing.begin()
    doubt = window.workspace.doubt
    qtbot.waitUntil(doubt.isVisible, timeout=PATIENCE)
    assert [each.kind for each in session.doubts]


def _remember(tx: object, stick: Path) -> None:
    """A known folder for backups, as an older state of the vault has it."""
    tx.connection.execute(  # type: ignore[attr-defined]  # a transaction
        "INSERT INTO backups VALUES (x'00112233445566778899aabbccddeeff', 1, ?, 'gone', 1, x'00', 1, 1, 1, 'proved')",
        (str(stick),),
    )


def test_a_vault_in_doubt_is_not_backed_up_and_says_why(
    page: BackupsPage, stick: Path, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.state.choose, LEFT)
    qtbot.waitUntil(lambda: len(page.known.rows) == 1 and not page.backing.running, timeout=PATIENCE)
    doubt = StateDiffers()
    window.bridge.session.unlocked.cast_doubt(doubt)
    qtbot.mouseClick(page.now, LEFT)
    assert not page.backing.running
    assert words.error_words(doubt, window=True)[0] in window._toast.words.text()
    assert len(list(stick.glob("*.satchelbackup"))) == 1


def test_whatever_fails_on_lock_the_keys_are_forgotten(
    page: BackupsPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.bridge.session

    def fail(_session: object) -> None:
        raise KeyError

    monkeypatch.setattr("app.safekeeping.before_closing", fail)
    locked_door(window, qtbot)
    assert session.unlocked.closed
