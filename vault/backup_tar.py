"""A backup's outer form: one uncompressed tar in which every byte but the members' own is foretold.

For the backup's modules; any thread. Written with fixed owner, mode and time, so that the same members give the same
file; read by comparing each head with the one that we would have written: links, devices, sparse files, further heads,
names that lead elsewhere and trailing bytes are all just other bytes.
"""

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from vault.errors_of_keeping import BackupDamaged, NotABackup

MANIFEST: Final = "manifest"
_BLOCK: Final = tarfile.BLOCKSIZE
_PIECE: Final = 1024 * 1024
_NAMES: Final = (
    re.compile(MANIFEST),
    re.compile(r"vault\.hdr"),
    re.compile(r"vault\.chain"),
    re.compile(r"data-[0-9]{4,9}\.db"),
    re.compile(r"blobs/([0-9a-f]{2})/\1[0-9a-f]{30}"),
)
_SINGLE: Final = len(_NAMES) - 1
"""The first members come once each and in this order; then blobs, sorted."""

Moved = Callable[[int], object]
"""Told how many bytes more were moved; what it raises stops the work."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it lies in the file."""

    name: str
    size: int
    start: int


@dataclass(frozen=True, slots=True)
class Part:
    """A member to be written, or as the manifest tells it: SHA-256 over its bytes."""

    name: str
    size: int
    digest: bytes


def part_of(name: str, file: Path, moved: Moved) -> Part:
    """What the manifest says of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            moved(len(piece))
    return Part(name, size, digest.digest())


def part_in(name: str, data: bytes) -> Part:
    """What the manifest says of bytes at hand."""
    return Part(name, len(data), hashlib.sha256(data).digest())


def contents(small: dict[str, bytes], large: dict[str, Path]) -> Iterator[tuple[str, int, BinaryIO]]:
    """Members for `write`: bytes at hand, then files, each open while it is written. Raises OSError."""
    for name, data in small.items():
        yield name, len(data), io.BytesIO(data)
    for name, path in large.items():
        with path.open("rb") as stream:
            yield name, os.fstat(stream.fileno()).st_size, stream


def total(sizes: list[int]) -> int:
    """How long the file of members of these sizes is."""
    return _end(sum(_BLOCK + _padded(size) for size in sizes))


def write(stream: BinaryIO, members: Iterator[tuple[str, int, BinaryIO]], moved: Moved) -> None:
    """Write members (name, size, content) and the end; the caller forces it to the disk. Raises OSError, ValueError.

    ValueError where a member is not as long as was said.
    """
    for name, size, content in members:
        stream.write(_head(name, size))
        left = size
        while left and (piece := content.read(min(_PIECE, left))):
            stream.write(piece)
            left -= len(piece)
            moved(len(piece))
        if left or content.read(1):
            raise ValueError("a member changed while it was written")
        stream.write(bytes(_padded(size) - size))
    at = stream.tell()
    stream.write(bytes(_end(at) - at))


def index(stream: BinaryIO) -> list[Member]:
    """The members in order, nothing read of them. Raises NotABackup, BackupDamaged (fact: part), OSError."""
    length = stream.seek(0, os.SEEK_END)
    found: list[Member] = []
    at = 0
    while (member := _member(stream, at, length, found)) is not None:
        found.append(member)
        at = member.start + _padded(member.size)
    stream.seek(at)
    if length != _end(at) or any(stream.read(tarfile.RECORDSIZE + 2 * _BLOCK)):
        raise BackupDamaged(part="end")
    if len(found) < _SINGLE:
        raise BackupDamaged(part="members")
    return found


def read(stream: BinaryIO, member: Member, limit: int) -> bytes:
    """A small member's bytes. Raises BackupDamaged where it is longer than that, OSError."""
    if member.size > limit:
        raise BackupDamaged(part=member.name)
    stream.seek(member.start)
    return stream.read(member.size)


def extract(stream: BinaryIO, member: Member, part: Part, target: Path, moved: Moved) -> None:
    """Write a member out to a new file. Raises BackupDamaged where it is not what the manifest says, OSError."""
    digest, left = hashlib.sha256(), member.size
    stream.seek(member.start)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while left and (piece := stream.read(min(_PIECE, left))):
            file.write(piece)
            digest.update(piece)
            left -= len(piece)
            moved(len(piece))
        file.flush()
        os.fsync(file.fileno())
    if left or (member.name, member.size, digest.digest()) != (part.name, part.size, part.digest):
        raise BackupDamaged(part=member.name)


def digest_of(file: Path) -> bytes:
    """SHA-256 of the whole file. Raises OSError."""
    return part_of("", file, lambda _: None).digest


def _member(stream: BinaryIO, at: int, length: int, before: list[Member]) -> Member | None:
    stream.seek(at)
    block = stream.read(_BLOCK)
    if len(block) == _BLOCK and not any(block):
        return None
    try:
        told = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        same = _head(told.name, told.size) == block
    except (tarfile.HeaderError, ValueError, UnicodeError):
        same = False
    if not same or not _expected(told.name, before) or told.size > length - at - _BLOCK:
        raise BackupDamaged(part="members") if before else NotABackup
    stream.seek(at + _BLOCK + told.size)
    if any(stream.read(_padded(told.size) - told.size)):
        raise BackupDamaged(part="members")
    return Member(told.name, told.size, at + _BLOCK)


def _expected(name: str, before: list[Member]) -> bool:
    place = min(len(before), _SINGLE)
    return bool(_NAMES[place].fullmatch(name)) and (len(before) <= _SINGLE or before[-1].name < name)


def _head(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "strict")


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _end(content: int) -> int:
    return -(-(content + 2 * _BLOCK) // tarfile.RECORDSIZE) * tarfile.RECORDSIZE
