"""Phone numbers to E.164."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality import phones
from app.quality.errors import Unfit


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("+49 (0)30 123456", None, "+4930123456"),
        ("030 / 123456", "DE", "+4930123456"),
        ("0039 02 1234567", None, "+39021234567"),
        ("02 1234567", "IT", "+39021234567"),
        ("(415) 555-0134", "US", "+14155550134"),
        ("1 (800) 555-0199", "US", "+18005550199"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("010-85551234", "CN", "+861085551234"),
        ("１３８００１３８０００", "CN", "+8613800138000"),
        ("+44 7700 900123", None, "+447700900123"),
        ("+1 415 555 2671 ext 12", None, "+14155552671;ext=12"),
    ],
)
def test_a_number_is_kept_in_its_international_form(typed: str, region: str | None, kept: str) -> None:
    assert phones.e164(typed, region) == kept


def test_a_chinese_mobile_number_is_known_by_its_shape_anywhere() -> None:
    assert phones.e164("13800138000", None) == phones.e164("13800138000", "US") == "+8613800138000"


@pytest.mark.parametrize("typed", ["", "+", "abc", "12345", "1380013800", "+999123456", "n/a", "0" * 80])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Unfit, match="not_a_phone"):
        phones.e164(typed, "CN")


def test_a_national_number_without_a_country_is_refused_by_that_reason() -> None:
    with pytest.raises(Unfit, match="phone_without_country"):
        phones.e164("415-555-0000", None)


def test_a_cell_with_several_numbers_is_split() -> None:
    assert phones.split("+49 30 12 34; +49 30 99") == ["+49 30 12 34", "+49 30 99"]
    assert phones.split("13800138000、13900139000") == ["13800138000", "13900139000"]
    assert phones.split("030/123456") == ["030/123456"]


@given(st.text("0123456789+-() ./ext", max_size=25), st.sampled_from([None, "US", "DE", "CN", "GB", "FR"]))
def test_reading_a_kept_number_again_changes_nothing(typed: str, region: str | None) -> None:
    try:
        kept = phones.e164(typed, region)
    except Unfit:
        return
    assert phones.e164(kept, None) == kept


@given(st.integers(10**6, 10**11), st.sampled_from(["1", "49", "86", "44", "39", "33", "7", "91", "852"]))
def test_the_fast_path_answers_as_the_library_does(number: int, code: str) -> None:
    import phonenumbers

    typed = f"+{code}{number}"
    parsed = phonenumbers.parse(typed, None)
    valid = phonenumbers.is_valid_number(parsed)
    plain = phones._quick(typed, None)
    if plain is not None:
        assert valid
        assert plain == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
