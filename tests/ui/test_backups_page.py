"""Backups in the window, with mouse and keys, on a real vault and real files."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import backups, edit, vaults, words
from app.backups import Keep, Policy
from tests.ui.conftest import PASSPHRASE, USER
from ui.dialogs.confirm import Confirm
from ui.main_window import MainWindow
from ui.pages.backups.page import BackupsPage

PATIENCE = 30_000
DAY_MS = 86_400_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system's dialog answers with."""
    folder = tmp_path / "STICK"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    return folder


@pytest.fixture
def page(window: MainWindow) -> Iterator[BackupsPage]:
    window.bridge.session.write(edit.add, "contact", {"name": "Ada"}).result()
    window.trigger("go_backups")
    assert window.workspace is not None
    shown = window.workspace.page()
    assert isinstance(shown, BackupsPage)
    yield shown
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, Confirm):
            dialog.reject()


def gated(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Real backups that wait half-way: (half is done, go on)."""
    half, go, run = threading.Event(), threading.Event(), backups.run

    def slow(
        session: object, to: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> backups.Made:
        def told(done: int, total: int) -> None:
            progress(done, total)
            if 2 * done >= total:
                half.set()
                go.wait(PATIENCE / 1000)

        return run(session, to, told, cancelled)  # type: ignore[arg-type]  # a session

    monkeypatch.setattr(backups, "run", slow)
    return half, go


def proved(page: BackupsPage, qtbot: QtBot) -> None:
    """Back up by the button and wait for it to stand in the list."""
    before = len(page.known.rows)
    qtbot.mouseClick(page.now, LEFT)
    qtbot.waitUntil(lambda: len(page.known.rows) > before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.backing.running, timeout=PATIENCE)


def locked_door(window: MainWindow, qtbot: QtBot) -> None:
    """Lock, and wait until the vault is closed."""
    window.lock()
    done: list[int] = []
    window.bridge.run(int, done=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)


def answer(qtbot: QtBot) -> None:
    asked = [each for each in QApplication.topLevelWidgets() if isinstance(each, Confirm) and each.isVisible()]
    qtbot.mouseClick(asked[-1].deed, LEFT)


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
    now = page.backing.clock()
    page.backing.clock = lambda: now + DAY_MS
    page.backing.look()
    qtbot.waitUntil(lambda: len(list(stick.glob("*.satchelbackup"))) == 2, timeout=PATIENCE)


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
