"""The log: a small file outside every vault that holds ids, numbers and class names, and never a person's data.

`start` once at the program's start, main thread; logging itself from any. What a message is filled with passes only
if it is on the list: small whole numbers, ids, and words that the program marks as its own. Of other people's
libraries the name and the level pass, nothing of what they say.
"""

import logging
import os
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_ID: Final = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]{0,40}")
_LARGEST: Final = 10_000_000
"""Longer numbers may be somebody's."""
_WITHHELD: Final = "…"
_SIZE_BYTES: Final = 256 * 1024
_OURS: Final = ("satchel", "app", "ui", "sync", "vault", "resources")
_FRAMES: Final = 12
_log: Final = logging.getLogger("satchel")


class Word(str):
    """A word of the program's own, as an error's class or a command: it may stand in the log."""

    __slots__ = ()


class AllowListFormatter(logging.Formatter):
    """Fills a message only with what may be known to anybody who finds the file; never prints a value of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: time, level, logger, message."""
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        text = _filled(record) if _is_ours(record.name) else _WITHHELD
        if record.exc_info and record.exc_info[1] is not None:
            text += f" [{described(record.exc_info[1])}]"
        return f"{when} {record.levelname} {record.name.partition('.')[0]} {text}"


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in _OURS


def _filled(record: logging.LogRecord) -> str:
    if not record.args:
        return record.msg if isinstance(record.msg, str) else _WITHHELD
    values = record.args if isinstance(record.args, tuple) else ()
    try:
        return str(record.msg) % tuple(map(allowed, values))
    except (TypeError, ValueError):
        return _WITHHELD


def allowed(value: object) -> str:
    """The text of a fact if it is a small number, an id or a word of ours, else an ellipsis."""
    if isinstance(value, int):
        return str(int(value)) if abs(value) < _LARGEST else _WITHHELD
    known = isinstance(value, Word) or (isinstance(value, str) and _ID.fullmatch(value))
    return str(value) if known else _WITHHELD


def named(variable: str) -> Word:
    """The name of an environment variable, for the log; never what it says."""
    return Word(variable if _VARIABLE.fullmatch(variable) else _WITHHELD)


def described(error: BaseException) -> str:
    """An exception by its class and the places of ours it passed, without its message and without values."""
    frames = [
        f"{Path(frame.f_code.co_filename).name}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _is_ours(name := str(frame.f_globals.get("__name__"))) or name == "__main__"
    ]
    return " ".join((type(error).__name__, *frames[-_FRAMES:]))


def keep_off_the_terminal() -> None:
    """Nothing is printed that no file takes: neither warnings, nor messages that could not be filled or written."""
    logging.captureWarnings(True)
    logging.raiseExceptions = False
    logging.lastResort = None


def start(file: Path | None) -> None:
    """Log into `file`; nowhere where it is None or cannot be written. With SATCHEL_DEBUG everything there is."""
    debugging = bool(os.environ.get("SATCHEL_DEBUG"))
    logging.getLogger().setLevel(logging.DEBUG if debugging else logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if debugging else logging.INFO)
    if file is not None:
        _write_into(file)


def _write_into(file: Path) -> None:
    everybody = logging.getLogger()
    if any(isinstance(each, RotatingFileHandler) for each in everybody.handlers):
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(file, maxBytes=_SIZE_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(AllowListFormatter())
    everybody.addHandler(handler)


def note_failure(error: BaseException) -> None:
    """Write down where a fault of our own happened."""
    _log.error("unexpected failure: %s", Word(type(error).__name__), exc_info=error)
