"""Filters bound to a noun and a viewer: rules one by one, what a viewer may not ask, hostile values."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.plain_vault import (
    HERE,
    ME,
    NOBODY,
    VIEWER,
    empty_vault,
    matches,
    put,
)
from vault import ids
from vault.conditions import condition
from vault.errors import BadComparison, BadExpression, ForbiddenField, SealedFilter, UnknownField, UnknownRecord
from vault.filter_parsing import parse
from vault.filter_tokens import quoted
from vault.filters import Compare
from vault.model.catalogue import NOUNS
from vault.model.fields import Sensitivity
from vault.values import Money, Planned


@pytest.fixture
def vault() -> Iterator[sqlite3.Connection]:
    connection = empty_vault()
    yield connection
    connection.close()


def _deal(connection: sqlite3.Connection, number: int, **values: object) -> bytes:
    put(connection, "deal", key := bytes([number]) * 16, dict(values))
    return key


def _contact(connection: sqlite3.Connection, number: int, **values: object) -> bytes:
    put(connection, "contact", key := bytes([number]) * 16, dict(values))
    return key


def test_not_is_two_valued_over_empty_values(vault: sqlite3.Connection) -> None:
    full, empty = _deal(vault, 1, name="a", amount=Money(100, "EUR")), _deal(vault, 2)
    assert matches(vault, "deal", "not (amount > 5)") == [full, empty]
    assert matches(vault, "deal", "not (amount > 0 and name = a)") == [empty]
    assert matches(vault, "deal", "amount != 1") == [empty]
    assert matches(vault, "deal", "not (amount != 1)") == [full]


def test_a_bare_number_is_in_the_vaults_currency_and_an_amount_in_its_own(vault: sqlite3.Connection) -> None:
    euros = _deal(vault, 1, amount=Money(10_000, "EUR"))
    yen = _deal(vault, 2, amount=Money(100, "JPY"))
    assert matches(vault, "deal", "amount = 100") == [euros]
    assert matches(vault, "deal", "amount = 100 JPY") == [yen]
    assert matches(vault, "deal", "amount in (100 JPY, 100 EUR)") == [euros, yen]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("+49 151 12345678", True),
        ("0151/1234 5678", True),
        ("0049 (0)151 12345678", True),
        ("15112345678", True),
        ("12345678", False),
        ("5678", False),
    ],
)
def test_a_phone_equals_itself_in_any_format(vault: sqlite3.Connection, written: str, found: bool) -> None:
    _contact(vault, 1, phone="+4915112345678")
    assert bool(matches(vault, "contact", f'phone = "{written}"')) is found


def test_a_phone_contains_any_run_of_its_digits(vault: sqlite3.Connection) -> None:
    _contact(vault, 1, phone="+4915112345678")
    assert matches(vault, "contact", 'phone ~ "34 56"')
    assert not matches(vault, "contact", 'phone ~ "99"')


def test_choices_are_named_by_key_or_word_in_either_language(vault: sqlite3.Connection) -> None:
    put(vault, "account", b"\x41" * 16, {"name": "x", "kind": "partner"})
    for word in ("partner", "Partner", "合作伙伴"):
        assert matches(vault, "account", f"kind = {word}") == [b"\x41" * 16]
    with pytest.raises(BadComparison):
        matches(vault, "account", "kind = enemy")


def test_an_activity_is_found_by_whom_it_is_about(vault: sqlite3.Connection) -> None:
    who = _contact(vault, 1, name="Anna Müller")
    put(vault, "activity", b"\x51" * 16, {"about": (ids.text_of(who),), "kind": "call"})
    assert matches(vault, "activity", "about ~ muller") == [b"\x51" * 16]
    assert matches(vault, "activity", f"about = {ids.text_of(who)}") == [b"\x51" * 16]
    assert matches(vault, "activity", "about ~ muller", NOBODY) == []


def test_planned_times_birthdays_ids_and_booleans_are_compared(vault: sqlite3.Connection) -> None:
    put(
        vault,
        "activity",
        b"\x51" * 16,
        {"starts_at": Planned("2026-03-31T09:30", "Europe/Berlin"), "minutes": 30},
    )
    _contact(vault, 1, birthday="03-31")
    assert matches(vault, "activity", "starts_at = today and minutes >= 29.5") == [b"\x51" * 16]
    assert matches(vault, "activity", 'starts_at = "2026-03-31T07:30Z"') == [b"\x51" * 16]
    assert matches(vault, "contact", "birthday = today")
    assert matches(vault, "contact", "birthday < 04-01") == [b"\x01" * 16]
    assert matches(vault, "contact", f"id = {ids.text_of(bytes([1]) * 16)}")
    with pytest.raises(UnknownRecord):
        matches(vault, "contact", "id = me")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 month ago", "2026-02-28"),
        ("in 1 month", "2026-04-30"),
        ("1 year ago", "2025-03-31"),
        ("2 weeks ago", "2026-03-17"),
        ("in 1 day", "2026-04-01"),
        ("12 months ago", "2025-03-31"),
    ],
)
def test_relative_days_follow_the_calendar(vault: sqlite3.Connection, text: str, day: str) -> None:
    deal = _deal(vault, 1, expected_on=day)
    assert matches(vault, "deal", f"expected_on = {text}") == [deal]


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("nothing = 1", UnknownField),
        ("amount ~ 1", BadExpression),
        ("amount = much", BadComparison),
        ("amount = 999999999999999999999", BadComparison),
        ("expected_on = soon", BadComparison),
        ("expected_on ~ today", BadExpression),
        ("expected_on = 999999 years ago", BadComparison),
        ("closed_at < 999999 months ago", BadComparison),
        ("closed_at < in 999999 years", BadComparison),
        ("stage < Lead", BadExpression),
        ("tags > hot", BadExpression),
        ("closed_at ~ today", BadExpression),
        ("closed_at = 0001-01-01", None),
        ("closed_at > 9999-12-31", BadComparison),
        ("expected_on = 5", BadComparison),
        ('closed_at = "2026-02-30T10:00"', BadComparison),
    ],
)
def test_values_and_operators_that_do_not_fit_are_refused(
    vault: sqlite3.Connection, where: str, error: type[Exception] | None
) -> None:
    if error is None:
        assert matches(vault, "deal", where) == []
        return
    with pytest.raises(error):
        matches(vault, "deal", where)


def test_a_viewer_without_clearance_compares_bands_only(vault: sqlite3.Connection) -> None:
    amounts = [500, 9_999, 10_000, 15_000, 19_999, 20_000, 60_000]
    deals = {
        amount: _deal(vault, number, amount=Money(amount * 100, "EUR")) for number, amount in enumerate(amounts, 1)
    }
    for low, high in pairwise([10_000, 12_345, 19_999]):
        for operator in ("=", ">=", "<", ">", "<=", "!="):
            assert matches(vault, "deal", f"amount {operator} {low}", NOBODY) == matches(
                vault, "deal", f"amount {operator} {high}", NOBODY
            )
    assert matches(vault, "deal", "amount = 12345", NOBODY) == [deals[10_000], deals[15_000], deals[19_999]]
    with pytest.raises(BadComparison):
        matches(vault, "deal", "amount = 100 USD", NOBODY)


@pytest.mark.parametrize(
    "where",
    [
        "name = Anna",
        "name ~ A",
        "name < B",
        'email = "anna@example.com"',
        "phone ~ 5678",
        "notes ~ x",
        "given_name is empty",
        "birthday = today",
        "not (name = Anna)",
        "title = x or name in (Anna)",
        "id_number is empty",
        "birth_year = 1990",
    ],
)
def test_a_hidden_field_is_refused_by_name_to_a_viewer_without_clearance(vault: sqlite3.Connection, where: str) -> None:
    with pytest.raises(ForbiddenField) as caught:
        matches(vault, "contact", where, NOBODY)
    assert caught.value.field in where


def test_a_link_to_a_hidden_name_is_refused_too(vault: sqlite3.Connection) -> None:
    with pytest.raises(ForbiddenField):
        matches(vault, "deal", "contact = Anna", NOBODY)
    assert matches(vault, "deal", f"contact = {ME}", NOBODY) == []


def test_a_viewer_without_clearance_may_ask_for_a_mask_form_and_for_emptiness(
    vault: sqlite3.Connection,
) -> None:
    anna, _, nobody = _contact(vault, 1, name="Anna"), _contact(vault, 2, name="Bert"), _contact(vault, 3)
    assert matches(vault, "contact", 'name = "a***"', NOBODY) == [anna]
    assert matches(vault, "contact", "name is empty", NOBODY) == [nobody]


def test_a_sealed_value_is_compared_by_nobody_in_sql(vault: sqlite3.Connection) -> None:
    cleared = replace(VIEWER, clearance=Sensitivity.SENSITIVE, compartments=frozenset({"identity"}))
    with pytest.raises(SealedFilter):
        matches(vault, "contact", "id_number = 1", replace(HERE, viewer=cleared))
    assert matches(vault, "contact", "id_number is empty", replace(HERE, viewer=cleared)) == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_value_changes_the_statement(text: str) -> None:
    plain = condition(NOUNS["contact"], Compare("name", "~", parse('x = "y"').value), HERE)  # type: ignore[union-attr]
    hostile = condition(NOUNS["contact"], parse(f"name ~ {quoted(text)}"), HERE)
    assert hostile.text == plain.text
