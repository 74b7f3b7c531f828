"""Screen savers and logind on a real bus: the window locks with them, and sleep waits for it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import vaults
from app.session import Session
from tests.ui.desk import until
from tests.ui.lock_signals.buses import SESSION, Logind, connected, emit, private_bus
from ui.lock_signals import linux
from ui.lock_signals.linux import SAVERS, LinuxSource
from ui.main_window import MainWindow


@pytest.mark.parametrize("saver", SAVERS)
def test_the_window_locks_when_a_screen_saver_becomes_active(
    saver: str, desktop: QDBusConnection, window: MainWindow, qtbot: QtBot
) -> None:
    emit(desktop, "/" + saver.replace(".", "/"), saver, "ActiveChanged", True)
    until(qtbot, lambda: window.workspace is None)


def test_a_screen_that_is_unlocked_again_locks_nothing(desktop: QDBusConnection, qtbot: QtBot) -> None:
    source, heard = LinuxSource(), []
    source.locked.connect(lambda: heard.append("locked"))
    source.listen()
    emit(desktop, "/", SAVERS[0], "ActiveChanged", False)
    emit(desktop, "/", SAVERS[1], "ActiveChanged", True)
    until(qtbot, lambda: bool(heard))
    assert heard == ["locked"]


def test_the_screen_may_be_locked_without_the_vault_where_that_was_chosen(
    desktop: QDBusConnection, window: MainWindow, qtbot: QtBot
) -> None:
    window.keep(lock_with_session=False)
    with qtbot.waitSignal(window.reasons.signals.left):
        emit(desktop, "/", SAVERS[0], "ActiveChanged", True)
    assert window.workspace is not None


def test_sleep_is_held_back_until_the_keys_are_gone(logind: Logind, window: MainWindow, qtbot: QtBot) -> None:
    until(qtbot, lambda: logind.held() == 1)
    assert ("Inhibit", "sleep", "Satchel", "The vault locks before sleep", "delay") in logind.asked
    session = window.bridge.session
    logind.prepare_for_sleep(True)
    until(qtbot, lambda: window.workspace is None)
    until(qtbot, lambda: logind.held() == 0)
    assert session._worker._closed
    assert not session._worker._writer.is_alive()


def test_sleep_still_waits_while_the_vault_is_closing(
    logind: Logind, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(qtbot, lambda: logind.held() == 1)
    until(qtbot, lambda: window.reasons.signals._source._inhibitor >= 0)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the answer that brought it is gone
    held_at_close: list[int] = []

    def close(session: Session | None) -> None:
        if session is not None:
            held_at_close.append(logind.held())
            session.close()

    monkeypatch.setattr(vaults, "close", close)
    logind.prepare_for_sleep(True)
    until(qtbot, lambda: logind.held() == 0)
    assert held_at_close == [1]


def test_where_sleep_shall_not_lock_it_is_let_go_and_held_again_afterwards(
    logind: Logind, window: MainWindow, qtbot: QtBot
) -> None:
    until(qtbot, lambda: logind.held() == 1)
    window.keep(lock_on_sleep=False)
    logind.prepare_for_sleep(True)
    until(qtbot, lambda: logind.held() == 0)
    logind.prepare_for_sleep(False)
    until(qtbot, lambda: logind.held() == 1)
    assert window.workspace is not None


def test_logind_locks_this_session_and_not_another(logind: Logind, qtbot: QtBot) -> None:
    source, heard = LinuxSource(), []
    source.locked.connect(lambda: heard.append("locked"))
    source.listen()
    until(qtbot, lambda: source._own == SESSION)
    logind.lock("/org/freedesktop/login1/session/_32")
    logind.lock()
    until(qtbot, lambda: bool(heard))
    assert heard == ["locked"]


def test_a_session_that_is_unknown_locks_with_any(desktop: QDBusConnection, qtbot: QtBot) -> None:
    assert desktop.registerService("org.freedesktop.login1")
    source = LinuxSource()
    source.listen()
    with qtbot.waitSignal(source.locked):
        emit(desktop, SESSION, "org.freedesktop.login1.Session", "Lock")


def test_nobody_but_logind_may_speak_for_it(logind: Logind, address: str, qtbot: QtBot) -> None:
    source, heard, stranger = LinuxSource(), [], connected(address)
    source.locked.connect(lambda: heard.append("locked"))
    source.sleeping.connect(lambda: heard.append("sleeping"))
    source.listen()
    until(qtbot, lambda: source._own == SESSION)
    emit(stranger, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", True)
    emit(stranger, SESSION, "org.freedesktop.login1.Session", "Lock")
    emit(stranger, "/", SAVERS[0], "ActiveChanged", True)  # comes after the others on the same bus
    until(qtbot, lambda: bool(heard))
    assert heard == ["locked"]


def test_the_key_that_is_being_derived_when_the_screen_locks_opens_nothing(
    desktop: QDBusConnection, locked: MainWindow, qtbot: QtBot
) -> None:
    locked.reasons.signals.listen()
    card = locked.gate.unlock
    until(qtbot, lambda: card.facts is not None)
    card.passphrase.setText("lantern river copper ninety orbit meadow")
    card.attempt()
    emit(desktop, "/", SAVERS[0], "ActiveChanged", True)
    until(qtbot, card.button.isEnabled)
    landed: list[int] = []
    locked.bridge.run(int, done=landed.append)
    until(qtbot, lambda: bool(landed))
    assert locked.workspace is None


def test_without_any_bus_nothing_happens(satchel_app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(linux, "_SYSTEM_SOCKET", Path("/nowhere"))
    source = LinuxSource()
    source.listen()
    source.hold_sleep()
    source.let_sleep()
    assert linux.system_bus() is None
    assert linux.session_bus() is None


def test_a_bus_that_does_not_answer_is_taken_as_none(
    satchel_app: QApplication, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    dead = QDBusConnection.connectToBus("unix:path=/nowhere/bus", "dead")
    assert not dead.isConnected()
    monkeypatch.setattr(linux, "system_bus", lambda: dead)
    monkeypatch.setattr(linux, "session_bus", lambda: dead)
    source = LinuxSource()
    source.listen()
    source.hold_sleep()
    source.let_sleep()


def test_a_bus_that_dies_meanwhile_does_no_harm(
    satchel_app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    source = LinuxSource()
    with private_bus(tmp_path) as address:
        heard, logind = connected(address), Logind(connected(address))
        monkeypatch.setattr(linux, "system_bus", lambda: heard)
        monkeypatch.setattr(linux, "session_bus", lambda: heard)
        source.listen()
        source.hold_sleep()
        until(qtbot, lambda: source._inhibitor >= 0)
    until(qtbot, lambda: not heard.isConnected())
    source.let_sleep()
    until(qtbot, lambda: logind.held() == 0)
    source.hold_sleep()
