"""The program: `satchel` without words opens the window, with words it is the command line. Main thread.

Holds the only upward import: app knows of ui here and nowhere else, and only when a window is asked for. Everything
else is imported once the process is closed: libraries read the environment while they are imported.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with `argv` (without its name); gives the exit status."""
    try:
        return _run(argv)
    except KeyboardInterrupt:  # while there are no words yet to say it in
        return INTERRUPTED


def _run(argv: Sequence[str] | None) -> int:
    if argv is None:
        from app import bootstrap

        bootstrap.prepare()
    from app import opening

    return opening.run(sys.argv[1:] if argv is None else list(argv), _window)


def _window(vault: Path | None, language: str | None) -> int:
    from app import logs
    from app.errors import WindowUnavailable

    try:
        from ui import application  # the upward import: Qt is loaded for the window alone
    except ImportError as error:
        logs.note_failure(error)
        raise WindowUnavailable from None
    return application.start(vault, language)


def draw_window() -> int:
    """Draw the window once, off-screen, and say whether anything came of it: for the self-test."""
    from app import settings
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
