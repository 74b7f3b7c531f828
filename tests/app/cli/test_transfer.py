"""`import` and `export`, and what a batch leaves to undo."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.cli.conftest import Satchel

Added = Callable[..., str]
PEOPLE = "Name,Email,Phone\nAnn Lee,ann@example.com,+4930901820\nBob,nope,\nCarl,carl@example.com,030 901821\n"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Three people, the second with a bad address."""
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    return file


def test_an_import_reports_what_became_of_every_row(satchel: Satchel, people: Path) -> None:
    run = satchel("import", people, "--json")
    assert run.status == 0, run.err
    report = run.json
    assert {"batch", "read", "created", "updated", "filled", "skipped", "rejected", "duplicates", "mapping",
            "encoding", "delimiter", "rejects"} <= set(report)  # fmt: skip
    assert (report["read"], report["created"], report["rejected"]) == (3, 2, 1)
    assert report["rejects"][0]["row"] == 3
    assert (report["rejects"][0]["field"], report["rejects"][0]["reason"]) == ("email", "not_an_email")
    assert [each["field"] for each in report["mapping"]] == ["name", "email", "phone"]


def test_a_dry_run_says_the_same_and_writes_nothing(satchel: Satchel, people: Path) -> None:
    dry = satchel("import", people, "--dry-run", "--json").json
    assert satchel("list", "contact", "--count").out == "0\n"
    real = satchel("import", people, "--json").json
    assert dry["batch"] is None
    for name in ("batch", "dry_run"):
        dry.pop(name)
        real.pop(name)
    assert dry == real


def test_a_batch_is_undone_as_one_and_only_once(satchel: Satchel, people: Path) -> None:
    batch = satchel("import", people, "--json").json["batch"]
    listed = satchel("batches", "--json").json["batches"]
    assert [(each["batch"], each["verb"], each["undone"]) for each in listed] == [(batch, "import", False)]
    assert satchel("undo", "--batch", str(batch), "--json").json["undone"] == 2
    assert satchel("list", "contact", "--count").out == "0\n"
    assert satchel("undo", "--batch", str(batch), "--json").error["kind"] == "unknown_batch"


def test_what_was_edited_since_is_kept_and_said(satchel: Satchel, people: Path) -> None:
    batch = satchel("import", people, "--json").json["batch"]
    ann = satchel("find", "ann", "--json").json["hits"][0]["id"]
    satchel("set", ann, "title=Chief")
    kept = satchel("undo", "--batch", str(batch), "--json").json["kept"]
    assert [(each["id"], each["why"]) for each in kept] == [(ann, "edited_since")]


def test_rejects_go_to_a_file_that_can_be_imported_again(satchel: Satchel, people: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    assert satchel("import", people, "--rejects", rejects).status == 0
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][:2] == ["Bob", "nope"]


def test_rejects_that_cannot_be_written_stop_the_import(satchel: Satchel, people: Path, tmp_path: Path) -> None:
    run = satchel("import", people, "--rejects", tmp_path / "no" / "rejects.csv", "--json")
    assert (run.status, run.error["kind"]) == (5, "file_unavailable")
    assert satchel("list", "contact", "--count").out == "0\n"


