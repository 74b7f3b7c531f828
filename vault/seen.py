"""The highest commit counter and header sequence this folder has seen, behind a MAC: tells older files put back.

Written after each commit by the writer thread, in place and without fsync: after a crash its commits may lag, never
lead. A header is announced here before it is put in force, on the disk, and settled afterwards: so a header that is
older than this shows, and an older mark put back, too. A header under the next vault key is announced behind two
MACs, so that the mark is believed by whichever of both keys comes to be in force.
"""

import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vault.disk import FILE_MODE, read_bounded
from vault.errors import SeenForged
from vault.keys import mac

_OLD_BYTES: Final = 8 + 32
"""As the first version wrote it: without the header."""
_CONTENT: Final = 8 + 8 + 1
_MAC: Final = 32
_BYTES: Final = _CONTENT + _MAC
_FLAGS: Final = (
    os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
)
"""Neither through a link nor into a pipe, where opening waits for ever."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the vault had come: its commits and the header's sequence number; 0 where none was noted.

    `settled`: that header is in force for certain; otherwise it was about to be.
    """

    commits: int
    header: int = 0
    settled: bool = False

    @property
    def in_force(self) -> int:
        """The newest header that came into force for certain; the one announced may be announced again."""
        return self.header if self.settled else max(self.header - 1, 0)


class Seen:
    """The file `seen`, kept open between commits."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._descriptor: int | None = None

    def read(self) -> Mark | None:
        """The mark, None where none is to be found. Raises SeenForged."""
        data = read_bounded(self._path, _BYTES + _MAC)
        if data is None or not any(data):  # never written, or lost with the power before it reached the disk
            return None
        if len(data) not in (_OLD_BYTES, _BYTES, _BYTES + _MAC):
            raise SeenForged
        content = data[: len(data) - _MAC if len(data) == _OLD_BYTES else _CONTENT]
        right = mac(self._key, content)
        tags = [data[at : at + _MAC] for at in range(len(content), len(data), _MAC)]
        if not any(hmac.compare_digest(tag, right) for tag in tags):
            raise SeenForged
        return Mark(int.from_bytes(content[:8]), int.from_bytes(content[8:16]), content[16:] == b"\1")

    def write(self, mark: Mark, *, durable: bool = False, also: bytes | None = None) -> None:
        """Remember a mark; forced to the disk with `durable`, readable under the key `also`, too. Raises OSError."""
        if self._descriptor is None:
            self._descriptor = os.open(self._path, _FLAGS, FILE_MODE)
        content = mark.commits.to_bytes(8) + mark.header.to_bytes(8) + mark.settled.to_bytes()
        # always two: a file that keeps its length is never cut short by a loss of power
        tags = mac(self._key, content) + mac(also or self._key, content)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, content + tags)
        os.ftruncate(self._descriptor, len(content + tags))
        if durable:
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file and of the key."""
        self._key = b""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
