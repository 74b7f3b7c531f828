"""A recovery code on its way out: into a file of its own, or, where none is named, onto the terminal this once."""

import os
from pathlib import Path
from typing import Final

from app.cli.console import Console
from app.errors import OptionFileUnavailable
from app.files import reading
from app.words import say

_ROOM: Final = 4096


def make_room(target: Path) -> None:
    """Have the disk give the room before there is a code. Raises OptionFileUnavailable."""
    _fill(target, " " * _ROOM)


def write(target: Path, *, vault: str, user: str, code: str, vault_id: str) -> None:
    """The sheet with the code, in a file that is reserved. Raises OptionFileUnavailable."""
    _fill(target, say("cli.recovery_sheet", vault=vault, user=user, code=code, id=vault_id) + "\n")


def reaches(console: Console, target: Path, *, vault: str, user: str, code: str, vault_id: str) -> bool:
    """As `write`, for a code in force: where its file fails now that is said, and the code must be shown instead."""
    try:
        write(target, vault=vault, user=user, code=code, vault_id=vault_id)
    except OptionFileUnavailable as error:
        console.warn(error)
        return False
    return True


def _fill(target: Path, text: str) -> None:
    with reading("--recovery-file"), target.open("r+", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        stream.truncate()
        os.fsync(stream.fileno())


def lines(console: Console, code: str, file: str | None) -> list[str]:
    """Where the code is, or the code itself: that also when quiet."""
    if file is None:
        return [say("cli.recovery_here"), "", f"  {code}", ""]
    return console.text("recovery_in_file")
