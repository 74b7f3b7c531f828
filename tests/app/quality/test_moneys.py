"""Amounts of money as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality import moneys
from app.quality.errors import Unfit
from vault.values import Money


@pytest.mark.parametrize(
    ("typed", "minor", "currency"),
    [
        ("1.234,50 €", 123450, "EUR"),
        ("$2,400", 240000, "USD"),
        ("8.4万", 8400000, "CHF"),
        ("¥8.4万", 8400000, "CNY"),
        ("8.4 万元", 8400000, "CNY"),
        ("(500)", -50000, "CHF"),
        ("USD 12", 1200, "USD"),
        ("-3.5", -350, "CHF"),
        ("3-", -300, "CHF"),
        ("1'234.50 CHF", 123450, "CHF"),
        ("1 234,56 zł", 123456, "PLN"),
        ("12k", 1200000, "CHF"),
        ("$1.2M", 120000000, "USD"),
        ("1,00,000", 10000000, "CHF"),
        ("JPY 1,500", 1500, "JPY"),
        ("KWD 1.2345", 1235, "KWD"),
        ("0.005", 1, "CHF"),
        ("-0.005", -1, "CHF"),
    ],
)
def test_an_amount_is_read_to_minor_units_half_away_from_zero(typed: str, minor: int, currency: str) -> None:
    assert moneys.money(typed, "CHF") == Money(minor, currency)


@pytest.mark.parametrize("typed", ["", "abc", "1 2", "1,2,3", "$", "5 XYZQ", "€5 $", "(5", "1.2.3,4", "9" * 80])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Unfit, match="not_an_amount"):
        moneys.money(typed, "EUR")


def test_an_amount_beyond_64_bits_is_refused() -> None:
    assert moneys.money("92233720368547758.07", "EUR").minor == 2**63 - 1
    with pytest.raises(Unfit, match="amount_too_large"):
        moneys.money("92233720368547758.08", "EUR")


def test_three_digits_behind_one_sign_are_thousands_unless_the_column_says_otherwise() -> None:
    assert moneys.money("1.234", "EUR").minor == 123400
    assert moneys.money("1.234", "EUR", point=".").minor == 123
    assert moneys.money("1,234", "EUR", point=",").minor == 123
    assert moneys.money(moneys.Numeral("1.234"), "EUR").minor == 123


def test_a_column_shows_its_decimal_sign() -> None:
    assert moneys.point_of(["1.234", "12,50", "3.000"]) == ","
    assert moneys.point_of(["1,234.5", "7"]) == "."
    assert moneys.point_of(["1.5", "1,5"]) is None


def test_the_unit_of_a_column_multiplies() -> None:
    assert moneys.money("8.4", "CNY", times=10_000) == Money(8400000, "CNY")


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from([",", "."]))
def test_both_ways_of_writing_give_the_same_amount(amount: Decimal, point: str) -> None:
    text = f"{amount:,.2f}"
    if point == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    assert moneys.money(text, "EUR").minor == int(amount * 100)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        moneys.money(text, "EUR")
    except Unfit:
        return
