"""No cell of a file runs in a spreadsheet; texts that carry a number or an address are seen."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporting.guarding import carries, inert

SHARED = Path(__file__).parents[4] / "shared" / "data" / "security" / "csv_injection_payloads" / "payloads.txt"
OWN = [
    "=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "\u3000＝1", "＝1+1",
    "＋1", "－1", "＠SUM(1)", "\u200b=1", "\ufeff=1", "\n=1", 'a";=1+1', "a;=1+1", "a,@SUM(1)", "a\t=1",
    "a\n=cmd|'/c calc'!A0", "x;-1+cmd|'/c calc'!A0", "=HYPERLINK(\"http://x.example\",\"y\")", "+49 *** 5678", "-",
]  # fmt: skip
RUNS = re.compile(r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


def payloads() -> list[str]:
    """Our own payloads and, where they lie beside the project, the collected ones."""
    shared = SHARED.read_text("utf-8").splitlines() if SHARED.exists() else []
    return OWN + [line for line in shared if line]


@pytest.mark.parametrize("payload", payloads())
def test_no_payload_begins_a_formula_whatever_the_delimiter(payload: str) -> None:
    made = inert(payload)
    assert not RUNS.match(made)
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow(["x", made])
    for delimiter in ";\t|":
        for line in written.getvalue().splitlines():
            for cell in line.split(delimiter)[1:]:
                assert not re.match(r"\s*[=@＝＠]", cell)


@pytest.mark.skipif(not SHARED.exists(), reason="the collected payloads do not lie beside the project")
@pytest.mark.shared
def test_the_collected_payloads_are_among_them() -> None:
    assert len(payloads()) > len(OWN)


@pytest.mark.parametrize(
    "text",
    ["Anna Müller", "-5", "+4915112345678", "1,234.50", "a - b", "R&D = fun", "list:\n- tea\n- milk", "", "王小明"],
)
def test_what_begins_no_formula_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(st.text(st.sampled_from("=+-@\t\r\n ＝＋a1;,|'(\u200b\u3000"), max_size=12))
def test_no_text_begins_with_a_sign_unless_it_is_a_plain_number(text: str) -> None:
    made = inert(text)
    assert not RUNS.match(made) or re.fullmatch(r"[+-][0-9][0-9.,]*", made)


@pytest.mark.parametrize(
    ("text", "whole"),
    [("call 0151 123 45 67", True), ("+49 (151) 1234567", True), ("write anna@example.com", True), ("anna@home", False),
     ("a***@example.com", True), ("Renewal 2026-11-21", False), ("FY 2025/2026", False), ("3 of 12", False),
     ("order 1234567", True), ("２０２６年１１月", False)],
)  # fmt: skip
def test_a_text_that_carries_a_whole_number_or_address_is_seen(text: str, whole: bool) -> None:
    assert carries(text) is whole
