"""What a command says: text or one JSON document on standard output, sentences and progress on standard error.

For the commands alone, on the main thread; `progress` may be called from the writer's.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TextIO

from app.printing import one_line
from app.words import error_words, language, say
from vault.errors import SatchelError

_BAR: Final = 24
_CLEAR: Final = "\r\033[K"


@dataclass(slots=True)
class Console:
    """The two streams of one run. `as_json` and `quiet` are the common options."""

    as_json: bool = False
    quiet: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    _shown: int = -1
    _emitted: bool = False
    _warned: set[str] = field(default_factory=set)

    def emit(self, document: Mapping[str, object], lines: Iterable[str] = ()) -> None:
        """The result: `document` with --json, else `lines`. Raises OSError where nobody takes it."""
        self._clear()
        if self.as_json:
            self._emitted = True
            _write(self.out, json.dumps(document, ensure_ascii=False, indent=1))
            return
        for line in lines:
            _write(self.out, line)

    def text(self, key: str, **facts: object) -> list[str]:
        """One sentence of the command line as lines, none when quiet."""
        return [] if self.quiet else [say(f"cli.{key}", **facts)]

    def note(self, key: str, **facts: object) -> None:
        """A sentence beside the result, on standard error; nothing when quiet."""
        if not self.quiet:
            self._clear()
            _write(self.err, say(f"cli.{key}", **facts))

    def progress(self, done: int, total: int) -> None:
        """How far a long job is; only where a person watches."""
        if self.quiet or not self.err.isatty():
            return
        share = min(done * 100 // total, 100) if total else 0
        if share != self._shown:
            self._shown = share
            filled = share * _BAR // 100
            self.err.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {share:3} %")
            self.err.flush()

    def _clear(self) -> None:
        if self._shown >= 0:
            self._shown = -1
            self.err.write(_CLEAR)
            self.err.flush()

    def warn(self, error: SatchelError) -> None:
        """The sentences of something that does not end the command, on standard error; each of them once."""
        self._clear()
        message, hint = error_words(error)
        line = one_line(f"{message} {hint}" if _spaced() and hint else message + hint)
        if line not in self._warned:
            self._warned.add(line)
            with suppress(OSError, ValueError):
                _write(self.err, line)

    def fail(self, error: SatchelError, document: Mapping[str, object] | None = None) -> int:
        """Say what went wrong in the one sentence for people and, with --json, for programs; the exit status."""
        self.warn(error)
        message, hint = error_words(error)
        if self.as_json and not self._emitted:
            facts = {name: fact for name, fact in error.facts.items() if isinstance(fact, str | int | float | bool)}
            said = {**facts, "kind": error.kind, "message": message, "hint": hint}
            with suppress(OSError, ValueError):
                _write(self.out, json.dumps({**(document or {}), "error": said}, ensure_ascii=False, indent=1))
        return error.exit_status

    def flush(self) -> None:
        """Hand over what was printed. Raises OSError where nobody takes it."""
        self.out.flush()


def _spaced() -> bool:
    return language() == "en"


def _write(stream: TextIO, line: str) -> None:
    try:
        stream.write(line + "\n")
    except UnicodeEncodeError:  # an old terminal, or a sign that no encoding has
        encoding = stream.encoding or "ascii"
        stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def silence(stream: TextIO) -> None:
    """Point a stream whose reader went away at nothing, so that the interpreter's last flush does not complain."""
    with suppress(OSError, ValueError, AttributeError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
