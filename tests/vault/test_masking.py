"""Mask forms hide what they promise to hide, of short and strange values too."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.vault.desk import Desk
from vault import kept, query
from vault.bands import age_band, band, band_key
from vault.filter_parsing import parse
from vault.folding import digits_of
from vault.masking import (
    mask_email,
    mask_given_name,
    mask_handle,
    mask_key,
    mask_name,
    mask_phone,
    mask_postcode,
    mask_url,
    shown,
)
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Kind, Sensitivity
from vault.query import Ask
from vault.values import Masked, Money
from vault.viewers import Viewer

NOBODY = Viewer(user="u", name="Rep", clearance=Sensitivity.OPEN)
CONTACT, DEAL = NOUNS["contact"], NOUNS["deal"]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Anna Müller", "A***"),
        ("A", "***"),
        ("王小明", "王*"),
        ("欧阳娜娜", "欧阳*"),
        ("欧阳", "欧*"),
        ("王", "*"),
        ("김민수", "김*"),
        (" Zoë", "Z***"),
        ("007", "***"),
        ("", "***"),
    ],
)
def test_a_name_keeps_its_initial_or_chinese_surname(name: str, form: str) -> None:
    assert mask_name(name) == form


def test_a_chinese_given_name_keeps_nothing() -> None:
    assert mask_given_name("小明") == "*"
    assert mask_given_name("Anna") == "A***"


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("+4915112345678", "+49 *** 5678"),
        ("+8613812345678", "+86 *** 5678"),
        ("+12125550100", "+1 *** 0100"),
        ("+35312345678", "+353 *** 5678"),
        ("110", "***"),
        ("1234", "***"),
        ("+49110", "***"),
        ("015112", "*** 12"),
        ("030 1234567 ext 99", "*** 4567"),
        ("Anna 0151 1234567", "***"),
        ("", "***"),
    ],
)
def test_a_phone_keeps_country_code_and_last_four_unless_it_is_short(number: str, form: str) -> None:
    assert mask_phone(number) == form


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("anna@example.com", "a***@example.com"),
        ("a@example.com", "***@example.com"),
        ("anna", "***"),
        ("anna@localhost", "***"),
        ("anna@b@example.com", "a***@example.com"),
        ("@example.com", "***"),
        ('"anna m"@exam ple.com', "***"),
    ],
)
def test_an_email_keeps_first_letter_and_domain(address: str, form: str) -> None:
    assert mask_email(address) == form


def test_a_contact_point_is_masked_by_its_look() -> None:
    assert mask_handle("anna@example.com") == "a***@example.com"
    assert mask_handle("0151 12345678") == "*** 5678"
    assert mask_handle("annamueller") == "a***"


def test_a_postcode_keeps_two_characters_and_a_url_its_host() -> None:
    assert mask_postcode("10115") == "10***"
    assert mask_postcode("101") is None
    assert mask_url("https://anna:pw@shop.example.com:8080/anna?x=1") == "shop.example.com"
    assert mask_url("example.com/anna") == "example.com"
    assert mask_url("http://[") is None
    assert mask_url("015112345678") is None


NAMES = st.text(st.characters(categories=["L", "M", "Zs", "Pd"]), min_size=1, max_size=30)


@given(NAMES)
def test_no_name_shows_more_than_one_letter_or_the_surname(name: str) -> None:
    form = mask_name(name)
    kept = form.rstrip("*")
    assert len(kept) <= 2
    assert len(kept) < max(1, len(name.strip())) or kept == ""


@given(st.from_regex(r"\+?[0-9 ()-]{0,20}", fullmatch=True))
def test_no_phone_shows_more_than_four_national_digits_nor_most_of_a_short_one(number: str) -> None:
    form, digits = mask_phone(number), digits_of(number)
    tail = digits_of(form.split("***")[1])
    assert len(tail) <= 4
    assert len(tail) * 2 <= len(digits)
    assert digits_of(form) != digits or not digits


@given(st.from_regex(r"[a-z0-9._+-]{1,20}", fullmatch=True))
def test_no_email_shows_more_than_one_letter_before_the_at(local: str) -> None:
    shown_local = mask_email(f"{local}@example.com").split("***")[0]
    assert len(shown_local) <= 1
    assert shown_local != local


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "0–1"),
        ("0.99", "0–1"),
        ("1", "1–2"),
        ("4.99", "2–5"),
        ("10000", "10–20 k"),
        ("19999.99", "10–20 k"),
        ("20000", "20–50 k"),
        ("500000", "0.5–1 M"),
        ("-15000", "−(10–20 k)"),
        ("5e9", "5–10 G"),
    ],
)
def test_amounts_fall_into_bands_of_one_two_five(amount: str, words: str) -> None:
    assert band(Decimal(amount)) == words


AMOUNTS = st.decimals(min_value=-(10**16), max_value=10**16, places=2)


@given(AMOUNTS, AMOUNTS)
def test_band_keys_sort_as_amounts_do_and_are_equal_within_a_band(one: Decimal, other: Decimal) -> None:
    assume(one <= other)
    assert band_key(one) <= band_key(other)
    assert (band_key(one) == band_key(other)) == (band(one) == band(other))


def test_an_age_is_shown_in_tens() -> None:
    assert age_band("1990-06-01", date(2026, 5, 31)) == "30–39"
    assert age_band("1986-06-01", date(2026, 6, 1)) == "40–49"
    assert age_band("2030", date(2026, 6, 1)) is None
    assert age_band("soon", date(2026, 6, 1)) is None


def test_absent_stays_absent_and_open_stays_open() -> None:
    assert shown(field_of(CONTACT, "name"), None, NOBODY) is None
    assert shown(field_of(CONTACT, "title"), "CTO", NOBODY) == "CTO"


def test_a_sensitive_field_shows_not_even_whether_it_is_filled() -> None:
    field = field_of(CONTACT, "id_number")
    assert shown(field, "X123", NOBODY) == shown(field, None, NOBODY) == Masked(None)


def test_clearance_shows_values_up_to_its_class_and_sensitive_ones_only_of_its_compartments() -> None:
    amount, name, number = field_of(DEAL, "amount"), field_of(CONTACT, "name"), field_of(CONTACT, "id_number")
    accountant = replace(NOBODY, clearance=Sensitivity.BUSINESS)
    assert (accountant.sees(amount), accountant.sees(name)) == (True, False)
    cleared = replace(NOBODY, clearance=Sensitivity.SENSITIVE, compartments=frozenset({"bank"}))
    assert (cleared.sees(name), cleared.sees(number)) == (True, False)
    assert replace(cleared, compartments=frozenset({"identity"})).sees(number)
    assert not replace(cleared, compartments=frozenset({"identity"})).masked().sees(amount)


def test_free_text_is_withheld_and_amounts_are_banded() -> None:
    assert shown(field_of(CONTACT, "notes"), "call Anna", NOBODY) == Masked(None)
    assert shown(field_of(DEAL, "amount"), Money(1_500_000, "EUR"), NOBODY) == Masked("10–20 k EUR")


def test_a_contact_points_kind_decides_its_mask() -> None:
    value = field_of(NOUNS["contact_point"], "value")
    assert shown(value, "anna@x", NOBODY, "email") == Masked("***")
    assert shown(value, "12345678", NOBODY, "handle") == Masked("*** 5678")


@pytest.mark.parametrize("noun", list(NOUNS.values()), ids=list(NOUNS))
def test_no_field_above_open_gives_its_value_to_somebody_without_clearance(noun: object) -> None:
    secrets = {Kind.MONEY: Money(1_234_567, "EUR"), Kind.PERCENT: 37, Kind.YEAR: 1987}
    for field in noun.fields:  # type: ignore[attr-defined]
        if field.sensitivity is Sensitivity.OPEN:
            continue
        value = secrets.get(field.kind, "Geheim 123456789 x@y.example")
        seen = shown(field, value, NOBODY)
        assert isinstance(seen, Masked)
        assert "Geheim" not in str(seen.form)
        assert "12345678" not in str(seen.form)


def test_mask_keys_sort_as_the_forms_do() -> None:
    name, amount = field_of(CONTACT, "name"), field_of(DEAL, "amount")
    assert mask_key(name, "Zoë") == "z***"
    assert mask_key(name, "王小明") == mask_key(name, "王芳")
    assert mask_key(name, None) is None
    low, high = mask_key(amount, Money(100, "EUR")), mask_key(amount, Money(10_000_000, "EUR"))
    assert low is not None
    assert high is not None
    assert low < high


def test_mask_keys_of_amounts_are_bands_in_the_vaults_currency(desk: Desk) -> None:
    desk.do(lambda tx: kept.put(tx, "rate", "USD", {"rate": "0.5"}))
    dollars = desk.add("account", name="Dollars", revenue=Money(3_000_000, "USD"))
    euros = desk.add("account", name="Euros", revenue=Money(1_500_000, "EUR"))
    desk.add("account", name="Pounds", revenue=Money(1_500_000, "GBP"))
    ask = Ask(noun=NOUNS["account"], where=parse("revenue = 12000"), sort=("name",))
    assert [row.id for row in query.page(desk.masked, ask).rows] == [dollars, euros]
