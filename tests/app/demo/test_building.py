"""A vault filled with invented customers."""

from datetime import date

import pytest

from app import finding, lists, starting
from app.demo.building import build
from app.errors import Cancelled
from tests.vault.desk import Desk
from vault.values import Link, Money, Record

TODAY = date(2026, 3, 2)


def never() -> bool:
    return False


def filled(desk: Desk, accounts: int = 40, seed: int = 1, lang: str = "en") -> dict[str, int]:
    desk.do(starting.start)
    return desk.do(build, accounts, seed, lang, TODAY, lambda done, total: None, never)


def rows(desk: Desk, noun: str) -> list[Record]:
    return lists.page(desk.reader, noun, limit=10_000).rows


def test_every_sketch_becomes_a_record(desk: Desk) -> None:
    counts = filled(desk)
    assert counts["account"] == 40
    for noun in ("account", "contact", "deal", "activity", "tag"):
        assert counts[noun] == len(rows(desk, noun))


def test_the_same_seed_builds_the_same_customers(desk: Desk) -> None:
    counts = filled(desk)
    first = {(row["name"], row["email"], row["phone"]) for row in rows(desk, "contact")}
    desk.do(build, 40, 1, "en", TODAY, lambda done, total: None, never)
    assert len(rows(desk, "contact")) == 2 * counts["contact"]
    assert {(row["name"], row["email"], row["phone"]) for row in rows(desk, "contact")} == first


def test_deals_stand_on_the_stages_of_the_vault_with_amounts_in_its_money(desk: Desk) -> None:
    filled(desk)
    stages = {row.id for row in rows(desk, "stage")}
    for deal in rows(desk, "deal"):
        assert isinstance(deal["stage"], Link)
        assert deal["stage"].id in stages
        assert isinstance(deal["amount"], Money)
        assert deal["amount"].currency == "EUR"


def test_people_are_found_in_both_languages(desk: Desk) -> None:
    filled(desk)
    names = [str(row["name"]) for row in rows(desk, "contact")]
    chinese = next(name for name in names if "\u4e00" <= name[0] <= "\u9fff")
    western = next(name for name in names if " " in name)
    for name in (chinese[:2], western.split()[1]):
        assert finding.find(desk.reader, name, only="contact")


def test_last_contacts_and_next_steps_are_derived(desk: Desk) -> None:
    filled(desk)
    people = rows(desk, "contact")
    assert any(row["last_contact"] for row in people)
    assert any(row["next_step"] for row in people)


def test_a_cancelled_build_leaves_nothing(desk: Desk) -> None:
    desk.do(starting.start)
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        desk.do(build, 1000, 1, "en", TODAY, lambda done, total: None, lambda: next(answers))
    assert rows(desk, "account") == []


def test_progress_ends_at_the_number_asked_for(desk: Desk) -> None:
    desk.do(starting.start)
    seen: list[tuple[int, int]] = []
    desk.do(build, 250, 1, "zh_CN", TODAY, lambda done, total: seen.append((done, total)), never)
    assert seen == [(200, 250), (250, 250)]
