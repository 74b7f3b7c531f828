"""The process before anything of ours runs: what it writes is for its owner alone, what it knows stays in it.

Called once by app/__main__.py on the main thread.
"""

import ctypes
import logging
import os
import sys
import threading
from types import TracebackType
from typing import Final

from app.logs import described, note_failure

SWITCH_INTERVAL_S: Final = 0.0005
"""How long one thread may keep the interpreter: a Python loop in another thread must not drop frames (speed.md)."""
_PR_SET_DUMPABLE: Final = 4


def prepare() -> None:
    """Files 0600 and folders 0700, no core dumps, no debugger of others, exceptions without values."""
    os.umask(0o077)
    _keep_memory_private()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    sys.excepthook = _last_words
    threading.excepthook = _thread_ended
    logging.captureWarnings(True)


def _keep_memory_private() -> None:
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What the interpreter prints at the very end: where, and never with what."""
    if os.environ.get("SATCHEL_DEBUG"):
        sys.__excepthook__(kind, error, trace)
        return
    note_failure(error)
    if sys.stderr is not None:
        print(f"Satchel: {described(error)}", file=sys.stderr)  # noqa: T201 # there is nothing else left to say it


def _thread_ended(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        note_failure(failure.exc_value)
