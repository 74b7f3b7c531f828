"""Imports into a real vault: what is new, what is there, what is refused, and the one undo."""

from collections.abc import Callable

import pytest

from app import undo
from app.errors import Cancelled
from app.importing import mapping, running
from app.importing.errors import BadKey, BadMode
from app.importing.reading import open_table
from app.importing.running import Choices, Report
from tests.vault.desk import Desk
from vault import query, related
from vault.model.catalogue import NOUNS, noun
from vault.query import Ask
from vault.values import Link, Money, Record

Import = Callable[..., Report]
PEOPLE = (
    "First Name,Last Name,Email,Mobile Phone,Business Phone,Company,City,Country,Birthday,Notes,Tags\n"
    "Anna,Schmidt,anna@example.com,+49 151 23456789,+49 30 123456,Acme GmbH,Berlin,Germany,1980-05-03,likes tea,"
    '"vip, fair"\n'
    "小明,欧阳,xm@example.cn,13800138000,,上海示例公司,上海,中国,,,\n"
    "Ben,Jones,ben@example.com,,,acme gmbh,,,,,vip\n"
)


def rows(desk: Desk, name: str) -> list[Record]:
    return query.page(desk.reader, Ask(noun=noun(name), sort=("created_at",)), limit=1000).rows


def live(desk: Desk) -> dict[str, object]:
    """Everything but the parts of records that are gone."""
    found = desk.everything()

    def gone(record: object) -> bool:
        about = record.get("about") if isinstance(record, dict) else None
        return isinstance(about, Link) and about.id not in found

    return {key: record for key, record in found.items() if not gone(record)}


def counts(report: Report) -> tuple[int, ...]:
    return (
        report.read, report.created, report.updated, report.filled, report.skipped, report.rejected, report.duplicates
    )  # fmt: skip


def test_new_people_come_with_company_contact_points_address_and_tags(desk: Desk, imported: Import) -> None:
    report = imported(PEOPLE)
    assert counts(report) == (3, 3, 0, 0, 0, 0, 0)
    assert report.linked == {"account": 2, "tag": 2}
    anna, xm, ben = rows(desk, "contact")
    assert (anna["name"], anna["email"], anna["phone"], anna["birthday"], anna["notes"]) == (
        "Anna Schmidt", "anna@example.com", "+4915123456789", "05-03", "likes tea",
    )  # fmt: skip
    assert anna["birth_year"] == 1980
    assert (xm["name"], xm["family_name"], xm["phone"]) == ("欧阳小明", "欧阳", "+8613800138000")
    assert isinstance(anna["account"], Link)
    assert anna["account"] == ben["account"]
    points = related.parts(desk.reader, NOUNS["contact_point"], "about", anna.id)
    assert [(point["kind"], point["value"], point["use"], point["main"]) for point in points] == [
        ("email", "anna@example.com", None, True),
        ("phone", "+4915123456789", "mobile", True),
        ("phone", "+4930123456", "work", None),
    ]
    (place,) = related.parts(desk.reader, NOUNS["address"], "about", anna.id)
    assert (place["city"], place["country"]) == ("Berlin", "DE")
    tags = anna["tags"]
    assert isinstance(tags, tuple)
    assert {tag.title for tag in tags} == {"vip", "fair"}


def test_the_preview_tells_what_the_run_does_and_leaves_nothing(desk: Desk, imported: Import) -> None:
    before = desk.everything()
    preview = imported(PEOPLE + "X,,bad,,,,,,,,\n", rehearse=True)
    assert desk.everything() == before
    report = imported(PEOPLE + "X,,bad,,,,,,,,\n")
    assert (preview.rejects, preview.linked, counts(preview)) == (report.rejects, report.linked, counts(report))


def test_a_second_import_of_the_same_file_adds_nothing(desk: Desk, imported: Import) -> None:
    imported(PEOPLE)
    before = desk.everything()
    report = imported(PEOPLE)
    assert counts(report) == (3, 0, 0, 0, 3, 0, 0)
    assert desk.everything() == before


