"""Clean text."""

from hypothesis import given
from hypothesis import strategies as st

from app.quality import texts


def test_what_cannot_be_seen_goes_and_equal_characters_become_equal() -> None:
    assert texts.clean("\ufeff  Mu\u0308ller\u200b \u00a0 GmbH ") == "Müller GmbH"


def test_lines_stay_lines_in_a_note() -> None:
    assert texts.clean_lines(" a \r\nb\rc\u2028d\n") == "a\nb\nc\nd"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = texts.clean(text)
    assert texts.clean(once) == once
    lines = texts.clean_lines(text)
    assert texts.clean_lines(lines) == lines
