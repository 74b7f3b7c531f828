"""Sentences for people: how the facts of an error are written into them."""

import time

import pytest

from app import words
from vault.errors import VaultBusy


def test_the_number_of_a_process_is_written_as_a_name_and_not_as_a_count() -> None:
    words.set_language("en")
    message, _hint = words.error_words(VaultBusy(pid=22977, started="2026-11-21T13:53:15Z"))
    assert "22977" in message


def test_the_holder_of_a_vault_is_told_by_the_clock_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        message, _hint = words.error_words(VaultBusy(pid=12345, started="2026-11-21T13:53:15Z"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "process 12345, since 2026-11-21 21:53" in message
