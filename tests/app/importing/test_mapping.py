"""Columns to fields: guessed from heads in two languages, kept as data, checked when read."""

import json
from pathlib import Path

import pytest

from app.importing import mapping
from app.importing.errors import BadMapping, ColumnMissing, NameNotMapped, NothingMatches
from app.importing.targets import target, targets
from vault.errors import UnknownNoun
from vault.model.catalogue import NOUNS

_DEAL = ["name", "account", "amount", "stage", "expected_on"]
HEADS = Path(__file__).resolve().parents[4] / "shared/data/crm/crm_headers_real/headers.json"


def fields(header: str, noun: str | None = None) -> tuple[str, dict[str, str]]:
    found = mapping.guess(header.split(","), [], noun)
    return found.noun, {column.column: column.field for column in found.mapped if column.field}


@pytest.mark.parametrize(
    ("header", "noun", "expected"),
    [
        ("First_Name,lastname,E-mail 2 - Value,Mobile Phone,Company", "contact",
         ["given_name", "family_name", "email", "phone:mobile", "account"]),
        ("客户姓名,手机,公司全称,跟进阶段,成交金额(万)", "contact",
         ["name", "phone:mobile", "account", "deal.stage", "deal.amount"]),
        ("姓,名,电子邮件地址,商务电话,公司,职务,商务地址 街道,商务地址 邮政编码", "contact",
         ["family_name", "given_name", "email", "phone:work", "account", "title", "address:work.street",
          "address:work.postcode"]),
        ("公司名称,行业,电话,网址,城市,人员规模", "account",
         ["name", "industry", "phone", "website", "address.city", "employees"]),
        ("Vorname,Nachname,Firma,E-Mail,Telefon,Straße,PLZ,Ort,Land", "contact",
         ["given_name", "family_name", "account", "email", "phone", "address.street", "address.postcode",
          "address.city", "address.country"]),
        ("Deal Name,Company,Amount (k€),Stage,Close Date", "deal", _DEAL),
        ("商机名称,客户名称,金额（万元）,阶段,预计成交日期", "deal", _DEAL),
        ("Person - Name,Person - Email - Work,Person - Phone - Mobile,Person - Organization", "contact",
         ["name", "email:work", "phone:mobile", "account"]),
        ("NAME,TYPE,PHONE,WEBSITE,ANNUALREVENUE,AnnualRevenue Currency__c", "account",
         ["name", "kind", "phone", "website", "revenue"]),
        ("Subject,Type,Due Date,Comments", "activity", ["subject", "kind", "due_on", "text"]),
    ],
)  # fmt: skip
def test_heads_of_other_programs_are_recognised(header: str, noun: str, expected: list[str]) -> None:
    found, by_head = fields(header)
    assert (found, list(by_head.values())) == (noun, expected)


def test_the_unit_and_currency_of_a_head_become_a_transform() -> None:
    found = mapping.guess(["商机名称", "金额（万元）"], [], "deal")
    assert found.columns[1].transform == "times:10000 currency:CNY"
    assert mapping.guess(["Deal name", "Amount [k€]"]).columns[1].transform == "times:1000 currency:EUR"


@pytest.mark.parametrize(
    "head",
    ["Business Fax", "Assistant's Phone", "Manager's Name", "传真", "Pager", "Given Yomi", "(Do Not Modify) Contact"],
)
def test_columns_that_hold_something_near_by_are_left_alone(head: str) -> None:
    assert head not in fields(f"Name,Email,{head}")[1]


def test_a_courtesy_title_is_no_job_title_and_a_whole_address_no_second_street() -> None:
    _, found = fields("First Name,Title,Job Title,Home Address,Home Street,Home City")
    assert found == {"First Name": "given_name", "Job Title": "title", "Home Street": "address:home.street",
                     "Home City": "address:home.city"}  # fmt: skip


def test_several_columns_may_feed_one_kind_of_contact_point() -> None:
    _, found = fields("Name,Mobile Phone,Business Phone,Home Phone 2,Phone 1 - Label,Phone 1 - Value")
    assert list(found.values())[1:] == ["phone:mobile", "phone:work", "phone:home", "phone.use", "phone"]


