"""The log: a small file outside every vault that holds ids, numbers and class names, and never a person's data.

`start` once at the program's start, main thread; logging itself from any. What a message is filled with passes only
if it is on the list: small whole numbers, ids, and words that the program marks as its own.
"""

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_ID: Final = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_LARGEST: Final = 10_000_000
"""Longer numbers may be somebody's."""
_WITHHELD: Final = "…"
_SIZE_BYTES: Final = 256 * 1024
_log = logging.getLogger("satchel")
_log.addHandler(logging.NullHandler())  # else the library prints to the terminal what no handler takes


class Word(str):
    """A word of the program's own, as an error's class or a command: it may stand in the log."""

    __slots__ = ()


class AllowListFormatter(logging.Formatter):
    """Fills a message only with what may be known to anybody who finds the file; never prints a value of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: time, level, logger, message."""
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        text = _filled(record)
        if record.exc_info and record.exc_info[1] is not None:
            text += f" [{described(record.exc_info[1])}]"
        return f"{when} {record.levelname} {record.name} {text}"


def _filled(record: logging.LogRecord) -> str:
    if not record.args:
        return record.msg if isinstance(record.msg, str) and record.name.startswith("satchel") else _WITHHELD
    values = record.args if isinstance(record.args, tuple) else ()
    try:
        return str(record.msg) % tuple(map(allowed, values))
    except (TypeError, ValueError):
        return _WITHHELD


def allowed(value: object) -> str:
    """The text of a fact if it is a small number, an id or a word of ours, else an ellipsis."""
    if isinstance(value, int):
        return str(value) if abs(value) < _LARGEST else _WITHHELD
    known = isinstance(value, Word) or (isinstance(value, str) and _ID.fullmatch(value))
    return str(value) if known else _WITHHELD


def described(error: BaseException) -> str:
    """An exception by its class and the places it passed, without its message and without values."""
    frames = traceback.extract_tb(error.__traceback__)
    places = (f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-12:])
    return f"{type(error).__name__} {' '.join(places)}".strip()


def start(file: Path | None) -> None:
    """Log into `file`; nowhere where it is None or cannot be written."""
    _log.setLevel(logging.INFO)
    if file is None or any(isinstance(each, RotatingFileHandler) for each in _log.handlers):
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(file, maxBytes=_SIZE_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(AllowListFormatter())
    _log.addHandler(handler)


def note_failure(error: BaseException) -> None:
    """Write down where a fault of our own happened."""
    _log.error("unexpected failure: %s", Word(type(error).__name__), exc_info=error)
