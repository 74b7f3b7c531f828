"""The history of a record: each step with what it changed, its e-mails and phones included, masked for the viewer."""

from app import edit, undo
from app.history import FieldChange, history
from tests.vault.desk import Desk
from tests.vaults import USER
from vault.values import Link, Masked


def test_a_history_tells_every_step_with_old_and_new_values(desk: Desk) -> None:
    account = desk.add("account", name="Acme")
    contact = desk.add("contact", name="Ava", email="a@example.com", id_number="1")
    desk.do(edit.change, contact, {"title": "Boss", "account": account, "id_number": "2"})
    desk.do(edit.change, contact, {"email": "b@example.com"})
    desk.do(edit.delete, [contact])
    desk.do(undo.undo)
    told = history(desk.reader, contact)
    assert [(entry.act, entry.verb) for entry in told] == [
        ("restore", "undo"), ("delete", "delete"), ("change", "change"), ("change", "change"), ("create", "create"),
    ]  # fmt: skip
    assert {entry.user for entry in told} == {USER}
    assert told[2].changes == (FieldChange("email", "a@example.com", "b@example.com"),)
    assert told[3].changes == (
        FieldChange("account", None, Link(account, "account", "Acme")),
        FieldChange("id_number", "1", "2"),
        FieldChange("title", None, "Boss"),
    )


def test_an_email_added_emptied_and_brought_back_is_told(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava")
    desk.do(edit.change, contact, {"email": "a@example.com"})
    desk.do(edit.change, contact, {"email": None})
    desk.do(undo.undo)
    told = history(desk.reader, contact)
    assert [entry.changes for entry in told[:3]] == [
        (FieldChange("email", None, "a@example.com"),),
        (FieldChange("email", "a@example.com", None),),
        (FieldChange("email", None, "a@example.com"),),
    ]


def test_a_viewer_without_clearance_reads_no_old_value(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava Lindqvist", phone="+442079460203", id_number="1")
    desk.do(edit.change, contact, {"name": "Bea Lindqvist", "phone": "+442079460999", "id_number": "2"})
    changes = {change.field: change for change in history(desk.masked, contact)[0].changes}
    assert changes["name"] == FieldChange("name", Masked("A***"), Masked("B***"))
    assert changes["phone"] == FieldChange("phone", Masked("+44 *** 0203"), Masked("+44 *** 0999"))
    assert changes["id_number"] == FieldChange("id_number", Masked(None), Masked(None))
