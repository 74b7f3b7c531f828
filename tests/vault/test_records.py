"""Records: made, changed, deleted and restored through the one door, with everything that hangs on them."""

import pytest

from app import edit
from tests.vault.desk import Desk, new_id, stages
from vault import changing, query, records, related, search
from vault.errors import BadValue, RecordRestricted, RequiredField, UnknownField, UnknownRecord
from vault.model.catalogue import noun
from vault.query import Ask
from vault.values import Link, Masked, Money, Planned
from vault.verifying import verify


def found(desk: Desk, text: str) -> list[object]:
    return [desk.vault and hit.noun for hit in search.find(desk.reader, text, 10)]


def test_a_record_reads_back_as_it_was_written(desk: Desk) -> None:
    account = desk.add("account", name="Zürich Werke", revenue=Money(123456700, "EUR"), employees=12)
    contact = desk.add("contact", name="Ava Lindqvist", email="Ava@Example.com", phone="+442079460203",
                       account=account, birth_year=1980, id_number="X123", birthday="02-29")  # fmt: skip
    row = desk.one(contact)
    assert (row["name"], row["email"], row["phone"]) == ("Ava Lindqvist", "ava@example.com", "+442079460203")
    assert row["account"] == Link(account, "account", "Zürich Werke")
    assert (row["birth_year"], row["id_number"], row["birthday"]) == (1980, "X123", "02-29")
    assert desk.one(account)["revenue"] == Money(123456700, "EUR")


def test_an_unmasked_value_never_reaches_a_viewer_without_clearance(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava Lindqvist", email="ava@example.com", phone="+442079460203",
                       birth_year=1980, notes="likes tea")  # fmt: skip
    row = desk.one(contact, desk.masked)
    assert row["name"] == Masked("A***")
    assert row["phone"] == Masked("+44 *** 0203")
    assert row["notes"] == row["birth_year"] == row["id_number"] == Masked(None)
    point = related.parts(desk.masked, noun("contact_point"), "about", contact)[0]
    assert point["value"] in (Masked("a***@example.com"), Masked("+44 *** 0203"))