def test_a_mapping_file_is_obeyed_and_kept_for_the_next_file(satchel: Satchel, tmp_path: Path) -> None:
    file, mapping = tmp_path / "odd.csv", tmp_path / "odd.json"
    file.write_text("Alpha,Beta\nAnn,Chief\n", encoding="utf-8")
    columns = [{"column": "Alpha", "field": "name"}, {"column": "Beta", "field": "title"}]
    mapping.write_text(json.dumps({"noun": "contact", "columns": columns}), encoding="utf-8")
    assert satchel("import", file).status == 1
    assert satchel("import", file, "--mapping", mapping, "--json").json["created"] == 1
    file.write_text("Alpha,Beta\nBob,Clerk\n", encoding="utf-8")
    assert satchel("import", file, "--json").json["created"] == 1
    assert satchel("import", file, "--preset", "odd", "--mode", "skip", "--json").json["skipped"] == 1
    assert satchel("import", file, "--preset", "even", "--json").error["kind"] == "unknown_preset"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[]",
        '{"noun": 1}',
        '{"noun": "contact", "columns": [1]}',
        "[" * 100_000,
        '{"noun":"unicorn","columns":[]}',
    ],
)
def test_a_broken_mapping_is_a_matter_of_usage(satchel: Satchel, people: Path, tmp_path: Path, text: str) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(text, encoding="utf-8")
    assert satchel("import", people, "--mapping", mapping, "--json").status == 2


def test_a_mapping_that_is_no_file_is_5(satchel: Satchel, people: Path, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none"):
        assert satchel("import", people, "--mapping", place, "--json").status == 5


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 1),
        (b"\x00" * 5000, 1),
        (b"\x89PNG\r\n\x1a\n....", 1),
        (b"PK\x03\x04 not a workbook", 1),
        (b"{}", 1),
        (b"\xff\xfe\xfd", 1),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(
    satchel: Satchel, tmp_path: Path, content: bytes, status: int
) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    run = satchel("import", file, "--json")
    assert run.status == status
    assert run.error["message"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--as", "unicorn"], 2),
        (["--mode", "erase"], 2),
        (["--key", "birthday"], 2),
        (["--encoding", "klingon"], 2),
        (["--delimiter", "abc"], 2),
    ],
)
def test_options_that_make_no_sense_are_a_matter_of_usage(
    satchel: Satchel, people: Path, options: list[str], status: int
) -> None:
    assert satchel("import", people, *options, "--json").status == status


def test_an_export_is_masked_and_leaves_a_receipt(satchel: Satchel, people: Path, tmp_path: Path) -> None:
    satchel("import", people)
    out = tmp_path / "out.csv"
    receipt = satchel("export", "contacts", "--out", out, "--json").json
    assert set(receipt) >= {"receipt", "rows", "fields", "masked", "sha256"}
    assert receipt["rows"] == 2
    assert "phone" in receipt["masked"]
    text = out.read_text(encoding="utf-8-sig")
    assert "901820" not in text
    assert "ann@example.com" not in text
    assert any(entry["action"] == "export" for entry in satchel("audit", "list", "--json").json["entries"])


def test_values_leave_unmasked_only_with_a_reason(satchel: Satchel, people: Path, tmp_path: Path) -> None:
    satchel("import", people)
    out = tmp_path / "out.csv"
    run = satchel("export", "contacts", "--out", out, "--unmasked", "--json")
    assert (run.status, run.error["kind"]) == (1, "reason_required")
    assert not out.exists()
    assert satchel("export", "contacts", "--out", out, "--unmasked", "--reason", "audit").status == 0
    assert "ann@example.com" in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 2),
        (["--out", "{}/no/out.csv"], 5),
        (["--out", "{}"], 5),
        (["--out", "{}/out.csv", "--format", "pdf"], 2),
        (["--out", "{}/out.csv", "--profile", "none"], 2),
        (["--out", "{}/out.csv", "--where", "zzz = 1"], 2),
        (["--out", "{}/out.csv", "--to", "somebody"], 2),
        (["--out", "{}/out.csv", "--view", "mine"], 2),
        (["--out", "{}/Acme.satchel/out.csv"], 5),
    ],
)
def test_an_export_that_cannot_be_leaves_nothing(
    satchel: Satchel, tmp_path: Path, options: list[str], status: int
) -> None:
    before = set(tmp_path.rglob("*.csv"))
    run = satchel("export", "contacts", *(word.format(tmp_path) for word in options), "--json")
    assert run.status == status, run.err
    assert set(tmp_path.rglob("*.csv")) == before
