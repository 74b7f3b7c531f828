"""The log holds ids, small numbers and words of our own, and never a person's data."""

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import logs
from tests.architecture.sources import python_files, shown, tree
from vault import ids
from vault.errors import UnknownRecord

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


def test_of_what_others_say_only_the_level_passes() -> None:
    line = formatted("GET /Ann %s", 42, name="urllib3.pool.ann")
    assert line.endswith("INFO urllib3 …")


def test_a_message_of_ours_is_written_in_the_source() -> None:
    names = ("debug", "info", "warning", "error", "critical", "exception", "log")
    said = [
        (shown(path, node), node.args[0])
        for path in python_files("app", "sync", "ui", "vault")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
        if isinstance(node.func.value, ast.Name) and node.func.value.id in ("_log", "log", "logger", "logging")
    ]
    assert said
    assert [place for place, text in said if not isinstance(text, ast.Constant)] == []


def test_an_exception_is_named_by_class_and_our_places_alone(own_log: Path, caplog: pytest.LogCaptureFixture) -> None:
    try:
        ids.key_of("Ann Lee")
    except UnknownRecord as error:
        logs.note_failure(error)
    caplog.clear()
    text = own_log.read_text(encoding="utf-8")
    assert "unexpected failure: UnknownRecord [UnknownRecord ids.py:" in text
    assert "Ann" not in text and "test_logs.py" not in text


@pytest.fixture
def own_log(tmp_path: Path) -> Iterator[Path]:
    """A log begun for one test."""
    everybody, file = logging.getLogger(), tmp_path / "logs" / "satchel.log"
    before, level = list(everybody.handlers), everybody.level
    logs.start(file)
    yield file
    for handler in [each for each in everybody.handlers if each not in before]:
        everybody.removeHandler(handler)
        handler.close()
    everybody.setLevel(level)


def test_a_place_that_takes_no_log_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    logs.start(tmp_path / "file" / "satchel.log")
    logs.start(None)
