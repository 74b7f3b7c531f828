"""Calls, notes and tasks as they are written down in one line, and what follows for the person."""

from app import activities
from tests.vault.desk import Desk


def test_a_call_is_done_now_and_counts_as_contact(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava")
    call = desk.do(activities.log, contact, "call", " Wants a quote ")
    values = desk.one(call).values
    assert (values["kind"], values["text"], values["subject"]) == ("call", "Wants a quote", None)
    assert desk.one(contact)["last_contact"] == values["done_at"] is not None


def test_a_note_is_no_contact_and_nothing_to_be_done(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava")
    desk.do(activities.log, contact, "note", "Prefers mornings")
    assert (desk.one(contact)["last_contact"], desk.one(contact)["next_step"]) == (None, None)


def test_a_task_is_the_next_step_until_it_is_finished_and_again_when_reopened(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava")
    task = desk.do(activities.log, contact, "task", "Send samples", "2027-01-05")
    assert desk.one(contact)["next_step"] == "2027-01-05"
    assert desk.do(activities.finish, task)
    assert desk.one(contact)["next_step"] is None
    assert desk.do(activities.reopen, task)
    assert desk.one(contact)["next_step"] == "2027-01-05"
