"""Lists: paged by key, sorted as a slow sort would, masked for the viewer, and cursors nobody can carry elsewhere."""

import random

import pytest

from app import edit, lists
from tests.vault.desk import Desk, stages
from vault import query, records
from vault.errors import BadCursor, ForbiddenField, UnknownField
from vault.folding import sort_key
from vault.model.catalogue import noun
from vault.query import Ask
from vault.values import Link, Masked, Money, Record

NAMES = (
    "Åsa",
    "Zoë",
    "ava",
    "Ava",
    "Bea",
    "王佳宁",
    "欧阳娜娜",
    "单雄信",
    "李浩然",
    "Łukasz",
    "Øyvind",
    "Éva",
    "张伟",
    "Ümit",
)


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    chance = random.Random(7)
    people = [
        {"name": f"{chance.choice(NAMES)} {n}", "title": chance.choice(("CEO", None, "CTO")),
         "phone": chance.choice((None, f"+4420794602{n:02}"))} for n in range(90)
    ]  # fmt: skip
    desk.do(records.create_many, "contact", people)
    return desk


def walk(desk: Desk, sort: tuple[str, ...], size: int, name: str = "contact") -> list[Record]:
    found: list[Record] = []
    after = None
    while True:
        page = lists.page(desk.reader, name, sort=sort, limit=size, after=after)
        found += page.rows
        if page.next is None:
            return found
        after = page.next


@pytest.mark.parametrize("sort", [("name",), ("-name",), ("phone",), ("-phone",), ("title", "-name"), ("-created_at",)])
@pytest.mark.parametrize("size", [1, 7, 50, 200])
def test_pages_together_are_the_whole_list_in_order(crowd: Desk, sort: tuple[str, ...], size: int) -> None:
    whole = query.page(crowd.reader, Ask(noun=noun("contact"), sort=sort), limit=1000).rows
    assert [row.id for row in walk(crowd, sort, size)] == [row.id for row in whole]
    assert len({row.id for row in whole}) == 90


def test_the_order_is_that_of_a_slow_sort_in_both_scripts(crowd: Desk) -> None:
    named = [str(row["name"]) for row in walk(crowd, ("name",), 20)]
    assert named == sorted(named, key=lambda name: sort_key(name, person=True))


@pytest.mark.parametrize("sort", [("phone",), ("-phone",)])
def test_empty_values_come_last_either_way(crowd: Desk, sort: tuple[str, ...]) -> None:
    phones = [row["phone"] for row in walk(crowd, sort, 11)]
    filled = [phone for phone in phones if phone is not None]
    assert phones == filled + [None] * (90 - len(filled))
    assert filled == sorted(filled, key=str, reverse=sort[0].startswith("-"))


@pytest.mark.parametrize("sort", [("name",), ("phone",), ("title", "name")])
def test_a_jump_lands_where_counting_would(crowd: Desk, sort: tuple[str, ...]) -> None:
    whole = walk(crowd, sort, 1000)
    for offset in (0, 1, 40, 61, 89, 90, 500):
        page = lists.page(crowd.reader, "contact", sort=sort, limit=5, offset=offset)
        assert [row.id for row in page.rows] == [row.id for row in whole[offset : offset + 5]]


def test_rows_changed_between_pages_are_neither_lost_nor_shown_twice(crowd: Desk) -> None:
    first = lists.page(crowd.reader, "contact", sort=("name",), limit=30)
    crowd.do(edit.delete, [first.rows[3].id])
    crowd.add("contact", name="AAA")
    rest = lists.page(crowd.reader, "contact", sort=("name",), limit=100, after=first.next)
    assert len({row.id for row in first.rows} | {row.id for row in rest.rows}) == 90


def test_a_cursor_opens_only_for_its_viewer_query_and_vault(crowd: Desk) -> None:
    cursor = lists.page(crowd.reader, "contact", sort=("name",), limit=5).next
    assert cursor is not None
    for reader, sort in ((crowd.masked, ("name",)), (crowd.reader, ("-name",))):
        with pytest.raises(BadCursor):
            lists.page(reader, "contact", sort=sort, after=cursor)
    for broken in ("x", cursor[:-2], ("B" if cursor[0] == "A" else "A") + cursor[1:], "ü" * 9):
        with pytest.raises(BadCursor):
            lists.page(crowd.reader, "contact", sort=("name",), after=broken)