def test_fill_fills_gaps_only_and_update_overwrites_but_never_erases(desk: Desk, imported: Import) -> None:
    imported("Name,Email,Job Title,Notes\nAnna Schmidt,a@example.com,Buyer,first\n")
    text = "Name,Email,Job Title,Notes,Phone,City\nAnna Smith,a@example.com,Boss,second,+49 30 123456,Berlin\n"
    assert counts(imported(text, modes=running.modes("fill"))) == (1, 0, 0, 1, 0, 0, 0)
    (anna,) = rows(desk, "contact")
    assert (anna["name"], anna["title"], anna["notes"], anna["phone"]) == (
        "Anna Schmidt", "Buyer", "first", "+4930123456",
    )  # fmt: skip
    assert counts(imported(text, modes=running.modes("update"))) == (1, 0, 1, 0, 0, 0, 0)
    (anna,) = rows(desk, "contact")
    assert (anna["name"], anna["family_name"], anna["title"], anna["notes"]) == ("Anna Smith", "Smith", "Boss", "first")
    empty = "Name,Email,Job Title,City\nAnna Smith,a@example.com,,\n"
    assert counts(imported(empty, modes=running.modes("update"))) == (1, 0, 0, 0, 1, 0, 0)
    assert rows(desk, "contact")[0]["title"] == "Boss"


def test_without_add_unknown_rows_are_skipped_and_with_skip_known_ones_are_left(desk: Desk, imported: Import) -> None:
    imported("Name,Email\nAnna,a@example.com\n")
    text = "Name,Email,Job Title\nAnna,a@example.com,Boss\nBen,b@example.com,Clerk\n"
    assert counts(imported(text, modes=running.modes("update"))) == (2, 0, 1, 0, 1, 0, 0)
    assert counts(imported(text, modes=running.modes("add,skip"))) == (2, 1, 0, 0, 1, 0, 0)


def test_rows_that_mean_the_same_within_the_file_become_one_record(desk: Desk, imported: Import) -> None:
    text = (
        "Name,Email,Phone,Company,Job Title\n"
        "Anna Schmidt,a@example.com,,Acme,\n"
        "ANNA SCHMIDT,A@example.com,+49 30 123456,Acme,Buyer\n"
        "Ben Jones,,,Acme,\n"
        "Ben Jones,,,acme,\n"
        "Ben Jones,,,Other,\n"
    )
    report = imported(text)
    assert counts(report) == (5, 3, 0, 1, 1, 0, 2)
    assert [row["name"] for row in rows(desk, "contact")] == ["Anna Schmidt", "Ben Jones", "Ben Jones"]
    assert rows(desk, "contact")[0]["phone"] == "+4930123456"


def test_colleagues_on_one_switchboard_stay_two_people(desk: Desk, imported: Import) -> None:
    text = "Name,Phone,Company\nAnna Schmidt,+49 30 123456,Acme\nBen Jones,+49 30 123456,Acme\n"
    assert imported(text).created == 2
    assert imported("Name,Phone\nCarl Case,+49 30 123456\n", key="phone").created == 0


def test_each_bad_row_is_refused_with_its_number_field_and_reason(desk: Desk, imported: Import) -> None:
    text = (
        "Name,Email,Phone,Birthday\n"
        "Anna,not an address,,\n"
        "\n"
        "Ben,ben@example.com,12,\n"
        ",c@example.com,,\n"
        "Dora,d@example.com,,31.02.1980\n"
        "Eve,e@example.com,,,surplus\n"
        "Fay,f@example.com,n/a,\n"
        "G\x07us,g@example.com,,\n"
    )
    report = imported(text)
    assert counts(report)[:2] == (7, 1)
    assert [(each.number, each.field, each.reason) for each in report.rejects] == [
        (2, "email", "not_an_email"),
        (4, "phone", "not_a_phone"),
        (5, "name", "required"),
        (6, "birthday", "not_a_day"),
        (7, None, "row_too_long"),
        (9, "name", "control_characters"),
    ]


def test_one_undo_takes_a_whole_import_back_updates_included(desk: Desk, imported: Import) -> None:
    imported("Name,Email,Job Title,Phone\nAnna,a@example.com,Buyer,+49 30 123456\n")
    before = live(desk)
    report = imported(
        "Name,Email,Job Title,Company,Phone\nAnna,a@example.com,Boss,Acme,+49 30 654321\n"
        "Ben,b@example.com,Clerk,Acme,\n",
        modes=running.modes("add,update"),
    )
    assert (report.created, report.updated) == (1, 1)
    assert report.batch is not None
    assert undo.batches(desk.reader)[0].n == report.batch
    desk.do(undo.undo, report.batch)
    assert live(desk) == before


