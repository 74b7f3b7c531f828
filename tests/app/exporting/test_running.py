"""Exports: masked by default, inert, complete or absent, with a receipt and an entry in the trail."""

import hashlib
import json
import re
import stat
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.demo.building import build
from app.edit import restrict
from app.errors import Cancelled, FileUnavailable
from app.exporting import placing, running, writing
from app.exporting.errors import MaskingFailed, ReasonRequired, TooManyRows, UnknownFormat
from app.exporting.profiles import Form, Profile
from app.exporting.running import Request
from tests.app.exporting.files import every_text, export, read_csv, read_xlsx, silent
from tests.app.exporting.test_guarding import payloads
from tests.vault.desk import Desk, stages
from vault import audit
from vault.errors import ForbiddenField, UnknownField
from vault.folding import digits_of
from vault.values import Money


@pytest.fixture
def anna(desk: Desk) -> str:
    account = desk.add("account", name="Acme", revenue=Money(1_234_567_00, "EUR"))
    return desk.add(
        "contact", name="Anna Müller", email="anna@example.com", phone="+4915112345678", account=account, title="CTO",
        notes="Call her at 0151 12345678", birth_year=1980, id_number="X1234567",
    )  # fmt: skip


def test_a_masked_csv_has_the_mask_forms_and_leaves_out_notes_and_sensitive_fields(
    desk: Desk, anna: str, tmp_path: Path
) -> None:
    receipt = export(desk, Request(noun="contacts", out=tmp_path / "people.csv"))
    headings, row = read_csv(tmp_path / "people.csv")
    cells = dict(zip(headings, row, strict=True))
    assert (cells["Name"], cells["E-mail"], cells["Phone"]) == ("A***", "a***@example.com", "'+49 *** 5678")
    assert (cells["Company"], cells["Job title"]) == ("Acme", "CTO")
    assert not {"Notes", "Birth year", "Identity number"} & set(headings)
    assert {"name", "email", "phone", "notes", "id_number"} <= set(receipt.masked)
    assert "notes" not in receipt.fields
    assert (receipt.rows, receipt.profile, receipt.checked) == (1, "masked", True)


