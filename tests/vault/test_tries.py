"""Wrong tries cost a growing delay, whatever happens to the clock, the process or the file."""

from pathlib import Path

import pytest

from vault.errors import TooManyTries
from vault.tries import FREE, LONGEST_S, Tries, delay_s


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tries(tmp_path: Path, clock: Clock) -> Tries:
    return Tries(tmp_path / "tries", clock)


def refusal(tries: Tries) -> int:
    with pytest.raises(TooManyTries) as caught:
        tries.begin()
    return int(str(caught.value.facts["seconds"]))


def test_the_delay_grows_from_nothing_to_five_minutes() -> None:
    assert [delay_s(count) for count in range(7)] == [0, 0, 0, 1, 2, 4, 8]
    assert delay_s(10**9) == LONGEST_S


def test_three_tries_are_free_and_the_fourth_waits(tries: Tries, clock: Clock) -> None:
    for _ in range(FREE):
        tries.begin()
    assert refusal(tries) == 1
    clock.now += 1
    tries.begin()
    assert refusal(tries) == 2


def test_a_refused_try_is_not_counted(tries: Tries) -> None:
    for _ in range(FREE):
        tries.begin()
    for _ in range(5):
        assert refusal(tries) == 1
    assert tries.count() == FREE


def test_success_forgets_and_tells_how_many_were_wrong(tries: Tries) -> None:
    tries.begin()
    tries.begin()
    assert tries.succeed() == 1
    assert tries.count() == 0


def test_a_try_taken_back_does_not_count(tries: Tries) -> None:
    tries.begin()
    tries.take_back()
    assert tries.count() == 0


def test_the_count_survives_the_process(tries: Tries, tmp_path: Path, clock: Clock) -> None:
    for _ in range(FREE):
        tries.begin()
    assert refusal(Tries(tmp_path / "tries", clock)) == 1


def test_a_clock_set_back_neither_shortens_nor_stretches_the_wait(tries: Tries, clock: Clock) -> None:
    for _ in range(FREE):
        tries.begin()
    clock.now -= 10 * 365 * 86_400
    assert refusal(tries) == 1
    clock.now += 1
    tries.begin()


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b'{"count":"x","last":0}', b'{"count":1e999,"last":NaN}', b"\0"])
def test_a_damaged_count_gives_no_free_tries_and_no_lock_for_ever(
    tries: Tries, tmp_path: Path, clock: Clock, damage: bytes
) -> None:
    (tmp_path / "tries").write_bytes(damage)
    assert refusal(tries) == 1
    clock.now += 1
    tries.begin()
