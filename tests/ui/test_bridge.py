"""The border between threads: futures become events, and nothing of a closed vault arrives."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.worker import Outcome
from ui.bridge import Bridge
from vault.changes import Changes
from vault.errors import BadCursor


class Signals(QObject):
    """Tells a loop to end."""

    end = Signal()


class FakeSession:
    """Answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, tuple[Any, ...], dict[str, Any], Future[Any]]] = []

    def read(self, use_case: Any, *args: Any, **options: Any) -> "Future[Any]":
        self.asked.append((use_case, args, options, Future()))
        return self.asked[-1][3]

    write = rehearse = read


def test_a_query_comes_back_on_the_gui_thread(satchel_app: QApplication, qtbot: QtBot) -> None:
    session, bridge, seen = FakeSession(), Bridge(), []
    bridge.attach(session)
    bridge.query(len, "x", done=seen.append)
    session.asked[0][3].set_result(7)
    qtbot.waitUntil(lambda: seen == [7])
    bridge.close()


def test_a_command_tells_what_changed_before_its_value_arrives(satchel_app: QApplication, qtbot: QtBot) -> None:
    session, bridge, order = FakeSession(), Bridge(), []
    bridge.attach(session)
    bridge.changed.connect(lambda changes: order.append(sorted(changes.nouns)))
    bridge.command(len, done=order.append)
    changes = Changes(records={"contact": frozenset({"1"})})
    session.asked[0][3].set_result(Outcome("value", changes))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == [["contact"], "value"]
    bridge.close()


def test_what_arrives_after_the_lock_is_dropped(satchel_app: QApplication, qtbot: QtBot) -> None:
    session, bridge, seen = FakeSession(), Bridge(), []
    bridge.attach(session)
    bridge.query(len, done=seen.append)
    assert bridge.detach() is session
    session.asked[0][3].set_result(1)
    bridge.run(int, done=lambda _value: seen.append("later"))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["later"]
    bridge.close()


def test_a_result_for_a_page_that_is_gone_is_dropped(satchel_app: QApplication, qtbot: QtBot) -> None:
    class Listener(QWidget):
        def take(self, value: object) -> None:
            raise AssertionError(value)

    session, bridge, page = FakeSession(), Bridge(), Listener()
    bridge.attach(session)
    bridge.query(len, done=page.take)
    delete(page)
    session.asked[0][3].set_result(1)
    arrived: list[int] = []
    bridge.run(int, done=arrived.append)
    qtbot.waitUntil(lambda: bool(arrived))
    bridge.close()


def test_an_error_nobody_asked_for_reaches_the_window(satchel_app: QApplication, qtbot: QtBot) -> None:
    session, bridge = FakeSession(), Bridge()
    bridge.attach(session)
    bridge.query(len, done=lambda _value: None)
    with qtbot.waitSignal(bridge.failed) as caught:
        session.asked[0][3].set_exception(BadCursor())
    assert isinstance(caught.args[0], BadCursor)
    bridge.close()


def test_a_job_reports_its_progress_and_can_be_cancelled(satchel_app: QApplication, qtbot: QtBot) -> None:
    session, bridge, seen = FakeSession(), Bridge(), []
    bridge.attach(session)
    job = bridge.job(len, progress=lambda done, total: seen.append((done, total)))
    options = session.asked[0][2]
    options["progress"](5, 5)
    qtbot.waitUntil(lambda: seen == [(5, 5)])
    assert not options["cancelled"]()
    job.cancel()
    assert options["cancelled"]()
    assert isinstance(job, QObject)
    bridge.close()


def walk() -> int:
    """Work that needs the interpreter again and again, as reading a vault does."""
    for _step in range(100):
        threading.Event().wait(0.0001)
    return 100


def run_loop(ends: Signals) -> None:
    loop = QEventLoop()
    ends.end.connect(loop.quit)
    loop.exec()


def run_dialog(ends: Signals) -> None:
    dialog = QDialog()
    ends.end.connect(dialog.reject)
    dialog.exec()


def run_file_dialog(ends: Signals) -> None:
    ends.end.connect(lambda: [each.close() for each in QApplication.topLevelWidgets()])
    QFileDialog.getSaveFileName(None, "x")


@pytest.mark.parametrize("run", [run_loop, run_dialog, run_file_dialog])
def test_answers_come_while_a_dialog_runs_its_own_loop(
    satchel_app: QApplication, run: Callable[[Signals], None]
) -> None:
    bridge, ends, seen = Bridge(), Signals(), list[int]()
    patience = QTimer(singleShot=True, interval=20_000)
    patience.timeout.connect(ends.end)  # a loop that holds the interpreter ends here, with nothing seen
    patience.start()

    def arrived(steps: int) -> None:
        seen.append(steps)
        ends.end.emit()

    bridge.run(walk, done=arrived)
    run(ends)
    assert seen == [100]
    bridge.close()


def test_what_hangs_aside_keeps_neither_answers_nor_the_closing_waiting(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.bridge._END_S", 0.05)
    bridge, go, told = Bridge(), threading.Event(), list[int]()
    bridge.job(lambda **_asked: go.wait(30), door="aside", done=lambda _value: told.append(0))
    bridge.run(lambda: 1, done=told.append)
    qtbot.waitUntil(lambda: told == [1])
    bridge.close()
    assert told == [1]
    go.set()


def test_a_lock_stops_what_is_under_way_aside_and_drops_what_it_says(qtbot: QtBot) -> None:
    bridge, begun, ended, told = Bridge(), threading.Event(), threading.Event(), list[bool]()

    def work(cancelled: Callable[[], bool], **_told: object) -> bool:
        begun.set()
        while not cancelled():
            pass
        ended.set()
        return True

    bridge.job(work, door="aside", done=told.append)
    qtbot.waitUntil(begun.is_set)
    bridge.detach()
    bridge.settle()
    assert ended.is_set()
    bridge.run(lambda: False, done=told.append)
    qtbot.waitUntil(lambda: told == [False])
    bridge.close()


def test_what_goes_wrong_aside_is_told_as_from_anywhere(qtbot: QtBot) -> None:
    bridge, told = Bridge(), list[type]()

    def fail() -> None:
        raise KeyError

    bridge.aside(fail, done=lambda _value: None, failed=lambda error: told.append(type(error)))
    qtbot.waitUntil(lambda: told == [KeyError])
    bridge.close()
