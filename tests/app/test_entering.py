"""What a person types into a field or a form: read, checked and written in one transaction, with before and after."""

import pytest

from app import details, entering, undo
from app.errors import UnknownName
from tests.vault.desk import Desk
from vault.errors import BadValue, RequiredField
from vault.values import Link, Money, Record


def points(desk: Desk, owner: str) -> list[Record]:
    return details.details(desk.reader, owner).related.get("contact_point", [])


def test_a_form_makes_a_record_of_what_was_filled_in(desk: Desk) -> None:
    account = desk.add("account", name="Acme")
    made = desk.do(entering.add, "contact", {"name": "Ava Lindqvist", "account": "acme", "email": " ", "title": "Boss"})
    values = desk.one(made).values
    assert (values["family_name"], values["title"], values["email"]) == ("Lindqvist", "Boss", None)
    assert values["account"] == Link(account, "account", "Acme")


def test_a_form_without_a_name_or_with_a_bad_address_makes_nothing(desk: Desk) -> None:
    with pytest.raises(RequiredField):
        desk.do(entering.add, "contact", {"name": "", "title": "Boss"})
    with pytest.raises(BadValue):
        desk.do(entering.add, "contact", {"name": "Ava", "email": "nowhere"})
    assert desk.names("contact") == []


def test_a_change_tells_the_value_before_and_after(desk: Desk) -> None:
    deal = desk.add("deal", name="Supply")
    written = desk.do(entering.change, deal, "amount", "1,200.50 EUR")
    assert (written.before, written.after, written.title) == (None, Money(120_050, "EUR"), "Supply")
    assert written.differs
    assert not desk.do(entering.change, deal, "amount", "1200.50 EUR").differs


def test_a_changed_link_is_told_by_name(desk: Desk) -> None:
    desk.add("account", name="Acme")
    contact = desk.add("contact", name="Ava")
    written = desk.do(entering.change, contact, "account", "Acme")
    assert isinstance(written.after, Link)
    assert written.after.title == "Acme"
    with pytest.raises(UnknownName):
        desk.do(entering.change, contact, "account", "Nobody Ltd")


def test_a_new_name_is_told_as_the_title(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava Lindqvist")
    assert desk.do(entering.change, contact, "name", "Ava Berg").title == "Ava Berg"
    assert desk.one(contact)["family_name"] == "Berg"


def test_emptying_a_point_of_contact_takes_it_away_and_undo_brings_it_back(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", phone="+442079460203")
    point = points(desk, contact)[0].id
    written = desk.do(entering.change, point, "value", "  ")
    assert (written.before, written.after) == ("+442079460203", None)
    assert points(desk, contact) == []
    desk.do(undo.undo)
    assert desk.one(contact)["phone"] == "+442079460203"


def test_a_point_of_contact_is_read_by_its_kind(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", phone="+442079460203")
    point = points(desk, contact)[0].id
    assert desk.do(entering.change, point, "value", "+44 20 7946 0999").after == "+442079460999"
    with pytest.raises(BadValue):
        desk.do(entering.change, point, "value", "call me")
