"""Rules of deals: first stages, the moment of closing, and what people's columns say of their deals."""

from app import edit
from tests.vault.desk import Desk, stages
from vault.values import Link, Money


def test_a_new_deal_starts_in_the_first_stage_of_the_pipeline_it_was_given(desk: Desk) -> None:
    first = desk.do(stages)["Lead"]
    other = desk.add("pipeline", name="Renewals")
    stage = desk.add("stage", name="Due", pipeline=other, position=9, state="open")
    found = desk.one(desk.add("deal", name="Acme", pipeline=other))
    assert [value.id for name in ("pipeline", "stage") if isinstance(value := found[name], Link)] == [other, stage]
    plain = desk.one(desk.add("deal", name="Plain"))["stage"]
    assert isinstance(plain, Link) and plain.id == first


def test_writing_the_same_stage_again_leaves_the_moment_of_closing(desk: Desk) -> None:
    won = desk.do(stages)["Won"]
    deal = desk.add("deal", name="Acme", stage=won, closed_at=1_000)
    desk.do(edit.change, deal, {"stage": won, "name": "Acme again"})
    assert desk.one(deal)["closed_at"] == 1_000


def test_a_stage_that_closes_leaves_its_people_without_an_open_deal(desk: Desk) -> None:
    lead = desk.do(stages)["Lead"]
    contact = desk.add("contact", name="Ava")
    desk.add("deal", name="Acme", contact=contact, stage=lead, amount=Money(100, "EUR"))
    assert desk.one(contact)["value"] == Money(100, "EUR")
    desk.do(edit.change, lead, {"state": "lost"})
    assert (desk.one(contact)["stage"], desk.one(contact)["value"]) == (None, None)