def test_deals_find_their_stage_in_either_language_and_their_company(desk: Desk, imported: Import) -> None:
    text = (
        "商机名称,客户名称,金额（万元）,阶段,预计成交日期,联系人\n"
        "Line 3,示例公司,8.4,方案报价,2026年11月20日,王伟\n"
        "Line 4,示例公司,1,Closed Won,2026-11-01,王伟\n"
        "Line 5,示例公司,1,nowhere,2026-11-01,\n"
    )
    report = imported(text)
    assert (report.noun, report.created, report.rejected) == ("deal", 2, 1)
    assert (report.rejects[0].field, report.rejects[0].reason) == ("stage", "unknown_stage")
    first, second = rows(desk, "deal")
    assert (first["amount"], first["expected_on"]) == (Money(8400000, "CNY"), "2026-11-20")
    assert isinstance(first["stage"], Link)
    assert isinstance(second["stage"], Link)
    assert (first["stage"].title, second["stage"].title) == ("Proposal", "Won")
    assert second["closed_at"] is not None
    assert isinstance(first["contact"], Link)
    assert first["contact"].title == "王伟"


def test_deals_of_one_name_without_a_company_are_told_apart_by_their_terms(desk: Desk, imported: Import) -> None:
    text = "Deal name,Amount,Close Date\nRenewal,100,2026-01-31\nRenewal,100,2027-01-31\nRenewal,100,2026-01-31\n"
    assert counts(imported(text)) == (3, 2, 0, 0, 1, 0, 1)
    assert counts(imported(text))[:2] == (3, 0)
    assert imported("Deal name,Amount\nRenewal,5\n", key="name").created == 0


def test_people_with_stage_and_amount_bring_a_deal(desk: Desk, imported: Import) -> None:
    report = imported("客户姓名,手机,公司全称,跟进阶段,成交金额(万)\n王佳宁,13800138000,杭州示例,谈判,8.4\n")
    assert report.linked == {"account": 1, "deal": 1}
    (deal,) = rows(desk, "deal")
    assert (deal["name"], deal["amount"]) == ("杭州示例", Money(8400000, desk.reader.currency))
    (person,) = rows(desk, "contact")
    assert person["value"] == deal["amount"]


def test_a_person_with_a_stage_nobody_knows_is_refused_whole(desk: Desk, imported: Import) -> None:
    report = imported("客户姓名,手机,跟进阶段\n王佳宁,13800138000,无此阶段\n")
    assert [(each.field, each.reason) for each in report.rejects] == [("deal.stage", "unknown_stage")]
    assert rows(desk, "contact") == []


def test_activities_hang_on_those_they_are_about(desk: Desk, imported: Import) -> None:
    imported("Name,Email\nAnna,a@example.com\n")
    report = imported("Subject,Type,Due Date,Contact\nCall back,Call,2026-12-01,Anna\nWho,Task,,Nobody\n")
    assert [(each.field, each.reason) for each in report.rejects] == [("about", "unknown_link")]
    (activity,) = rows(desk, "activity")
    assert (activity["kind"], activity["due_on"]) == ("call", "2026-12-01")


def test_a_column_shows_whether_the_day_comes_first_and_doubt_is_reported(desk: Desk, imported: Import) -> None:
    imported("Name,Email,Birthday\nA,a@example.com,03/04/1980\nB,b@example.com,12/25/1980\n")
    assert [row["birthday"] for row in rows(desk, "contact")] == ["03-04", "12-25"]
    report = imported("Name,Email,Birthday\nC,c@example.com,03/04/1980\n")
    assert report.doubtful_days == (("Birthday", "dmy"),)


def test_a_cancelled_import_leaves_nothing(desk: Desk, write: Callable[[str], object]) -> None:
    table = open_table(str(write(PEOPLE)))
    before = desk.everything()
    with pytest.raises(Cancelled):
        desk.do(running.run, table, mapping.guess(table.header), Choices(), lambda _d, _t: None, lambda: True)
    assert desk.everything() == before


def test_progress_ends_with_every_row_done(desk: Desk, write: Callable[[str], object]) -> None:
    table = open_table(str(write(PEOPLE)))
    heard: list[tuple[int, int]] = []
    desk.do(running.run, table, mapping.guess(table.header), Choices(), lambda d, t: heard.append((d, t)))
    assert heard == [(3, 3)]


def test_words_that_are_no_mode_and_fields_that_are_no_key_are_refused(imported: Import) -> None:
    with pytest.raises(BadMode):
        running.modes("add,replace")
    with pytest.raises(BadKey):
        imported(PEOPLE, key="title")
