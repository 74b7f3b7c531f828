"""The program: `satchel` without words opens the window, with words it is the command line. Main thread.

Holds the only upward import: app knows of ui here and nowhere else, and only when a window is asked for.
"""

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app import bootstrap, demonstrating, logs, paths, places, screens, settings, words
from app.cli import arguments, running
from app.cli.console import Console
from app.errors import Cancelled, NotEnoughMemory, Unexpected, WindowUnavailable
from vault.errors import SatchelError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with `argv` (without its name); gives the exit status."""
    typed = sys.argv[1:] if argv is None else list(argv)
    if argv is None:
        bootstrap.prepare()
        logs.start(paths.log_file())
    if _asks_for_window(typed):
        return _open_window(typed)
    return running.run(typed)


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


def _open_window(typed: Sequence[str]) -> int:
    found = arguments.split(typed)
    words.set_language(running.language(found))
    console = Console()
    try:
        if not screens.reachable():
            raise WindowUnavailable
        vault = Path(found.value("--vault") or os.environ.get("SATCHEL_VAULT") or "")
        demo = bool(os.environ.get("SATCHEL_DEMO")) and vault == Path()
        chosen = _demo_vault(console) if demo else vault if vault != Path() else None
        return _window(chosen, found.value("--lang"))
    except SatchelError as error:
        return console.fail(error)
    except KeyboardInterrupt:
        return console.fail(Cancelled())
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


def _window(vault: Path | None, language: str | None) -> int:
    try:
        from ui import application  # the upward import: Qt is loaded for the window alone
    except ImportError as error:
        logs.note_failure(error)
        raise WindowUnavailable from None
    return application.start(vault, language)


def draw_window() -> int:
    """Draw the window once, off-screen, and say whether anything came of it: for the self-test."""
    from ui import application

    app = application.prepared()
    window = application.open_window(app, settings.Settings(language="en"))
    window.resize(1280, 800)
    window.show()
    app.processEvents()
    picture = window.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 16) for y in range(0, picture.height(), 16)}
    window.close()
    return 0 if len(colours) > 2 else 1


if __name__ == "__main__":
    sys.exit(main())
