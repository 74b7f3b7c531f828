"""Sentences for people: how the facts of an error are written into them."""

from app import words
from vault.errors import VaultBusy


def test_the_number_of_a_process_is_written_as_a_name_and_not_as_a_count() -> None:
    words.set_language("en")
    message, _hint = words.error_words(VaultBusy(pid=22977, started="2026-11-21T13:53:15Z"))
    assert "22977" in message
