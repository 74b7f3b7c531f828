"""The highest commit counter this folder has seen, behind a MAC: tells an older database put back.

Written after each commit by the writer thread, in place and without fsync: after a crash it may lag, never
lead.
"""

import hmac
import os
from pathlib import Path
from typing import Final

from vault.disk import FILE_MODE, read_bounded
from vault.errors import SeenForged
from vault.keys import mac

_BYTES: Final = 8 + 32


class Seen:
    """The file `seen`, kept open between commits."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._descriptor: int | None = None

    def read(self) -> int | None:
        """The counter, None where none was ever written. Raises SeenForged."""
        data = read_bounded(self._path, _BYTES)
        if data is None or not any(data):  # never written, or lost with the power before it reached the disk
            return None
        if len(data) != _BYTES or not hmac.compare_digest(data[8:], mac(self._key, data[:8])):
            raise SeenForged
        return int.from_bytes(data[:8])

    def write(self, counter: int) -> None:
        """Remember a counter. Raises OSError."""
        if self._descriptor is None:
            flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self._path, flags, FILE_MODE)
        number = counter.to_bytes(8)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, number + mac(self._key, number))

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
