"""The log holds ids, small numbers and words of our own, and never a person's data."""

import logging
from pathlib import Path

import pytest

from app import logs

ID = "01a1fe1c-cb02-7000-9ca6-62f0642e2cff"


def formatted(message: str, *values: object, name: str = "satchel") -> str:
    record = logging.LogRecord(name, logging.INFO, __file__, 1, message, values or None, None)
    return logs.AllowListFormatter().format(record)


@pytest.mark.parametrize(
    "value", ["Ann Lee", "ann@example.com", "+4930901820", 4_930_901_820, "smith", ["a"], b"x", 1.5]
)
def test_what_may_be_a_persons_is_withheld(value: object) -> None:
    assert str(value) not in formatted("seen %s", value)
    assert "seen …" in formatted("seen %s", value)


@pytest.mark.parametrize("value", [ID, 42, logs.Word("vault_busy")])
def test_ids_small_numbers_and_own_words_pass(value: object) -> None:
    assert f"seen {value}" in formatted("seen %s", value)


def test_messages_of_others_are_withheld_when_they_come_ready_made() -> None:
    assert "Ann" not in formatted("GET /Ann", name="urllib3")


def test_an_exception_is_named_by_class_and_place_alone(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "satchel.log"
    logs.start(file)
    log = logging.getLogger("satchel")
    try:
        raise ValueError("Ann Lee")
    except ValueError as error:
        log.info("failed: %s", logs.Word("ValueError"), exc_info=error)
    for handler in list(log.handlers):
        if hasattr(handler, "baseFilename"):
            log.removeHandler(handler)
            handler.close()
    text = file.read_text(encoding="utf-8")
    assert "ValueError test_logs.py:" in text
    assert "Ann" not in text


def test_a_place_that_takes_no_log_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    logs.start(tmp_path / "file" / "satchel.log")
    logs.start(None)
