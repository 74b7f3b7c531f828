"""`add`, `set`, `show`, `history`, `delete`, `restore`, `undo`, `redo`, `fields`: one record at a time."""

from collections.abc import Callable

import pytest

from tests.app.cli.conftest import Satchel

Added = Callable[..., str]


def test_a_contact_is_added_as_typed_and_read_as_it_is_kept(satchel: Satchel, added: Added) -> None:
    account = added("account", "name=Süd Öl GmbH")
    run = satchel(
        "add", "contacts", "name=Jürgen Müller", "email=J.Mueller@Example.com", "phone=030 901820",
        "account=sud ol gmbh", "tags=VIP, Berlin", "birthday=03-04",
        "birth_year=1970", "id_number=X123", "owner=me", "--json",
    )  # fmt: skip
    assert run.status == 0, run.err
    assert run.json["noun"] == "contact"
    changed = run.json["changed"]
    assert changed["email"] == "j.mueller@example.com"
    assert changed["phone"] == "+4930901820"
    assert changed["account"] == {"id": account, "noun": "account", "name": "Süd Öl GmbH"}
    assert {tag["name"] for tag in changed["tags"]} == {"VIP", "Berlin"}
    assert (changed["birth_year"], changed["id_number"], changed["birthday"]) == (1970, "X123", "03-04")
    assert changed["owner"]["name"] == "Mina"


def test_money_days_and_stages_are_read_in_both_languages(satchel: Satchel, added: Added) -> None:
    deal = added("deal", "name=Big", "amount=12.50 USD", "expected_on=2026-12-24", "stage=方案报价")
    row = satchel("show", deal, "--json").json["record"]
    assert row["amount"] == {"amount": "12.50", "currency": "USD"}
    assert row["expected_on"] == "2026-12-24"
    assert row["stage"]["name"] == "Proposal"
    assert row["created_at"].endswith("Z")
    assert row["notes"] is None
    bare = satchel("set", deal, "amount=1234", "--json").json["changed"]["amount"]
    assert bare == {"amount": "1234.00", "currency": "EUR"}


def test_tags_that_exist_are_used_again(satchel: Satchel, added: Added) -> None:
    added("account", "name=A", "tags=vip")
    added("account", "name=B", "tags=VIP,new")
    assert {row["name"] for row in satchel("list", "tags", "--json").json["rows"]} == {"vip", "new"}


def test_an_empty_value_empties_the_field(satchel: Satchel, added: Added) -> None:
    record = added("account", "name=A", "website=a.example", "tags=x")
    assert satchel("set", record, "website=", "tags=", "--json").json["changed"] == {"website": None, "tags": []}


