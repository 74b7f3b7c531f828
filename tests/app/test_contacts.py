"""Rules of contacts: a name and its parts agree."""

from app import edit
from tests.vault.desk import Desk


def test_a_name_follows_a_part_that_was_emptied(desk: Desk) -> None:
    contact = desk.add("contact", name="Anna Schmidt")
    desk.do(edit.change, contact, {"given_name": None})
    found = desk.one(contact)
    assert (found["name"], found["given_name"], found["family_name"]) == ("Schmidt", None, "Schmidt")