def test_an_s3_value_lies_sealed_in_its_table_and_in_the_journal(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", id_number="SECRET-77")
    desk.do(edit.change, contact, {"id_number": "SECRET-88"})
    for table, column in (("contacts", "id_number"), ("journal_slices", "body")):
        for (cell,) in desk.reader.rows(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):
            assert b"SECRET" not in bytes(cell)  # type: ignore[arg-type] # a BLOB
    assert desk.one(contact)["id_number"] == "SECRET-88"


def test_an_s3_value_moved_to_another_record_does_not_open(desk: Desk) -> None:
    from vault.errors import SealedValueDamaged

    first, second = desk.add("contact", name="A", id_number="1"), desk.add("contact", name="B", id_number="2")
    del first
    desk.vault._writer.execute(
        "UPDATE contacts SET id_number = (SELECT id_number FROM contacts WHERE name = 'A') WHERE name = 'B'"
    )
    with pytest.raises(SealedValueDamaged):
        desk.one(second)


@pytest.mark.parametrize(
    ("name", "value"),
    [("email", "no at"), ("revenue", 12), ("employees", "many"), ("name", "x" * 501), ("name", "a\x00b"),
     ("country", 5), ("kind", "enemy"), ("created_at", 1), ("city", "Rome")],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_written(desk: Desk, name: str, value: object) -> None:
    before = desk.everything()
    with pytest.raises(BadValue):
        desk.add("account", **{"name": "Acme", name: value})
    assert desk.everything() == before


def test_a_required_field_cannot_be_left_out_or_emptied(desk: Desk) -> None:
    with pytest.raises(RequiredField):
        desk.add("account", industry="Steel")
    account = desk.add("account", name="Acme")
    with pytest.raises(RequiredField):
        desk.do(edit.change, account, {"name": "  "})
    assert desk.one(account)["name"] == "Acme"


def test_unknown_fields_and_records_are_named(desk: Desk) -> None:
    with pytest.raises(UnknownField):
        desk.add("account", name="Acme", shoe_size=4)
    with pytest.raises(UnknownRecord):
        desk.do(edit.change, new_id(), {"name": "x"})
    with pytest.raises(UnknownRecord):
        desk.do(edit.change, "no id", {"name": "x"})


def test_changing_the_email_of_a_contact_changes_its_main_contact_point(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", email="a@example.com")
    desk.do(edit.change, contact, {"email": "b@example.com"})
    points = related.parts(desk.reader, noun("contact_point"), "about", contact)
    assert [point["value"] for point in points] == ["b@example.com"]
    desk.do(edit.change, contact, {"email": None})
    assert desk.one(contact)["email"] is None
    assert related.parts(desk.reader, noun("contact_point"), "about", contact) == []


def test_a_second_contact_point_steps_in_when_the_main_one_goes(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", phone="+442079460203")
    desk.add("contact_point", about=contact, kind="phone", value="+442079460777", use="home")
    assert desk.one(contact)["phone"] == "+442079460203"
    desk.do(edit.change, contact, {"phone": None})
    assert desk.one(contact)["phone"] == "+442079460777"


def test_derived_columns_follow_deals_and_activities(desk: Desk) -> None:
    stage = desk.do(stages)
    contact = desk.add("contact", name="Ava")
    deal = desk.add("deal", name="Big", contact=contact, amount=Money(8400000, "EUR"))
    assert desk.one(contact)["stage"] == Link(stage["Lead"], "stage", "Lead")
    assert desk.one(contact)["value"] == Money(8400000, "EUR")
    call = desk.add("activity", kind="call", subject="Hi", about=(contact,), done_at=1_700_000_000_000)
    task = desk.add("activity", kind="task", subject="Quote", about=(contact,), due_on="2026-12-01")
    assert (desk.one(contact)["last_contact"], desk.one(contact)["next_step"]) == (
        1_700_000_000_000,
        "2026-12-01",
    )
    desk.do(edit.change, task, {"done_at": 1_700_000_100_000})
    desk.do(edit.delete, [call])
    desk.do(edit.change, deal, {"stage": stage["Won"]})
    row = desk.one(contact)
    assert (row["last_contact"], row["next_step"], row["stage"], row["value"]) == (None, None, None, None)


def test_a_stage_move_is_written_down_and_closes_the_deal(desk: Desk) -> None:
    stage = desk.do(stages)
    deal = desk.add("deal", name="Big")
    assert desk.one(deal)["stage"] == Link(stage["Lead"], "stage", "Lead")
    desk.do(edit.change, deal, {"stage": stage["Won"]})
    assert desk.one(deal)["closed_at"] is not None
    moves = related.parts(desk.reader, noun("stage_move"), "deal", deal)
    assert [(move["stage_before"].title, move["stage"].title) for move in moves] == [("Lead", "Won")]  # type: ignore[attr-defined] # links


def test_renaming_a_company_moves_its_people_in_a_list_sorted_by_company(desk: Desk) -> None:
    first, second = desk.add("account", name="Alpha"), desk.add("account", name="Beta")
    desk.add("contact", name="One", account=second)
    desk.add("contact", name="Two", account=first)
    assert desk.names("contact", "account") == ["Two", "One"]
    desk.do(edit.change, first, {"name": "Zeta"})
    assert desk.names("contact", "account") == ["One", "Two"]


@pytest.mark.parametrize(
    "text", ["lukasz", "ŁUKASZ", "mull", "0203", "020 7946 0203", "+44 20 7946", "lukasz@ex", "tea"]
)
def test_a_person_is_found_without_accents_by_phone_mail_and_note(desk: Desk, text: str) -> None:
    desk.add("contact", name="Łukasz Müller", phone="+442079460203", email="lukasz@example.com", notes="likes tea")
    assert found(desk, text) == ["contact"]


@pytest.mark.parametrize("text", ["王", "佳宁", "王佳", "云栖"])
def test_chinese_is_found_by_one_and_two_characters(desk: Desk, text: str) -> None:
    desk.add("contact", name="王佳宁", notes="云栖大会")
    assert found(desk, text) == ["contact"]


def test_search_finds_the_new_text_and_no_longer_the_old(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", phone="+442079460203")
    desk.do(edit.change, contact, {"name": "Bea", "phone": "+442079460999"})
    assert [found(desk, text) for text in ("ava", "0203", "bea", "0999")] == [
        [],
        [],
        ["contact"],
        ["contact"],
    ]


def test_a_viewer_without_clearance_finds_nobody_by_personal_text(desk: Desk) -> None:
    desk.add("contact", name="Ava", title="Head of Procurement", phone="+442079460203", notes="tea")
    assert [search.find(desk.masked, text, 5) for text in ("ava", "0203", "tea")] == [[], [], []]
    assert len(search.find(desk.masked, "procurement", 5)) == 1


def test_trash_holds_what_was_deleted_until_it_is_restored(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava")
    assert desk.do(edit.delete, [contact]) == 1
    assert (desk.names("contact"), desk.names("contact", trash=True), found(desk, "ava")) == ([], ["Ava"], [])
    with pytest.raises(UnknownRecord):
        desk.do(edit.change, contact, {"name": "Bea"})
    assert desk.do(edit.restore, [contact]) == 1
    assert (desk.names("contact"), desk.names("contact", trash=True)) == (["Ava"], [])
    assert found(desk, "ava") == ["contact"]


def test_a_restricted_record_is_neither_changed_nor_deleted_until_released(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava")
    desk.do(edit.restrict, contact)
    with pytest.raises(RecordRestricted):
        desk.do(edit.change, contact, {"name": "Bea"})
    with pytest.raises(RecordRestricted):
        desk.do(edit.delete, [contact])
    desk.do(edit.restrict, contact, False)
    assert desk.do(edit.change, contact, {"name": "Bea"})


def test_a_failure_in_the_middle_leaves_nothing_of_the_transaction(desk: Desk) -> None:
    before, audits = desk.everything(), desk.reader.one("SELECT count(*) FROM audit")

    def half(tx: object) -> None:
        records.create(tx, "account", {"name": "Acme"})  # type: ignore[arg-type] # a Transaction
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.do(half)
    assert desk.everything() == before
    assert desk.reader.one("SELECT count(*) FROM audit") == audits
    desk.add("account", name="Acme")
    assert verify(desk.reader, desk.vault.evidence()).ok


def test_changes_name_what_was_touched(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", email="a@example.com")
    assert desk.changes.records["contact"] == {contact}
    assert desk.changes.nouns == {"contact", "contact_point"}
    desk.do(edit.change, contact, {"name": "Ava"})
    assert desk.changes.nouns == set()


def test_what_is_planned_keeps_its_wall_time_and_zone(desk: Desk) -> None:
    visit = desk.add("activity", kind="visit", starts_at=Planned("2026-12-01T09:30", "Asia/Shanghai"))
    assert desk.one(visit)["starts_at"] == Planned("2026-12-01T09:30", "Asia/Shanghai")
    row = desk.reader.one("SELECT starts_at FROM activities")
    assert row == (1_796_088_600_000,)


def test_every_change_is_stamped_once_for_its_making_and_per_field_since(desk: Desk) -> None:
    import msgspec

    contact = desk.add("contact", name="Ava")
    desk.do(edit.change, contact, {"title": "Boss"})
    row = desk.reader.one("SELECT stamps FROM contacts")
    assert row is not None
    clock, device, counter, fields = msgspec.msgpack.decode(row[0])  # type: ignore[arg-type] # a BLOB
    assert (device, counter, list(fields)) == (desk.vault.author.device, 1, ["title"])
    assert fields["title"][0] > clock and fields["title"][2] == 2


def test_tags_are_a_set_that_can_be_filtered(desk: Desk) -> None:
    vip, old = desk.add("tag", name="VIP"), desk.add("tag", name="old")
    contact = desk.add("contact", name="Ava", tags=(vip, old))
    desk.add("contact", name="Bea")
    assert {tag.title for tag in desk.one(contact)["tags"]} == {"VIP", "old"}  # type: ignore[attr-defined] # links
    desk.do(edit.change, contact, {"tags": (vip,)})
    rows = query.page(desk.reader, Ask(noun=noun("contact"), where=_parse("tags = VIP"))).rows
    assert [row.id for row in rows] == [contact]
    assert changing.read(desk.reader, noun("contact"), _key(contact), ["tags"])["tags"] == (vip,)


def _parse(text: str) -> object:
    from vault.filter_parsing import parse

    return parse(text)


def _key(record: str) -> bytes:
    from vault.ids import key_of

    return key_of(record)


def test_a_frozen_record_changes_neither_with_its_release_nor_through_its_parts(desk: Desk) -> None:
    contact = desk.add("contact", name="Ava", email="a@example.com")
    point = query.page(desk.reader, Ask(noun=noun("contact_point"))).rows[0].id
    desk.do(edit.restrict, contact)
    for use_case, given in (
        (edit.change, (contact, {"restricted_at": None, "name": "Bea"})),
        (edit.change, (point, {"value": "b@example.com"})),
        (edit.delete, ([point],)),
        (edit.add, ("contact_point", {"about": contact, "kind": "email", "value": "c@example.com"})),
    ):
        with pytest.raises(RecordRestricted):
            desk.do(use_case, *given)
    assert (desk.one(contact)["name"], desk.one(contact)["email"]) == ("Ava", "a@example.com")
    desk.do(edit.restrict, contact, False)
    desk.do(edit.change, point, {"value": "b@example.com"})
    assert desk.one(contact)["email"] == "b@example.com"
