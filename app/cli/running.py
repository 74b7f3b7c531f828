"""From the words typed to the exit status: finds the command, runs it, says what went wrong. Main thread.

The one place of the command line with a broad catch: nothing ends in a traceback before a user.
"""

import errno
import os
import sys
from collections.abc import Sequence

from app import settings
from app.cli import arguments
from app.cli.arguments import Parser, Typed
from app.cli.calls import Call, Command
from app.cli.commands import COMMANDS, LATER
from app.cli.console import Console, silence
from app.errors import (
    BadArguments,
    Interrupted,
    LaterCommand,
    NotEnoughMemory,
    OutputUnavailable,
    Unexpected,
    UnknownCommand,
)
from app.logs import described, note_failure
from app.words import say, set_language
from vault.errors import DiskFull, SatchelError


def run(words: Sequence[str]) -> int:
    """Run what was typed (without the program's name); gives the exit status."""
    typed = arguments.split(words)
    set_language(language(typed))
    console = Console(as_json=typed.has("--json"), quiet=typed.has("--quiet"))
    try:
        status = _guarded(typed, console)
        console.flush()
    except BrokenPipeError:  # who read us has seen enough
        silence(sys.stdout)
        return 0
    except OSError:
        silence(sys.stdout)
        return console.fail(OutputUnavailable())
    return status


def _guarded(typed: Typed, console: Console) -> int:
    try:
        return _command(typed, console)
    except SatchelError as error:
        return console.fail(error)
    except KeyboardInterrupt:
        return console.fail(Interrupted())
    except BrokenPipeError:
        raise
    except Exception as error:  # the last resort
        if os.environ.get("SATCHEL_DEBUG"):
            print(described(error), file=sys.stderr)
        note_failure(error)
        return console.fail(_meaning(error))


def _meaning(error: Exception) -> SatchelError:
    if isinstance(error, MemoryError | RecursionError):
        return NotEnoughMemory()
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return Unexpected(type=type(error).__name__)


def _command(typed: Typed, console: Console) -> int:
    if not typed.command or typed.command == "help":
        return _overview(typed, console)
    name = typed.command
    command = COMMANDS.get(name)
    if command is None:
        raise LaterCommand(command=name) if name in LATER else UnknownCommand(command=name[:40])
    parser = Parser(name)
    command.configure(parser)
    if typed.wants_help:
        console.emit({"help": parser.format_help()}, parser.format_help().splitlines())
        return 0
    return _run(command, Call(arguments.read(parser, typed.rest), console))


def _run(command: Command, call: Call) -> int:
    if call.options.lang not in (None, "en", "zh_CN"):
        raise BadArguments(reason="argument_bad_value", argument="--lang")
    return command.run(call) or 0


def _overview(typed: Typed, console: Console) -> int:
    """What there is to type: for --help, help, and words that hold no command."""
    if not typed.command and not typed.wants_help:
        for word in typed.rest:
            if word == "--version":
                return _version(console)
        raise BadArguments(reason="argument_missing", argument="COMMAND")
    lines = [say("cli.about"), "", say("cli.usage"), ""]
    lines += [f"  {name:12}{say('cli.about_' + name.replace('-', '_'))}" for name in COMMANDS]
    console.emit({"commands": list(COMMANDS)}, [*lines, "", say("cli.more_help")])
    return 0


def _version(console: Console) -> int:
    from importlib.metadata import PackageNotFoundError, version  # imported late: 20 ms

    try:
        number = version("satchel")
    except PackageNotFoundError:
        number = "0.1.0"
    console.emit({"version": number}, [f"Satchel {number}"])
    return 0


def language(typed: Typed) -> str:
    """The language asked for: by option, by the settings, by the system."""
    wished = typed.value("--lang") or settings.load().language
    if wished:
        return wished
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in names if name), "en")