def test_a_viewer_without_clearance_sorts_on_masks_and_not_on_what_he_may_not_see(crowd: Desk) -> None:
    rows = lists.page(crowd.masked, "contact", sort=("name",), limit=200).rows
    forms = [row["name"].form for row in rows if isinstance(row["name"], Masked)]
    assert len(forms) == 90 and forms == sorted(forms, key=lambda form: sort_key(str(form), person=True))
    for sort in ("notes", "-birth_year", "id_number", "given_name"):
        with pytest.raises(ForbiddenField):
            lists.page(crowd.masked, "contact", sort=(sort,))
    with pytest.raises(UnknownField):
        lists.page(crowd.masked, "contact", sort=("nothing",))


def test_rows_that_share_a_mask_are_ordered_by_nothing_that_is_hidden(desk: Desk) -> None:
    names = ["Ava", "Abe", "Ada", "Amy"]
    random.Random(1).shuffle(names)
    for name in names:
        desk.add("contact", name=name)
    rows = lists.page(desk.masked, "contact", sort=("name",)).rows
    assert [desk.one(row.id)["name"] for row in rows] == names


def test_money_in_several_currencies_sorts_by_the_newest_rate(desk: Desk) -> None:
    from vault import kept

    desk.do(kept.put, "rate", "CNY", {"rate": "0.125", "day": "2026-11-01"})
    for name, amount in (("a", Money(500, "EUR")), ("b", Money(8000, "CNY")), ("c", Money(600, "EUR"))):
        desk.add("account", name=name, revenue=amount)
    desk.add("account", name="no rate", revenue=Money(1, "XTS"))
    assert desk.names("account", "-revenue") == ["b", "c", "a", "no rate"]


def test_a_board_has_counts_and_sums_by_stage_and_bands_for_the_masked(desk: Desk) -> None:
    stage = desk.do(stages)
    for name, where, amount in (("a", "Lead", 100), ("b", "Lead", 250), ("c", "Won", 999)):
        desk.add("deal", name=name, stage=stage[where], amount=Money(amount, "EUR"))
    found = {group.value.title: group for group in lists.groups(desk.reader, "deal", "stage", total="amount")}  # type: ignore[attr-defined] # links
    assert (found["Lead"].count, found["Lead"].total) == (2, Money(350, "EUR"))
    hidden = lists.groups(desk.masked, "deal", "stage", total="amount")
    assert all(isinstance(group.total, Masked) for group in hidden)
    with pytest.raises(ForbiddenField):
        lists.groups(desk.masked, "contact", "name")
    for by, total in (("amount", None), ("tags", None), ("stage", "name")):
        with pytest.raises(ForbiddenField):
            lists.groups(desk.reader, "deal", by, total=total)


def test_a_list_counts_and_filters_what_it_shows(crowd: Desk) -> None:
    where = 'title = ceo and name ~ "ava"'
    shown = lists.page(crowd.reader, "contact", where=where, limit=1000).rows
    whole = [row for row in walk(crowd, ("name",), 100) if row["title"] == "CEO" and "ava" in str(row["name"]).lower()]
    assert {row.id for row in shown} == {row.id for row in whole} and shown
    assert lists.count(crowd.reader, "contact", where) == len(whole)


def test_links_are_named_for_the_viewer(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava Lindqvist")
    deal = desk.add("deal", name="Big", contact=contact)
    assert desk.one(deal)["contact"] == Link(contact, "contact", "Ava Lindqvist")
    assert desk.one(deal, desk.masked)["contact"] == Link(contact, "contact", Masked("A***"))


def test_a_part_is_listed_only_while_its_owner_lives(desk: Desk) -> None:
    ava, bea = (desk.add("contact", name=name, email=f"{name}@example.com") for name in ("ava", "bea"))
    desk.do(edit.delete, [ava])
    assert desk.names("contact_point") == ["bea@example.com"]
    assert query.count(desk.masked, Ask(noun=noun("contact_point"))) == 1
    desk.do(edit.restore, [ava])
    assert set(desk.names("contact_point", "-created_at")) == {"ava@example.com", "bea@example.com"}
    assert desk.one(bea)["email"] == "bea@example.com"