def test_the_receipt_names_the_files_hash_and_stands_in_the_trail_before_the_file(
    desk: Desk, anna: str, tmp_path: Path
) -> None:
    out = tmp_path / "people.csv"
    prepared = running.prepare(desk.reader, Request(noun="contact", out=out), silent, lambda: False)
    receipt = desk.do(running.enter, prepared)
    assert not out.exists()
    entry = audit.entries(desk.reader, 1)[0]
    assert (entry["action"], entry["entity"], entry["record"], entry["count"]) == (
        "export",
        "contact",
        receipt.receipt,
        1,
    )
    assert "anna" not in json.dumps(entry).lower()
    placing.appear(prepared.part, prepared.out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == receipt.sha256
    assert desk.reader.one("SELECT count(*) FROM receipts") == (1,)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_values_leave_unmasked_only_with_a_reason(desk: Desk, anna: str, tmp_path: Path, reason: str) -> None:
    out = tmp_path / "people.csv"
    with pytest.raises(ReasonRequired):
        export(desk, Request(noun="contact", out=out, unmasked=True, reason=reason))
    with pytest.raises(ReasonRequired):
        export(desk, Request(noun="contact", out=out, profile=Profile("x", {"email": Form.FULL}), reason=reason))
    assert list(tmp_path.glob("*.csv")) == []


def test_an_unmasked_export_has_values_but_never_sensitive_ones(desk: Desk, anna: str, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    receipt = export(desk, Request(noun="contact", out=out, unmasked=True, reason="audit by the tax office"))
    cells = dict(zip(*read_csv(out), strict=True))
    assert (cells["Name"], cells["Phone"], cells["Notes"]) == (
        "Anna Müller",
        "+4915112345678",
        "Call her at 0151 12345678",
    )
    assert "X1234567" not in every_text(out)
    assert set(receipt.masked) == {"birth_year", "id_number"}
    assert (receipt.purpose, receipt.checked) == ("audit by the tax office", False)
    assert audit.entries(desk.reader, 1)[0]["class"] == "S2"


def test_whoever_sees_masked_data_exports_masked_data(desk: Desk, anna: str, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    receipt = export(desk, Request(noun="contact", out=out, unmasked=True, reason="I want it"), desk.masked)
    text = every_text(out)
    assert "Müller" not in text
    assert "5112345" not in text
    assert "anna@" not in text
    assert receipt.checked
    with pytest.raises(ForbiddenField):
        export(desk, Request(noun="contact", out=out, where='name = "Anna Müller"'), desk.masked)


def test_a_link_shows_no_more_of_a_person_than_his_own_name_would(desk: Desk, anna: str, tmp_path: Path) -> None:
    stage = desk.do(stages)["Lead"]
    desk.add("deal", name="Rollout", contact=anna, stage=stage, amount=Money(1_500_000, "EUR"))
    desk.add("activity", kind="call", subject="Anna", about=(anna,))
    for noun in ("deal", "activity"):
        export(desk, Request(noun=noun, out=tmp_path / f"{noun}.csv"))
        assert "Anna" not in every_text(tmp_path / f"{noun}.csv")
    deal = dict(zip(*read_csv(tmp_path / "deal.csv"), strict=True))
    assert (deal["Person"], deal["Amount"], deal["Stage"]) == ("A***", "10–20 k EUR", "Lead")
    activity = dict(zip(*read_csv(tmp_path / "activity.csv"), strict=True))
    assert activity["About"] == "A***"


def test_an_open_text_that_carries_a_number_or_address_is_withheld(desk: Desk, tmp_path: Path) -> None:
    company = desk.add("account", name="Call 0151 12345678 now", website="mailto:anna@example.com")
    desk.add("contact", name="Anna", title="ask anna@example.com", phone="+4915112345678", account=company)
    for noun in ("account", "contact"):
        receipt = export(desk, Request(noun=noun, out=tmp_path / f"{noun}.csv"))
        text = every_text(tmp_path / f"{noun}.csv")
        assert "12345678" not in text
        assert "anna@" not in text
        assert receipt.checked


def test_a_file_that_holds_a_whole_number_after_all_is_thrown_away(
    desk: Desk, anna: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.masking.mask_phone", lambda value: value)
    monkeypatch.setitem(running.profiles.BUILT_IN, "masked", Profile("masked"))
    monkeypatch.setattr("app.exporting.forms.form_of", lambda field, value, hint: value)
    for name in ("people.csv", "people.xlsx"):
        with pytest.raises(MaskingFailed) as caught:
            export(desk, Request(noun="contact", out=tmp_path / name))
        assert caught.value.n
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".csv", ".xlsx", ".part")] == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_hostile_names_are_inert_in_the_file(desk: Desk, tmp_path: Path, suffix: str) -> None:
    hostile = [text for text in payloads() if text.strip()]
    for text in hostile:
        desk.add("account", name=re.sub(r"[\t\r\n]", " ", text), notes=text)
    out = tmp_path / f"accounts.{suffix}"
    export(desk, Request(noun="account", out=out, columns=("name", "notes"), unmasked=True, reason="test"))
    if suffix == "csv":
        for row in read_csv(out):
            assert all(not re.match(r"\s*[=+\-@＝＋－＠]", cell) for cell in row)
        return
    with zipfile.ZipFile(out) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 1
        assert b"<f" not in book.read(sheets[0]).replace(b"<footer", b"")
        assert not [name for name in book.namelist() if "hyperlink" in name or "externalLink" in name or "vba" in name]
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    assert all(cell.data_type in ("s", "inlineStr") for row in sheet.iter_rows() for cell in row if cell.value)
    assert {row[0] for row in read_xlsx(out)[1:]} == set(desk.names("account"))


def test_numbers_stay_numbers_and_money_keeps_its_currency(desk: Desk, tmp_path: Path) -> None:
    desk.add("account", name="Acme", revenue=Money(-123_450, "EUR"), employees=12)
    request = Request(noun="account", out=tmp_path / "a.xlsx", columns=("name", "revenue", "employees"))
    export(desk, replace(request, unmasked=True, reason="books"))
    assert read_xlsx(request.out) == [
        ("Name", "Revenue", "Revenue currency", "Employees"),
        ("Acme", -1234.5, "EUR", 12),
    ]
    export(desk, replace(request, out=tmp_path / "a.csv", unmasked=True, reason="books"))
    assert (tmp_path / "a.csv").read_bytes().splitlines()[1] == b'"Acme",-1234.50,"EUR",12'


def test_a_workbook_tells_nothing_of_who_made_it_or_when(desk: Desk, anna: str, tmp_path: Path) -> None:
    export(desk, Request(noun="contact", out=tmp_path / "people.xlsx"))
    with zipfile.ZipFile(tmp_path / "people.xlsx") as book:
        core = book.read("docProps/core.xml").decode()
        states = book.read("xl/workbook.xml").decode()
    assert "<dc:creator></dc:creator>" in core
    assert str(date.today().year) not in core.replace("2006", "")
    assert "hidden" not in states
    assert "definedName" not in states


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    """A vault with invented customers."""
    desk.do(lambda tx: stages(tx))
    desk.do(lambda tx: build(tx, 300, 7, "en", date(2026, 1, 1), silent, lambda: False))
    return desk


def test_a_masked_export_of_many_contacts_has_no_phone_number_and_no_address_in_any_byte(
    crowd: Desk, tmp_path: Path
) -> None:
    points = crowd.reader.rows("SELECT kind, value FROM contact_points WHERE value IS NOT NULL")
    assert len(points) > 500
    for profile in ("masked", "board", "partner"):
        for suffix in ("csv", "xlsx"):
            out = tmp_path / f"{profile}.{suffix}"
            receipt = export(crowd, Request(noun="contact", out=out, profile=profile))
            assert receipt.rows > 300
            text = every_text(out)
            numbers = {digits_of(found) for found in re.findall(r"\d[\d ()./-]{5,}\d", text)}
            for kind, value in points:
                if kind == "phone":
                    assert digits_of(str(value)) not in numbers
                    assert str(value)[1:] not in text
                elif "@" in str(value):
                    assert str(value).lower() not in text.lower()


def test_restricted_records_stay_inside_and_are_counted(desk: Desk, anna: str, tmp_path: Path) -> None:
    desk.add("contact", name="Bert")
    desk.do(restrict, anna, True)
    receipt = export(desk, Request(noun="contact", out=tmp_path / "p.csv", where="name is not empty"))
    assert (receipt.rows, receipt.held_back) == (1, 1)
    points = export(desk, Request(noun="contact_point", out=tmp_path / "c.csv"))
    assert points.held_back > 0 and points.rows == 0


def test_an_existing_file_is_replaced_whole_and_a_folder_refused(desk: Desk, anna: str, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    out.write_text("old")
    export(desk, Request(noun="contact", out=out))
    assert "old" not in out.read_text("utf-8-sig")
    for bad in (tmp_path, tmp_path / "missing" / "x.csv", tmp_path / "Acme.satchel" / "x.csv", tmp_path / "x\0.csv"):
        with pytest.raises(FileUnavailable):
            export(desk, Request(noun="contact", out=bad))


def test_stopping_leaves_nothing(desk: Desk, anna: str, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    for suffix in ("csv", "xlsx"):
        with pytest.raises(Cancelled):
            running.prepare(desk.reader, Request(noun="contact", out=tmp_path / f"x.{suffix}"), silent, lambda: True)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert desk.reader.connection.execute("BEGIN").fetchone() is None
    desk.reader.connection.execute("ROLLBACK")


def test_unknown_columns_and_formats_and_too_many_rows_are_refused(
    desk: Desk, anna: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnknownField):
        export(desk, Request(noun="contact", out=tmp_path / "x.csv", columns=("shoe_size",)))
    with pytest.raises(UnknownFormat):
        export(desk, Request(noun="contact", out=tmp_path / "x.csv", format="pdf"))
    monkeypatch.setattr(writing, "_MOST_ROWS", 1)
    with pytest.raises(TooManyRows):
        export(desk, Request(noun="contact", out=tmp_path / "x.xlsx"))


def test_the_preview_reads_exactly_as_the_file(desk: Desk, anna: str, tmp_path: Path) -> None:
    request = Request(noun="contact", out=tmp_path / "p.csv", columns=("name", "phone", "title"))
    shown = running.preview(desk.reader, request)
    assert (shown.rows, shown.changed, shown.clear) == ((("A***", "+49 *** 5678", "CTO"),), (True, True, False), ())
    full = running.preview(desk.reader, replace(request, profile=Profile("x", {"phone": Form.FULL})))
    assert full.clear == ("phone",)


def test_progress_reaches_the_whole(desk: Desk, anna: str, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    request = Request(noun="contact", out=tmp_path / "p.csv")
    prepared = running.prepare(desk.reader, request, lambda done, total: seen.append((done, total)), lambda: False)
    placing.discard(prepared.part)
    assert seen[-1] == (1, 1)
