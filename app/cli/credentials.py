"""Passphrases and recovery codes on their way in: from a file, or typed without echo; never an argument.

Main thread.
"""

import argparse
import getpass
import os
import stat
import sys
from pathlib import Path
from typing import Final

from app.cli.console import Console
from app.errors import PassphraseNotGiven, PassphrasesDiffer
from app.files import reading
from app.words import say
from vault.errors import WrongPassphrase

_LONGEST: Final = 64 * 1024


def given(options: argparse.Namespace, console: Console) -> dict[str, str]:
    """What opens the vault: `passphrase` or `recovery_code`. Raises FileUnavailable, PassphraseNotGiven."""
    if options.recovery_code_file:
        return {"recovery_code": first_line(options.recovery_code_file, console, "--recovery-code-file")}
    return {"passphrase": passphrase(options, console)}


def passphrase(options: argparse.Namespace, console: Console) -> str:
    """The passphrase in force."""
    file = options.passphrase_file or os.environ.get("SATCHEL_PASSPHRASE_FILE")
    return first_line(file, console) if file else _typed("cli.ask_passphrase")


def new(options: argparse.Namespace, console: Console, *, otherwise: str | None = None) -> str:
    """A passphrase to be set: from --new-passphrase-file, from the file `otherwise`, or typed twice."""
    file = options.new_passphrase_file or otherwise
    if file:
        return first_line(file, console, "--new-passphrase-file")
    first = _typed("cli.ask_new_passphrase")
    if _typed("cli.ask_again") != first:
        raise PassphrasesDiffer
    return first


def first_line(file: str, console: Console, option: str = "--passphrase-file") -> str:
    """The first line of a file without its end. Raises FileUnavailable, WrongPassphrase where it is no text."""
    path = Path(file)
    with reading(option):
        if os.name == "posix" and path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            console.note("file_open_to_others")
        with path.open("rb") as stream:
            data = stream.read(_LONGEST)
    try:
        return (data.decode("utf-8-sig").splitlines() or [""])[0]
    except UnicodeDecodeError:
        raise WrongPassphrase from None


def _typed(question: str) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise PassphraseNotGiven
    try:
        return getpass.getpass(f"{say(question)} ")
    except EOFError:
        raise PassphraseNotGiven from None