@pytest.mark.parametrize(
    ("words", "status", "kind"),
    [
        (["account=Nobody"], 1, "unknown_name"),
        (["account=Twin"], 1, "ambiguous_name"),
        (["account=01a1fe1c-cb02-7000-9ca6-62f0642e2cfe"], 1, "unknown_record"),
        (["owner=Somebody"], 1, "unknown_name"),
        (["phone=hello"], 1, "bad_value"),
        (["email=nope"], 1, "bad_value"),
        (["birth_year=12"], 1, "bad_value"),
        (["birthday=31-31"], 1, "bad_value"),
        (["created_at=now"], 1, "bad_value"),
        (["last_contact=now"], 1, "bad_value"),
        ([f"name={'x' * 100_000}"], 1, "bad_value"),
        (["nonsense=1"], 2, "unknown_field"),
        (["title"], 2, "bad_arguments"),
        (["=x"], 2, "bad_arguments"),
        (["title=a", "title=b"], 2, "bad_arguments"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    satchel: Satchel, added: Added, words: list[str], status: int, kind: str
) -> None:
    added("account", "name=Twin")
    added("account", "name=TWIN")
    given = words if any(word.startswith("name=") for word in words) else ["name=Ann", *words]
    run = satchel("add", "contact", *given, "tags=fresh", "--json")
    assert (run.status, run.error["kind"]) == (status, kind)
    assert run.error["message"]
    assert run.err.count("\n") == 1
    assert satchel("list", "contact", "--count").out == "0\n"
    assert satchel("list", "tag", "--count").out == "0\n"


def test_a_contact_without_a_name_is_refused(satchel: Satchel) -> None:
    assert satchel("add", "contact", "title=x", "--json").error["kind"] == "required_field"


def test_an_activity_is_about_its_people_and_shows_in_their_timeline(satchel: Satchel, added: Added) -> None:
    ann, bob = added("contact", "name=Ann"), added("contact", "name=Bob")
    added("activity", "kind=Call", "subject=Hello", f"about={ann},{bob}", "done_at=now", "minutes=5")
    shown = satchel("show", bob, "--json").json
    assert set(shown) >= {"id", "noun", "version", "record", "related", "timeline"}
    entry = shown["timeline"][0]
    assert (entry["noun"], entry["kind"], entry["minutes"]) == ("activity", "call", 5)
    assert entry["done_at"].endswith("Z")
    assert shown["record"]["last_contact"] == entry["done_at"]


def test_a_contact_point_is_read_by_its_kind(satchel: Satchel, added: Added) -> None:
    ann = added("contact", "name=Ann")
    point = added("contact_point", f"about={ann}", "kind=phone", "value=0171 2345678")
    assert satchel("show", ann, "--json").json["record"]["phone"] == "+491712345678"
    assert satchel("set", point, "value=030 901820", "--json").json["changed"]["value"] == "+4930901820"


def test_history_undo_and_redo_agree(satchel: Satchel, added: Added) -> None:
    record = added("account", "name=Before")
    assert satchel("set", record, "name=After").status == 0
    undone = satchel("undo", "--json").json
    assert (undone["undone"], undone["kept"]) == (1, [])
    assert satchel("show", record, "--json").json["record"]["name"] == "Before"
    assert satchel("redo", "--json").json["redone"] == 1
    entries = satchel("history", record, "--json").json["entries"]
    assert entries[-1]["act"] == "create"
    assert entries[0]["changes"][0] == {"field": "name", "before": "Before", "after": "After"}
    assert all(entry["at"].endswith("Z") and entry["user"] == "Mina" for entry in entries)


def test_there_is_nothing_to_undo_in_a_new_vault(satchel: Satchel) -> None:
    assert satchel("undo", "--json").error["kind"] == "nothing_to_undo"
    assert satchel("redo", "--json").error["kind"] == "nothing_to_redo"
    assert satchel("undo", "--batch", "4711", "--json").error["kind"] == "unknown_batch"


def test_deleted_records_wait_in_the_trash(satchel: Satchel, added: Added) -> None:
    one, two = added("account", "name=A"), added("account", "name=B")
    run = satchel("delete", one, two, one, "--json")
    assert (run.json["deleted"], run.json["id"], run.json["noun"]) == (2, one, "account")
    assert satchel("list", "account", "--trash", "--count").out == "2\n"
    assert satchel("set", one, "name=C", "--json").error["kind"] == "unknown_record"
    assert satchel("restore", one, "--json").json["changed"] == {"deleted_at": None}
    assert satchel("list", "account", "--count").out == "1\n"


def test_an_unknown_id_among_several_deletes_nothing(satchel: Satchel, added: Added) -> None:
    record = added("account", "name=A")
    assert satchel("delete", record, "01a1fe1c-cb02-7000-9ca6-62f0642e2cfe", "--json").status == 1
    assert satchel("list", "account", "--count").out == "1\n"


@pytest.mark.parametrize("record", ["1", "x" * 1000, "", "../../etc", "01a1fe1c-cb02-7000-9ca6-62f0642e2cfe", "\x00"])
@pytest.mark.parametrize("command", ["show", "history", "delete"])
def test_what_is_no_id_is_an_unknown_record(satchel: Satchel, command: str, record: str) -> None:
    run = satchel(command, record, "--json")
    assert (run.status, run.error["kind"]) == (1, "unknown_record")


def test_the_masked_view_shows_no_person(satchel: Satchel, added: Added) -> None:
    ann = added("contact", "name=Annabel Lee", "phone=+4930901820", "id_number=X9", "notes=secret words")
    added("deal", "name=D", "contact=annabel lee", "amount=12500")
    run = satchel("show", ann, "--masked", "--json")
    record = run.json["record"]
    assert record["name"] == {"masked": "A***"}
    assert record["id_number"] == {"masked": None}
    assert record["value"]["masked"].startswith("10")
    for command in (["show", ann], ["list", "contacts"], ["history", ann], ["find", "annabel"]):
        for form in ([], ["--json"]):
            said = satchel(*command, "--masked", *form)
            assert said.status == 0
            assert not any(word in said.out for word in ("Annabel", "901820", "X9", "secret words")), command


def test_fields_tell_class_kind_mask_and_merge(satchel: Satchel, outside: Satchel) -> None:
    fields = outside("fields", "contacts", "--json").json["fields"]
    by_name = {field["name"]: field for field in fields}
    assert (by_name["name"]["class"], by_name["name"]["mask"], by_name["name"]["kind"]) == ("S2", "name", "text")
    assert by_name["id_number"]["class"] == "S3"
    assert {field["noun"] for field in outside("fields", "--json").json["fields"]} >= {"account", "deal", "activity"}


def test_chinese_words_come_with_the_language(satchel: Satchel, added: Added) -> None:
    record = added("account", "name=甲公司")
    run = satchel("--lang", "zh_CN", "show", record)
    assert run.out.startswith("公司 ")
    assert "名称" in run.out
    assert satchel("show", "1", "--lang", "zh_CN").err.startswith("这里没有")
