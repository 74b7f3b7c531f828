"""Nobody is there: a notice twenty seconds before, any key or movement cancels it, sleep counts too."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk import until
from tests.ui.lock_signals.test_clock import Hands
from ui.idle import NOTICE_S, IdleLock
from ui.lock_signals.clock import LATE_S, TICK_S, Elapsed
from ui.main_window import MainWindow


@pytest.fixture
def clock() -> Hands:
    """The clock of `idle`."""
    return Hands()


@pytest.fixture
def idle(satchel_app: QApplication, clock: Hands) -> Iterator[IdleLock]:
    """Five minutes, by a clock that the test sets."""
    made = IdleLock(Elapsed((clock,)))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def widget(satchel_app: QApplication, qtbot: QtBot) -> QWidget:
    """Something to touch."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_notice_stands_twenty_seconds_before_the_end(idle: IdleLock) -> None:
    assert idle._end.interval() - idle._notice.interval() == NOTICE_S * 1000 == 20_000


@pytest.mark.parametrize("sign", ["key", "movement", "wheel"])
def test_any_sign_of_somebody_takes_the_notice_back(idle: IdleLock, widget: QWidget, qtbot: QtBot, sign: str) -> None:
    idle._notice.timeout.emit()
    with qtbot.waitSignal(idle.stirred):
        if sign == "key":
            qtbot.keyClick(widget, Qt.Key.Key_Control)
        elif sign == "movement":
            qtbot.mouseMove(widget, QPoint(3, 3))
            qtbot.mouseMove(widget, QPoint(9, 9))
        else:
            qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_without_a_notice_nothing_is_taken_back(idle: IdleLock, widget: QWidget, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(idle.stirred):
        qtbot.keyClick(widget, Qt.Key.Key_Control)


def test_the_first_key_after_a_night_asleep_locks_and_goes_nowhere(
    idle: IdleLock, clock: Hands, widget: QWidget, qtbot: QtBot
) -> None:
    expired: list[int] = []
    idle.expired.connect(lambda: expired.append(1))
    qtbot.keyClick(widget, Qt.Key.Key_Control)
    clock.now += 299
    assert not idle.look()
    clock.now += 1
    qtbot.keyClick(widget, Qt.Key.Key_Control)
    assert expired == [1]
    assert not idle._end.isActive()


def test_the_end_comes_by_itself(idle: IdleLock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(idle.expired):
        idle._end.start(1)
    assert not idle._notice.isActive()


def test_the_window_shows_the_notice_until_somebody_stirs(window: MainWindow, qtbot: QtBot) -> None:
    window.reasons.idle._notice.timeout.emit()
    assert "20 seconds" in window._toast.words.text()
    assert window._toast._clock.remainingTime() > 15_000
    qtbot.keyClick(window, Qt.Key.Key_Control)
    assert window._toast.isHidden()
    assert window.workspace is not None


def slept(window: MainWindow, seconds: float) -> None:
    """The machine slept so long and told nothing."""
    watch, clock = window.reasons.signals._watch, Hands()
    watch._elapsed = Elapsed((clock,))
    clock.now += TICK_S + LATE_S + seconds
    watch.tick.timeout.emit()


def test_a_sleep_that_nobody_announced_locks_on_waking(window: MainWindow) -> None:
    slept(window, 1)
    assert window.workspace is None


def test_where_sleep_shall_not_lock_the_minutes_asleep_still_count(window: MainWindow) -> None:
    window.keep(lock_on_sleep=False)
    slept(window, 1)
    assert window.workspace is not None
    clock = Hands()
    window.reasons.idle._still = Elapsed((clock,))
    clock.now += 5 * 60
    slept(window, 5 * 60)
    assert window.workspace is None


def test_the_window_locks_when_minimised_only_where_that_was_chosen(window: MainWindow, qtbot: QtBot) -> None:
    window.showMinimized()
    until(qtbot, window.isMinimized)
    assert window.workspace is not None
    window.showNormal()
    window.keep(lock_on_minimise=True)
    window.showMinimized()
    until(qtbot, lambda: window.workspace is None)


@pytest.mark.parametrize("name", ["lock_with_session", "lock_on_sleep", "lock_on_minimise"])
def test_each_reason_has_its_switch_in_the_settings(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.go("settings")
    assert window.workspace is not None
    switch = window.workspace.page().locks[name]
    before = getattr(window.settings, name)
    assert switch.isChecked() is before
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert getattr(window.settings, name) is not before
