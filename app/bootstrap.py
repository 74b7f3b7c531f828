"""The process before anything of ours runs: what it writes is for its owner alone, what it knows stays in it.

Called once by app/__main__.py on the main thread, before any library is imported that reads the environment.
"""

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Final

from app import hardening, logs, paths, temporary

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SWITCH_INTERVAL_S: Final = 0.0005
"""How long one thread may keep the interpreter: a Python loop in another thread must not drop frames (speed.md)."""
_log: Final = logging.getLogger(__name__)


def prepare() -> None:
    """Files 0600 and folders 0700, no core dumps, no debugger of others, exceptions and logs without values."""
    ignored, loaded = hardening.harden()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    sys.excepthook = _last_words
    sys.unraisablehook = _unraisable
    threading.excepthook = _thread_ended
    logs.keep_off_the_terminal()
    logs.start(paths.log_file())
    for name in ignored:
        _log.info("variable ignored: %s", logs.named(name))
    for name in loaded:
        _log.warning("code loaded before the program began: %s", logs.named(name))
    if temporary.begin(paths.temporary_folder()) is None:
        _log.warning("no private temporary folder")


def _last_words(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """What the interpreter prints at the very end: where, and never with what."""
    logs.note_failure(error)
    if sys.stderr is not None:
        print(f"Satchel: {logs.described(error)}", file=sys.stderr)  # noqa: T201 # there is nothing else left to say it


def _unraisable(failure: "UnraisableHookArgs") -> None:
    if failure.exc_value is not None:
        logs.note_failure(failure.exc_value)


def _thread_ended(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        logs.note_failure(failure.exc_value)
