"""Errors in words, and errors that are kept."""

from pathlib import Path

from ui import messages
from vault.errors import DatabaseEmpty


def raised(passphrase: str) -> BaseException:
    try:
        try:
            Path(passphrase).read_bytes()
        except OSError:
            raise DatabaseEmpty(file="data-0001.db") from None
    except DatabaseEmpty as error:
        return error


def test_an_error_that_is_kept_leads_back_to_nothing_that_was_typed() -> None:
    error = raised("no such place")
    assert error.__traceback__ is not None and error.__context__ is not None
    kept = messages.kept(error)
    assert kept.__traceback__ is kept.__context__ is kept.__cause__ is None
    assert "data-0001.db" in messages.one_line(kept)
