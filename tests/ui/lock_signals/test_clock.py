"""Sleep is noticed by clocks that go on in it, also where no signal tells."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk import until
from ui.lock_signals.clock import LATE_S, TICK_S, Elapsed, SleepWatch, sleepless


class Hands:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_sleepless_clock_goes_forward() -> None:
    first = sleepless()
    assert sleepless() >= first


def test_of_two_clocks_the_one_that_saw_more_time_counts() -> None:
    steady, wall = Hands(), Hands()
    elapsed = Elapsed((steady, wall))
    steady.now += 5
    wall.now += 600
    assert elapsed.seconds() == 600
    wall.now -= 3600
    assert elapsed.seconds() == 5
    elapsed.restart()
    assert elapsed.seconds() == 0


def test_a_tick_in_time_is_no_sleep_and_a_late_one_is(satchel_app: QApplication) -> None:
    clock, woke = Hands(), []
    watch = SleepWatch(elapsed=Elapsed((clock,)))
    watch.woke.connect(lambda: woke.append(clock.now))
    watch.start()
    for passed in (TICK_S, TICK_S + LATE_S, TICK_S + LATE_S + 1, TICK_S):
        clock.now += passed
        watch.tick.timeout.emit()
    assert woke == [1000 + TICK_S + 2 * (TICK_S + LATE_S) + 1]
    watch.stop()
    assert not watch.tick.isActive()


def test_the_watch_ticks_by_itself(satchel_app: QApplication, qtbot: QtBot) -> None:
    clock, woke = Hands(), []
    watch = SleepWatch(elapsed=Elapsed((clock,)))
    watch.woke.connect(lambda: woke.append(1))
    watch.start()
    clock.now += 3600
    watch.tick.setInterval(1)
    until(qtbot, lambda: bool(woke))
