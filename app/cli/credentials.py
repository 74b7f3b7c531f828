"""Passphrases and recovery codes on their way in: from a file, or typed without echo; never an argument.

Main thread.
"""

import argparse
import codecs
import getpass
import os
import re
import sys
from pathlib import Path
from typing import Any, Final

from app.errors import PassphraseNotGiven, PassphrasesDiffer, RecoveryCodeNotGiven
from app.files import reading
from app.words import say
from vault.errors import PassphraseRefused, RecoveryCodeUnsound, Usage, WrongPassphrase

_LONGEST: Final = 64 * 1024
_CODE: Final = re.compile(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){8}")


def given(options: argparse.Namespace) -> dict[str, Any]:
    """What opens the vault: `passphrase`, `recovery_code` or, only when asked for, `use_keychain`.

    Raises FileUnavailable, PassphraseNotGiven.
    """
    if options.keychain:
        return {"use_keychain": True}
    if options.recovery_code_file:
        return {"recovery_code": _code(options.recovery_code_file)}
    return {"passphrase": passphrase(options)}


def passphrase(options: argparse.Namespace) -> str:
    """The passphrase in force."""
    file = options.passphrase_file or os.environ.get("SATCHEL_PASSPHRASE_FILE")
    return first_line(file) if file else _typed("cli.ask_passphrase")


def new(options: argparse.Namespace, *, otherwise: str | None = None) -> str:
    """A passphrase to be set: from --new-passphrase-file, from the file `otherwise`, or typed twice."""
    file = options.new_passphrase_file or otherwise
    if file:
        return _new_from(file)
    first = _typed("cli.ask_new_passphrase")
    if _typed("cli.ask_again") != first:
        raise PassphrasesDiffer
    return first


def _new_from(file: str) -> str:
    try:
        return first_line(file, "--new-passphrase-file")
    except WrongPassphrase:
        raise PassphraseRefused(reason="unprintable") from None


def first_line(file: str, option: str = "--passphrase-file") -> str:
    """The first line of a file without its end. Raises OptionFileUnavailable, WrongPassphrase where it is no text."""
    return (_text(file, option).splitlines() or [""])[0]


def recovery_code(options: argparse.Namespace) -> str:
    """The recovery code: from --recovery-code-file, or typed. Raises FileUnavailable, RecoveryCodeNotGiven."""
    file = options.recovery_code_file
    return _code(file) if file else _typed("cli.ask_recovery_code", RecoveryCodeNotGiven)


def auditor_code(options: argparse.Namespace) -> str | None:
    """The recovery code that the auditor's key follows from: in a file of its own, or the one that opens the vault."""
    if options.auditor_code_file:
        return _code(options.auditor_code_file, "--auditor-code-file")
    return _code(options.recovery_code_file) if options.recovery_code_file else None


def _code(file: str, option: str = "--recovery-code-file") -> str:
    """The recovery code on a sheet as `new` writes it, or what the file begins with."""
    try:
        text = _text(file, option).strip()
    except WrongPassphrase:  # no text at all
        raise RecoveryCodeUnsound from None
    found = _CODE.search(text.upper())
    return found[0] if found else (text.splitlines() or [""])[0]


def _text(file: str, option: str) -> str:
    with reading(option), Path(file).open("rb") as stream:
        data = stream.read(_LONGEST)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data, len(data) < _LONGEST)  # what is longer is cut
    except UnicodeDecodeError:
        raise WrongPassphrase from None


def _typed(question: str, missing: type[Usage] = PassphraseNotGiven) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise missing
    try:
        return getpass.getpass(f"{say(question)} ")
    except EOFError:
        raise missing from None