def test_values_hint_where_a_head_says_nothing() -> None:
    rows = [["Anna", "a@example.com"], ["Ben", "b@example.com"]]
    found = mapping.guess(["Full name", "how to reach"], rows)
    assert (found.columns[1].field, found.columns[1].state) == ("email", mapping.CHECK)


@pytest.mark.parametrize(
    "header",
    [
        "a,b,c",
        "1,2,3",
        "id,name,age",
        "slength,swidth,species",
        "",
        "text,date,float",
        "NAME,STATE,COUNTY",
        "x@example.com,y",
    ],
)
def test_heads_that_say_too_little_are_refused(header: str) -> None:
    with pytest.raises(NothingMatches):
        mapping.guess(header.split(","))


def test_a_person_who_names_the_noun_is_believed() -> None:
    assert fields("id,name,age", "contacts") == ("contact", {"name": "name"})
    with pytest.raises(NameNotMapped):
        mapping.guess(["E-mail", "City"], [], "contact")
    with pytest.raises(UnknownNoun):
        mapping.guess(["name"], [], "stage")


def test_a_mapping_is_kept_and_read_back(tmp_path: Path) -> None:
    header = ["Name", "Mail", "Amount", "Mail"]
    data = {
        "noun": "contact",
        "columns": [
            {"column": "Name", "field": "name", "transform": None},
            {"column": "Mail", "field": "email:work"},
            {"column": "mail", "field": "email:home"},
            {"column": "Amount", "field": "deal.amount", "transform": "times:10000 currency:CNY point:,"},
        ],
    }
    found = mapping.from_data(data, header)
    assert [column.field for column in found.columns] == ["name", "email:work", "deal.amount", "email:home"]
    mapping.write(found, tmp_path / "mapping.json")
    again = mapping.read(tmp_path / "mapping.json", header)
    assert again.as_data() == found.as_data()
    assert found.with_field(2, None).columns[2].state == mapping.UNMAPPED


@pytest.mark.parametrize(
    "columns",
    [
        [{"column": "Name", "field": "nome"}], [{"column": "Name", "field": "created_at"}],
        [{"column": "Name", "field": "stage"}], [{"column": "Name", "field": "name:work"}],
        [{"column": "Name", "field": "address.planet"}], [{"column": "Name", "field": 5}], ["Name"],
        [{"column": "Name", "field": "name", "transform": "times:0"}],
        [{"column": "Name", "field": "title"}, {"column": "Mail", "field": "title"}],
    ],
)  # fmt: skip
def test_a_mapping_that_is_none_is_refused(columns: list[object]) -> None:
    with pytest.raises(BadMapping):
        mapping.from_data({"noun": "contact", "columns": columns}, ["Name", "Mail"])


def test_a_mapping_of_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnMissing):
        mapping.from_data({"noun": "contact", "columns": [{"column": "Nom", "field": "name"}]}, ["Name"])
    for text in ("", "[]", "{", json.dumps({"noun": "contact"}), "[" * 100_000):
        (tmp_path / "mapping.json").write_text(text)
        with pytest.raises(BadMapping):
            mapping.read(tmp_path / "mapping.json", ["Name"])
    with pytest.raises(BadMapping):
        mapping.read(tmp_path / "none.json", ["Name"])


@pytest.mark.parametrize("noun", ["contact", "account", "deal", "activity"])
def test_every_target_offered_can_be_mapped(noun: str) -> None:
    offered = targets(NOUNS[noun])
    assert len(offered) == len(set(offered))
    for text in offered:
        assert target(NOUNS[noun], text).text == text


@pytest.mark.shared
@pytest.mark.skipif(not HEADS.exists(), reason="the shared files are not here")
def test_heads_of_real_exports_are_recognised() -> None:
    expected = {"Outlook.com": 34, 'Google Contacts, "': 43, "Google Contacts, new": 16, "LinkedIn": 5, "HubSpot": 5}
    for entry in json.loads(HEADS.read_text(encoding="utf-8")):
        least = next(count for name, count in expected.items() if entry["source"].startswith(name))
        found = mapping.guess(entry["header"].split(","))
        assert (found.noun, len(found.mapped) >= least) == ("contact", True)
