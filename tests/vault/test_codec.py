"""What a field keeps: values that do not fit are refused in words, whatever they are."""

import pytest

from vault import codec
from vault.errors import BadValue
from vault.model.catalogue import NOUNS, field_of
from vault.values import Money, Planned

UNFIT: list[tuple[str, str, object]] = [
    ("contact", "birthday", "W01-1"),
    ("contact", "birthday", "0229"),
    ("activity", "starts_at", Planned("2026-1-5T3:4", "Europe/Berlin")),
    ("activity", "starts_at", Planned("2026-01-05T03:04", "Europe")),
    ("activity", "done_at", 2**62),
    ("activity", "done_at", -(2**62)),
    ("activity", "kind", ["call"]),
    ("deal", "amount", Money(1.0, "EUR")),  # type: ignore[arg-type] # what a careless caller gives
    ("deal", "amount", Money(True, "EUR")),
]


@pytest.mark.parametrize(("noun", "name", "value"), UNFIT)
def test_a_value_that_does_not_fit_is_refused(noun: str, name: str, value: object) -> None:
    with pytest.raises(BadValue):
        codec.check(field_of(NOUNS[noun], name), value)


def test_the_ends_of_the_calendar_fit() -> None:
    done = field_of(NOUNS["activity"], "done_at")
    assert [codec.check(done, at) for at in (0, -1, 253_402_300_799_999)] == [0, -1, 253_402_300_799_999]
