"""How far long work is, and how long it still takes."""

import pytest

from ui.pace import Pace


@pytest.mark.parametrize(
    ("passed", "done", "said"),
    [
        (0.0, 0, "0% done"),
        (0.5, 50, "50% done"),
        (6.0, 50, "50% done, about 6 seconds left"),
        (99.0, 99, "99% done, about 1 second left"),
        (300.0, 50, "50% done, about 5 minutes left"),
        (5.0, 0, "0% done"),
    ],
)
def test_it_is_said_once_something_is_known(passed: float, done: int, said: str) -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.begin()
    now[0] = passed
    pace.tell(done, 100)
    assert pace.words() == said


def test_what_has_no_measure_has_no_percent() -> None:
    assert Pace(lambda: 0.0).percent == 0
