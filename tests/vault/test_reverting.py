"""Undo and redo: any sequence of steps followed by its undos restores the logical content."""

import random

import pytest

from app import edit, undo
from app.errors import NothingToRedo, NothingToUndo, UnknownBatch
from tests.vault.desk import Desk, stages
from vault import records
from vault.reverting import EDITED, FROZEN, USED, Kept
from vault.transaction import Transaction
from vault.values import Money


def test_undo_takes_back_an_edit_and_redo_does_it_again(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", email="a@example.com")
    before = desk.everything()
    desk.do(edit.change, contact, {"name": "Bea", "email": "b@example.com", "title": "Boss"})
    after = desk.everything()
    desk.do(undo.undo)
    assert desk.everything() == before
    desk.do(undo.redo)
    assert desk.everything() == after
    with pytest.raises(NothingToRedo):
        desk.do(undo.redo)


def test_several_undos_go_back_step_by_step_and_redos_forward(desk: Desk) -> None:
    states = [desk.everything()]
    contact = desk.add("contact", name="A")
    states.append(desk.everything())
    for name in "BCD":
        desk.do(edit.change, contact, {"name": name})
        states.append(desk.everything())
    for state in states[-2::-1]:
        desk.do(undo.undo)
        assert desk.everything() == state
    with pytest.raises(NothingToUndo):
        desk.do(undo.undo)
    for state in states[1:]:
        desk.do(undo.redo)
        assert desk.everything() == state


def test_a_new_step_ends_what_could_be_redone(desk: Desk) -> None:
    contact = desk.add("contact", name="A")
    desk.do(edit.change, contact, {"name": "B"})
    desk.do(undo.undo)
    desk.do(edit.change, contact, {"title": "Boss"})
    with pytest.raises(NothingToRedo):
        desk.do(undo.redo)


def test_what_others_changed_since_is_kept_and_listed(desk: Desk) -> None:
    contact = desk.add("contact", name="A", title="Old")
    desk.do(edit.change, contact, {"name": "B", "title": "New"})
    batch = desk.changes.step
    desk.do(edit.change, contact, {"name": "C"})
    result = desk.do(undo.undo, batch)
    assert {(kept.id, kept.field, kept.why) for kept in result.kept} >= {(contact, "name", EDITED)}
    assert (desk.one(contact)["name"], desk.one(contact)["title"]) == ("C", "Old")


def test_undoing_a_batch_keeps_what_people_edited_or_used_since(desk: Desk) -> None:
    def bring_in(tx: Transaction) -> list[str]:
        tx.named("import", batch=True)
        return records.create_many(tx, "contact", [{"name": name, "email": f"{name}@example.com"} for name in "abc"])

    first, second, third = desk.do(bring_in)
    batch = undo.batches(desk.reader)[0].n
    desk.do(edit.change, first, {"title": "Boss"})
    desk.add("activity", kind="call", subject="Hi", about=(second,))
    result = desk.do(undo.undo, batch)
    assert {(kept.id, kept.why) for kept in result.kept} == {(first, EDITED), (second, USED)}
    assert desk.names("contact", "name") == ["a", "b"]
    assert desk.names("contact", trash=True) == []
    assert desk.one(first)["email"] == "a@example.com"
    with pytest.raises(UnknownBatch):
        desk.do(undo.undo, batch)
    assert third not in desk.everything()


def test_undo_of_a_delete_restores_and_undo_of_a_restore_trashes(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava")
    desk.do(edit.delete, [contact])
    desk.do(undo.undo)
    assert desk.names("contact") == ["Ava"]
    desk.do(edit.delete, [contact])
    desk.do(edit.restore, [contact])
    desk.do(undo.undo)
    assert desk.names("contact", trash=True) == ["Ava"]


@pytest.mark.parametrize("seed", range(6))
def test_any_steps_followed_by_their_undos_restore_the_content(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    stage = list(desk.do(stages).values())
    account = desk.add("account", name="Acme")
    people = [desk.add("contact", name=f"P{n}", phone=f"+44207946020{n}", account=account) for n in range(4)]
    deal = desk.add("deal", name="Big", contact=people[0], amount=Money(100, "EUR"))
    before, count = desk.everything(), 0
    for _ in range(25):
        action = chance.choice(
            [
                lambda: desk.add("activity", kind="task", subject="x", about=(chance.choice(people),),
                                 due_on="2026-12-01"),
                lambda: desk.do(edit.change, chance.choice(people), {"name": f"N{chance.random()}", "title": "T"}),
                lambda: desk.do(edit.change, chance.choice(people), {"email": f"e{chance.randrange(99)}@example.com"}),
                lambda: desk.do(edit.change, chance.choice(people), {"phone": None}),
                lambda: desk.do(edit.change, deal, {"stage": chance.choice(stage), "contact": chance.choice(people)}),
                lambda: desk.add("contact_point", about=chance.choice(people), kind="email",
                                 value=f"z{chance.randrange(99)}@example.com"),
                lambda: desk.do(edit.change, account, {"name": f"Acme {chance.randrange(9)}"}),
                lambda: desk.add("contact", name="New", tags=(desk.add("tag", name=f"t{chance.random()}"),)),
            ]
        )  # fmt: skip
        steps = len(undo.steps(desk.reader))
        action()
        count += len(undo.steps(desk.reader)) - steps
    for _ in range(count):
        desk.do(undo.undo)
    assert desk.everything() == before


def _import(tx: Transaction) -> tuple[str, str, str]:
    tx.named("import", batch=True)
    account = edit.add(tx, "account", {"name": "Acme"})
    tag = edit.add(tx, "tag", {"name": "fair"})
    return account, edit.add(tx, "contact", {"name": "Ava", "email": "a@example.com", "account": account}), tag


def test_undoing_a_batch_keeps_who_got_another_email_since_and_the_company_he_belongs_to(desk: Desk) -> None:
    account, contact, tag = desk.do(_import)
    batch = desk.changes.step
    desk.do(edit.change, contact, {"email": "b@example.com"})
    result = desk.do(undo.undo, batch)
    assert {(kept.id, kept.why) for kept in result.kept} == {(contact, EDITED), (account, USED)}
    assert desk.one(contact)["email"] == "b@example.com"
    assert desk.names("account") == ["Acme"]
    assert desk.one(tag)["deleted_at"] is not None


def test_undoing_a_batch_keeps_what_older_records_were_linked_to_since(desk: Desk) -> None:
    deal, call, old = desk.add("deal", name="Old"), desk.add("activity", kind="call"), desk.add("contact", name="Old")
    account, contact, tag = desk.do(_import)
    batch = desk.changes.step
    desk.do(edit.change, deal, {"account": account})
    desk.do(edit.change, call, {"about": (contact,)})
    desk.do(edit.change, old, {"tags": (tag,)})
    result = desk.do(undo.undo, batch)
    assert {(kept.id, kept.why) for kept in result.kept} == {(account, USED), (contact, USED), (tag, USED)}
    assert result.undone == 0


def test_undo_leaves_frozen_records_and_their_parts_alone(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", title="Old")
    desk.do(edit.change, contact, {"title": "New"})
    change = desk.changes.step
    point = desk.add("contact_point", about=contact, kind="email", value="a@example.com")
    addition = desk.changes.step
    desk.do(edit.restrict, contact)
    assert desk.do(undo.undo, change).kept == [Kept(contact, FROZEN)]
    assert desk.do(undo.undo, addition).kept == [Kept(point, FROZEN)]
    assert (desk.one(contact)["title"], desk.one(contact)["email"]) == ("New", "a@example.com")


def test_a_name_goes_back_whole_or_not_at_all(desk: Desk) -> None:
    contact = desk.add("contact", name="Anna Schmidt")
    desk.do(edit.change, contact, {"name": "Berta Meier"})
    step = desk.changes.step
    desk.do(edit.change, contact, {"family_name": "Huber"})
    desk.do(undo.undo, step)
    found = desk.one(contact)
    assert (found["name"], found["given_name"], found["family_name"]) == ("Berta Huber", "Berta", "Huber")
