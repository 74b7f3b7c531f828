"""Export profiles: which form each field takes, and that a profile survives being kept."""

from decimal import Decimal

import pytest

from app.exporting import forms, profiles
from app.exporting.errors import BadProfile, UnknownProfile
from app.exporting.profiles import BUILT_IN, UNMASKED, Form, Profile
from tests.vault.desk import Desk
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Sensitivity
from vault.values import Money

CONTACT, DEAL = NOUNS["contact"], NOUNS["deal"]


@pytest.mark.parametrize("profile", [*BUILT_IN.values(), UNMASKED, Profile("x", {"id_number": Form.FULL})])
@pytest.mark.parametrize("noun", NOUNS.values(), ids=list(NOUNS))
def test_no_profile_lets_a_sensitive_field_out(profile: Profile, noun: object) -> None:
    for field in noun.fields:  # type: ignore[attr-defined]
        if field.sensitivity >= Sensitivity.SENSITIVE:
            assert profile.form_of(noun, field) is Form.HIDE  # type: ignore[arg-type]


@pytest.mark.parametrize("profile", BUILT_IN.values(), ids=list(BUILT_IN))
def test_the_built_in_profiles_let_nothing_above_open_out_whole(profile: Profile) -> None:
    for noun in NOUNS.values():
        for field in noun.fields:
            if field.sensitivity > Sensitivity.OPEN:
                assert profile.form_of(noun, field) is not Form.FULL


def test_a_form_that_does_not_fit_the_field_falls_back_to_the_mask() -> None:
    profile = Profile("x", {"name": Form.DOMAIN, "contact.email": Form.DOMAIN})
    assert profile.form_of(CONTACT, field_of(CONTACT, "name")) is Form.MASK
    assert profile.form_of(CONTACT, field_of(CONTACT, "email")) is Form.DOMAIN


def test_initials_domains_last_four_and_rounding() -> None:
    assert forms.initials("Anna Maria Müller") == "A. M. M."
    assert forms.initials("王小明") == "王*"
    assert forms.initials("A") == "***"
    assert forms.domain("anna@example.com") == "@example.com"
    assert forms.domain("anna") == "***"
    assert forms.last_four("+4915112345678") == "*** 5678"
    assert forms.last_four("1234") == "***"
    amounts = {
        1_234_567: 1_000_000,
        15_000: 20_000,
        14_999: 10_000,
        4_999: 0,
        -15_000: -20_000,
        0: 0,
        950_000: 1_000_000,
    }
    for amount, rounded in amounts.items():
        assert forms.rounded(Money(amount * 100, "EUR")) == Decimal(rounded)


def test_a_profile_is_kept_under_its_name(desk: Desk) -> None:
    mine = Profile("quarterly", {"contact.email": Form.DOMAIN, "mask:band": Form.HIDE})
    desk.do(profiles.keep, mine)
    assert profiles.load(desk.reader, "quarterly") == mine
    assert profiles.names(desk.reader) == ["masked", "board", "partner", "quarterly"]
    with pytest.raises(UnknownProfile):
        profiles.load(desk.reader, "monthly")
    with pytest.raises(BadProfile):
        desk.do(profiles.keep, Profile("board"))


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"name": 1},
        {"name": "x", "forms": []},
        {"name": "x", "forms": {"a": "b"}},
        {"name": "x", "rest": "full"},
    ],
)
def test_a_profile_that_cannot_be_read_is_refused(body: object) -> None:
    with pytest.raises(BadProfile):
        profiles.from_body(body)
