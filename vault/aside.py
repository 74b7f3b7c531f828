"""What was looked at while the vault may not be written: sealed lines in the file `reads` beside it, until `accept`.

Only the auditor opens them; how many reads a line tells of stands in clear. The writer thread appends, any thread
that holds the auditor's key reads. Whoever may write in the folder can take lines away, and nothing here shows it.
"""

import base64
import json
import os
from pathlib import Path
from typing import Final

from vault.audit import encode
from vault.clock import now_ms
from vault.disk import FILE_MODE, guarded, read_bounded
from vault.keys import Context, MemberKey, TamperedError
from vault.unlocked import Unlocked

FILE: Final = "reads"
LIMIT: Final = 1024 * 1024
"""Bytes; beyond it nothing more is noted."""

_LINE_FIELDS: Final = 2

Fact = dict[str, object]


def note(unlocked: Unlocked, facts: list[Fact]) -> None:
    """Append one line of facts, forced to the disk; nothing where the folder takes none.

    Raises DiskFull, FolderUnavailable.
    """
    if unlocked.readonly:
        return
    who = {"time": now_ms(), "actor": unlocked.user_id, "device": unlocked.device_id}
    content = encode([{**who, **fact} for fact in facts]).encode()
    sealed = base64.b64encode(unlocked.policy.auditor.seal(content, _context(unlocked.vault)))
    _append(unlocked.path, b"%d %s\n" % (sum(_reads(fact) for fact in facts), sealed))


def _append(folder: Path, line: bytes) -> None:
    with guarded():
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(folder / FILE, flags, FILE_MODE)
        try:
            if os.fstat(descriptor).st_size + len(line) <= LIMIT:
                os.write(descriptor, line)
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def count(folder: Path) -> int | None:
    """How many reads the file tells of; None where there is no file. Raises FolderUnavailable."""
    with guarded():
        data = read_bounded(folder / FILE, LIMIT)
    return None if data is None else sum(reads for reads, _ in _lines(data))


def opened(folder: Path, vault: bytes, auditor: MemberKey) -> list[Fact]:
    """The facts that this auditor's key opens, the oldest first. Raises FolderUnavailable."""
    with guarded():
        data = read_bounded(folder / FILE, LIMIT) or b""
    return [fact for _, sealed in _lines(data) for fact in _facts(sealed, vault, auditor)]


def remove(folder: Path) -> None:
    """The reads were entered in the trail. Raises FolderUnavailable."""
    with guarded():
        (folder / FILE).unlink(missing_ok=True)


def _context(vault: bytes) -> Context:
    return Context(vault, "audit reads")


def _reads(fact: Fact) -> int:
    found = fact.get("count")
    return found if isinstance(found, int) else 1


def _lines(data: bytes) -> list[tuple[int, bytes]]:
    parts = (line.split(b" ") for line in data.split(b"\n"))
    return [(int(part[0][:9]), part[1]) for part in parts if len(part) == _LINE_FIELDS and part[0].isdigit()]


def _facts(sealed: bytes, vault: bytes, auditor: MemberKey) -> list[Fact]:
    try:
        found = json.loads(auditor.open(base64.b64decode(sealed, validate=True), _context(vault)))
    except (TamperedError, ValueError, RecursionError):
        return []
    return [fact for fact in found if isinstance(fact, dict)] if isinstance(found, list) else []
