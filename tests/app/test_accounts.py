"""Rules of accounts: the hierarchy of companies runs in no circle."""

import pytest

from app import edit
from tests.vault.desk import Desk
from vault.errors import BadValue
from vault.values import Link


def test_a_company_is_part_neither_of_itself_nor_of_one_below_it(desk: Desk) -> None:
    top = desk.add("account", name="Top")
    middle = desk.add("account", name="Middle", parent=top)
    low = desk.add("account", name="Low", parent=middle)
    for record, parent in ((top, top), (top, low), (middle, low)):
        with pytest.raises(BadValue) as refused:
            desk.do(edit.change, record, {"parent": parent})
        assert refused.value.facts == {"field": "parent", "reason": "circle"}
    desk.do(edit.change, low, {"parent": top})
    above = desk.one(low)["parent"]
    assert isinstance(above, Link) and above.id == top
