"""LOCK: an operating-system file lock, so that one process holds a vault; it falls with the process,
however it ends.

For the vault folder's modules; any thread. The file says who holds it; what it says is never trusted, only
shown.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vault.disk import FILE_MODE, guarded
from vault.errors import VaultBusy
from vault.errors_of_keeping import VaultMoved

_LOCKED_BYTE: Final = 1 << 30
"""Windows locks bytes against reading too: one far behind the text."""


class FolderLock:
    """Held from `take` to `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def share(self) -> None:
        """Look on where nothing can be written: several may, and none while somebody writes. Raises as `take`."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:  # a copy that was made without it
            return
        try:
            _share(descriptor)
        except OSError:
            holder = _holder(os.read(descriptor, 4096))
            os.close(descriptor)
            raise VaultBusy(**holder) from None
        self._descriptor = descriptor

    def take(self) -> None:
        """Raises VaultBusy (facts: pid, started) where another process, or another place in this one,
        holds it.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self._path, flags, FILE_MODE)
        try:
            _lock(descriptor)
        except OSError:
            holder = _holder(os.read(descriptor, 4096))
            os.close(descriptor)
            raise VaultBusy(**holder) from None
        os.ftruncate(descriptor, 0)
        started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        os.write(descriptor, json.dumps({"pid": os.getpid(), "started": started}).encode())
        self._descriptor = descriptor

    def check(self) -> None:
        """Raises VaultMoved where another file lies in its place, or none; FolderUnavailable."""
        if self._descriptor is None:
            return
        with guarded():
            try:
                same = os.path.samestat(os.fstat(self._descriptor), self._path.lstat())
            except (FileNotFoundError, NotADirectoryError):
                same = False
        if not same:
            raise VaultMoved

    def release(self) -> None:
        """Let go; the file stays, empty of claims by the lock itself."""
        if self._descriptor is not None:
            _unlock(self._descriptor)  # a child that is just being started holds a copy of it
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

    def _share(_descriptor: int) -> None:
        """Locking bytes wants the right to write there."""

    def _unlock(_descriptor: int) -> None:
        """Closing lets go of it: no child holds a copy."""
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _share(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _holder(text: bytes) -> dict[str, object]:
    try:
        facts = json.loads(text)
        return {"pid": int(facts["pid"]), "started": str(facts["started"])[:40]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {"pid": 0, "started": "?"}
