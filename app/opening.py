"""What was typed decides: the window, or a command of the command line. Main thread.

How a window is opened it is told: app knows of ui in app/__main__.py alone.
"""

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from app import demonstrating, logs, paths, places, screens, words
from app.cli import arguments, running
from app.cli.console import Console
from app.errors import Interrupted, NotEnoughMemory, Unexpected, WindowUnavailable
from vault.errors import SatchelError

Window = Callable[[Path | None, str | None], int]
"""Opens the window on a vault, in a language, until it is closed; gives the exit status."""


def run(typed: Sequence[str], window: Window) -> int:
    """Do what was typed (without the program's name); gives the exit status."""
    return _open_window(typed, window) if _asks_for_window(typed) else running.run(typed)


def _asks_for_window(typed: Sequence[str]) -> bool:
    """No command, and no option that only commands have."""
    found = arguments.split(typed)
    return (
        not found.command
        and not found.wants_help
        and all(
            word.startswith(("--vault", "--lang")) or before in ("--vault", "--lang")
            for before, word in zip(("", *found.rest), found.rest, strict=False)
        )
    )


def _open_window(typed: Sequence[str], window: Window) -> int:
    found = arguments.split(typed)
    words.set_language(running.language(found))
    console = Console()
    try:
        if not screens.reachable():
            raise WindowUnavailable
        vault = Path(found.value("--vault") or os.environ.get("SATCHEL_VAULT") or "")
        demo = bool(os.environ.get("SATCHEL_DEMO")) and vault == Path()
        chosen = _demo_vault(console) if demo else vault if vault != Path() else None
        return window(chosen, found.value("--lang"))
    except SatchelError as error:
        return console.fail(error)
    except KeyboardInterrupt:
        return console.fail(Interrupted())
    except MemoryError:
        return console.fail(NotEnoughMemory())
    except OSError as error:
        logs.note_failure(error)
        return console.fail(Unexpected(type=type(error).__name__))


def _demo_vault(console: Console) -> Path:
    wanted = demonstrating.Wanted(today=date.fromisoformat(places.today()), language=words.language())
    if not paths.demo_vault().exists():
        console.note("making_demo")
    return demonstrating.ready(wanted, console.progress, lambda: False)
