"""E-mail addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality import emails
from app.quality.errors import Unfit


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anna.Schmidt@Example.COM ", "anna.schmidt@example.com"),
        ("x@müller.de", "x@müller.de"),
        ("x@xn--mller-kva.de", "x@müller.de"),
        ("王@例子.中国", "王@例子.中国"),
        ("mailto:a@b.co", "a@b.co"),
        ("a@example.test", "a@example.test"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert emails.address(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "foo", "a@b", "a..b@c.de", ".a@c.de", "a@-b.de", "a b@c.de", "@c.de", "a@b@c.de"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Unfit, match="not_an_email"):
        emails.address(typed)


def test_a_cell_with_several_addresses_is_split() -> None:
    assert emails.split("a@x.de; b@y.de") == ["a@x.de", "b@y.de"]
    assert emails.split("a@x.de, b@y.de c@z.de") == ["a@x.de", "b@y.de", "c@z.de"]
    assert emails.split("Anna <a@x.de>, Ben <b@y.de>") == ["a@x.de", "b@y.de"]


@given(st.emails())
def test_the_fast_path_accepts_only_what_the_library_accepts(typed: str) -> None:
    from email_validator import EmailNotValidError, validate_email

    try:
        kept = emails.address(typed)
    except Unfit:
        return
    try:
        validate_email(typed.lower(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:  # pragma: no cover
        raise AssertionError(kept) from error
