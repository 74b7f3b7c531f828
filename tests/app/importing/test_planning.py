"""Rows to plans: what each cell becomes, and what is refused."""

from hypothesis import given
from hypothesis import strategies as st

from app.importing import mapping
from app.importing.planning import Planned, Planner, Rejected, Settings
from app.importing.tables import Row
from vault.values import Money


def plan(heads: str, *cells: str | None, noun: str | None = None, **known: object) -> Planned | Rejected:
    mapped = mapping.guess(heads.split(","), [], noun)
    return Planner(mapped, Settings(**known)).plan(Row(2, list(cells)))  # type: ignore[arg-type] # a test names them


def planned(heads: str, *cells: str | None, noun: str | None = None, **known: object) -> Planned:
    found = plan(heads, *cells, noun=noun, **known)
    assert isinstance(found, Planned), found
    return found


def test_a_whole_name_is_split_and_its_title_kept_as_a_remark() -> None:
    found = planned("Full Name,Email", "Dr. Jürgen von Müller", "j@example.com")
    assert (found.values["name"], found.values["given_name"], found.values["family_name"]) == (
        "Jürgen von Müller", "Jürgen", "von Müller",
    )  # fmt: skip
    assert found.remarks == ["Dr. Jürgen von Müller"]


def test_parts_of_a_name_are_joined_in_their_order() -> None:
    assert planned("First Name,Middle Name,Last Name", "Anna", "Maria", "Cruz").values["name"] == "Anna Maria Cruz"
    assert planned("姓,名", "欧阳", "小明").values["name"] == "欧阳小明"


def test_contact_points_carry_their_use_and_come_once() -> None:
    found = planned(
        "Name,E-mail 1 - Label,E-mail 1 - Value,Mobile Phone,Business Phone,Country", "A", "* Work",
        "A@example.com; a@example.com; b@example.com", "0151 23456789", "+49 151 23456789", "Deutschland", region="US",
    )  # fmt: skip
    assert found.points == {
        "email": [("a@example.com", "work"), ("b@example.com", "work")],
        "phone": [("+4915123456789", "mobile")],
    }


def test_the_country_of_the_row_decides_before_that_of_the_file() -> None:
    assert planned("Name,Phone,Country", "A", "030 123456", "DE", region="US").points["phone"][0][0] == "+4930123456"
    assert plan("Name,Phone", "A", "030 123456", region="US") == Rejected(2, "phone", "not_a_phone")


def test_parts_of_an_address_come_together_by_use() -> None:
    found = planned("Name,Home Street,Home Street 2,Home City,Business City", "A", "1 Elm St", "Flat 2", "Ulm", "Bonn")
    assert found.places == {"home": {"street": "1 Elm St, Flat 2", "city": "Ulm"}, "work": {"city": "Bonn"}}


def test_amounts_follow_their_column() -> None:
    assert planned("Deal name,Amount (万元)", "D", "8.4").values["amount"] == Money(8400000, "CNY")
    assert planned("Deal name,Amount,Currency", "D", "12,50", "CHF", currency="EUR").values["amount"] == Money(
        1250, "CHF"
    )
    assert planned("Deal name,Amount", "D", "1.234", points={1: "."}).values["amount"] == Money(123, "EUR")


def test_a_choice_that_is_none_becomes_other_and_stays_readable() -> None:
    found = planned("Company,Type,Website", "Acme", "Reseller", "acme.example", noun="account")
    assert (found.values["kind"], found.remarks) == ("other", ["Type: Reseller"])
    assert planned("公司名称,客户类型,网址", "甲", "客户", "a.cn").values["kind"] == "customer"
    assert plan("Subject,Type,Due", "Talk", "dance", None) == Rejected(2, "kind", "not_a_choice")


def test_a_range_of_employees_is_a_remark_and_a_number_is_a_number() -> None:
    assert planned("Company,Employees,Website", "A", "1,200", None).values["employees"] == 1200
    assert planned("Company,Employees,Website", "A", "50-99人", None).remarks == ["Employees: 50-99人"]


def test_what_people_write_for_nothing_is_nothing() -> None:
    found = planned("Name,Email,Phone,Birthday", "A", "n/a", "-", "无")
    assert (found.points.get("phone", []), found.values.get("birthday")) == ([], None)


def test_a_row_that_fits_no_head_or_no_field_is_refused() -> None:
    assert plan("Name,Email", None, "a@example.com") == Rejected(2, "name", "required")
    assert plan("Name,Email", "x" * 600, None) == Rejected(2, "name", "too_long")
    assert plan("Name,Email", "a\x00b", None) == Rejected(2, "name", "control_characters")
    mapped = mapping.guess(["Name", "Email"])
    assert Planner(mapped, Settings()).plan(Row(9, ["a", "b", "c"], "row_too_long")) == Rejected(
        9, None, "row_too_long"
    )


def test_an_activity_without_a_kind_is_a_task_when_due_and_a_note_else() -> None:
    assert planned("Subject,Due", "Call", "2026-01-02", noun="activity").values["kind"] == "task"
    assert planned("Subject,Due", "Call", None, noun="activity").values["kind"] == "note"
    assert plan("Subject,Due", None, "2026-01-02", noun="activity") == Rejected(2, "subject", "required")


@given(st.lists(st.one_of(st.none(), st.text(max_size=40)), min_size=9, max_size=9))
def test_any_row_is_planned_or_refused(cells: list[str | None]) -> None:
    heads = "Name,Email,Phone,Company,Birthday,Stage,Amount (万),Tags,Country"
    found = plan(heads, *cells, region="DE", noun="contact")
    assert isinstance(found, Planned | Rejected)
    if isinstance(found, Planned):
        assert found.values["name"]
