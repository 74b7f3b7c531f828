"""Suggested passphrases: six words, enough of them to choose from, always accepted."""

import pytest

from app import suggesting, vaults


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_six_words_in_either_language_are_accepted(language: str) -> None:
    for _try in range(20):
        said = suggesting.six_words(language)
        assert len(said.split()) == 6
        assert vaults.strength(said).accepted


def test_there_are_enough_words_for_sixty_six_bits() -> None:
    assert len(set(suggesting._english())) >= 2048
    assert len(set(suggesting._pinyin())) >= 2048


def test_two_suggestions_differ() -> None:
    assert suggesting.six_words("en") != suggesting.six_words("en")


def test_a_weak_passphrase_is_refused_with_its_reason() -> None:
    found = vaults.strength("hangzhou field hangzhou", ("Hangzhou field",))
    assert not found.accepted
    assert found.level <= 2
    assert found.words
