"""Columns share the room there is; what matters least gives way first."""

import pytest

from ui.widgets.column_widths import widths
from vault.model.catalogue import NOUNS, field_of


@pytest.mark.parametrize("noun", ["contact", "account", "deal"])
@pytest.mark.parametrize("room", [300, 560, 820, 1190, 2000])
def test_columns_fill_the_room_exactly_and_the_name_never_gives_way(noun: str, room: int) -> None:
    of = NOUNS[noun]
    columns = [field_of(of, name) for name in of.columns]
    found = widths(of, columns, room)
    assert sum(found) == room
    assert found[of.columns.index(of.title)] >= 150


def test_the_last_contact_gives_way_before_the_stage() -> None:
    of = NOUNS["contact"]
    columns = [field_of(of, name) for name in of.columns]
    found = dict(zip(of.columns, widths(of, columns, 760), strict=True))
    assert found["last_contact"] == 0
    assert found["stage"] > 0


def test_a_masked_amount_has_room_for_its_band() -> None:
    of = NOUNS["deal"]
    columns = [field_of(of, name) for name in of.columns]
    at = of.columns.index("amount")
    assert widths(of, columns, 1000, masked=True)[at] > widths(of, columns, 1000)[at]
    assert sum(widths(of, columns, 1000, masked=True)) == 1000
