"""Values as text and as JSON: the shapes of commands.md, lines that no value can break."""

import pytest

from app import printing
from vault.model.catalogue import FIELDS
from vault.values import Link, Masked, Money, Planned, Record

CREATED = FIELDS["contact", "created_at"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (Money(1250, "EUR"), {"amount": "12.50", "currency": "EUR"}),
        (Money(-5, "EUR"), {"amount": "-0.05", "currency": "EUR"}),
        (Money(1250, "JPY"), {"amount": "1250", "currency": "JPY"}),
        (Money(1250, "KWD"), {"amount": "1.250", "currency": "KWD"}),
        (Money(2**63 - 1, "EUR"), {"amount": "92233720368547758.07", "currency": "EUR"}),
        (Masked("A***"), {"masked": "A***"}),
        (Masked(None), {"masked": None}),
        (Planned("2026-03-01T09:30", "Europe/Berlin"), {"local": "2026-03-01T09:30", "zone": "Europe/Berlin"}),
        (Link("i", "contact", Masked("A***")), {"id": "i", "noun": "contact", "name": {"masked": "A***"}}),
        ((Link("i", "tag", "vip"),), [{"id": "i", "noun": "tag", "name": "vip"}]),
        ((), []),
        (True, True),
        (7, 7),
    ],
)
def test_each_value_has_one_json_form(value: object, expected: object) -> None:
    assert printing.json_value(value) == expected


def test_instants_end_in_z_and_keep_their_milliseconds() -> None:
    assert printing.json_value(1_700_000_000_123, CREATED) == "2023-11-14T22:13:20.123Z"
    assert printing.json_value(0, CREATED) == "1970-01-01T00:00:00.000Z"
    assert printing.json_value(-1, CREATED) == "1969-12-31T23:59:59.999Z"


def test_a_record_begins_with_id_noun_and_version() -> None:
    record = Record("contact", "i", 3, {"name": "Ann", "created_at": 0})
    assert list(printing.json_record(record).items())[:3] == [("id", "i"), ("noun", "contact"), ("version", 3)]
    assert printing.json_record(record)["created_at"] == "1970-01-01T00:00:00.000Z"


def test_text_of_a_value_is_one_harmless_line() -> None:
    said = printing.text_value("a\x1b[2J\r\nb\u202ec\u2028d")
    assert said.isprintable()
    assert printing.text_value(Masked(None)) == printing.HIDDEN
    assert printing.text_value(Money(123456, "EUR")) == "1,234.56 EUR"
    assert (printing.text_value(True, "zh_CN"), printing.text_value(False)) == ("是", "no")


def test_choices_are_said_in_the_language() -> None:
    field = FIELDS["activity", "kind"]
    assert printing.text_value("call", "zh_CN", field) == "电话"
    assert printing.text_value("call", "en", field) == "Call"


def test_wide_signs_fill_two_columns_and_marks_none() -> None:
    assert printing.width("北京") == 4
    assert printing.width("e\u0301") == 1
    assert printing.fitted("北京公司", 5) == "北京…"
    assert printing.width(printing.fitted("a" * 50, 10)) == 10


def test_no_cell_of_a_table_breaks_its_line_or_moves_the_cursor() -> None:
    lines = printing.table(("Folder", "File"), [("a\nproved  /b", "\x1b[2Jc\u202ed")])
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)


def test_numbers_stand_right_in_a_table() -> None:
    lines = printing.table(("n", "word"), [("1", "a"), ("100", "b")], frozenset({0}))
    assert lines == ["  n  word", "---  ----", "  1  a", "100  b"]
