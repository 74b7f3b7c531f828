"""The bytes of one blob: sealed into a file, read back chunk by chunk. For blobs.py; any thread, one at a time.

A file is one byte of format and chunks of 64 KiB sealed with AES-256-GCM by the STREAM construction (Hoang,
Reyhanitabar, Rogaway, Vizar, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015): the nonce
is a counter and a final flag, the associated data vault, blob and suite. Content never changes under a key: other
content is another blob under another key.
"""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault import disk, ids
from vault.errors_of_keeping import BlobCut, BlobDamaged

CHUNK: Final = 64 * 1024
_FORMAT: Final = b"\x01"
_TAG: Final = 16
_COUNTER: Final = 11
_SEALED: Final = CHUNK + _TAG

Progress = Callable[[int], object]
"""Told how many bytes are done; what it raises stops the work, and nothing of it stays."""


class Source(Protocol):
    """What a blob is written from."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Blob:
    """A blob as its row says: 16-byte id, key, length in clear, SHA-256 of the clear content."""

    id: bytes
    key: bytes = field(repr=False)
    size: int
    digest: bytes


def seal(source: Source, file: BinaryIO, key: bytes, context: bytes, progress: Progress) -> tuple[int, bytes]:
    """Write what `source` gives, in bounded memory, and force it to the disk; its length and SHA-256 in clear.

    `key` must never have sealed anything else. Raises DiskFull, FolderUnavailable and what source and progress raise.
    """
    cipher, digest, size = AESGCM(key), hashlib.sha256(), 0
    _put(file, _FORMAT)
    for number, (chunk, final) in enumerate(_chunks(source)):
        _put(file, cipher.encrypt(_nonce(number, final=final), chunk, context))
        digest.update(chunk)
        size += len(chunk)
        progress(size)
    with disk.guarded():
        file.flush()
        os.fsync(file.fileno())
    return size, digest.digest()


def stored_bytes(size: int) -> int:
    """How long the file of a blob of `size` clear bytes is."""
    return len(_FORMAT) + size + _TAG * (max(size - 1, 0) // CHUNK + 1)


def _chunks(source: Source) -> Iterator[tuple[bytes, bool]]:
    """The content in full chunks, the last one marked; an empty content is one empty chunk."""
    chunk = _full(source)
    while len(chunk) == CHUNK and (following := _full(source)):
        yield chunk, False
        chunk = following
    yield chunk, True


def _full(source: Source) -> bytes:
    """As much as a chunk takes, however little a source gives at a time."""
    parts, wanted = [], CHUNK
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _nonce(number: int, *, final: bool) -> bytes:
    return number.to_bytes(_COUNTER) + final.to_bytes()


def _put(file: BinaryIO, data: bytes) -> None:
    with disk.guarded():
        file.write(data)


class BlobStream(io.RawIOBase):
    """A blob's clear content, to be read and sought in; each chunk is proved before a byte of it is given.

    Raises BlobCut, BlobDamaged, FolderUnavailable. One thread at a time; io.BufferedReader makes small reads cheap.
    """

    def __init__(self, file: io.FileIO, blob: Blob, context: bytes) -> None:
        super().__init__()
        self._file, self._blob, self._context = file, blob, context
        self._cipher = AESGCM(blob.key)
        self._last = max(blob.size - 1, 0) // CHUNK
        self._at = 0
        self._held: tuple[int, bytes] | None = None
        self._check()

    def _check(self) -> None:
        expected = stored_bytes(self._blob.size)
        with disk.guarded():
            found, form = os.fstat(self._file.fileno()).st_size, self._file.read(len(_FORMAT))
        if found != expected:
            raise BlobCut(blob=ids.text_of(self._blob.id), expected=expected, found=found)
        if form != _FORMAT:
            raise BlobDamaged(blob=ids.text_of(self._blob.id), chunk=0)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next byte comes from."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go somewhere; past the end there is nothing to read."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._blob.size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower than "any buffer"
        """Bytes up to the end of the chunk, as many as fit."""
        number, within = divmod(self._at, CHUNK)
        if number > self._last:
            return 0
        part = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        if self._held is None or self._held[0] != number:
            with disk.guarded():
                self._file.seek(len(_FORMAT) + number * _SEALED)
                sealed = self._file.read(_SEALED)
            nonce = _nonce(number, final=number == self._last)
            try:
                self._held = (number, self._cipher.decrypt(nonce, sealed, self._context))
            except InvalidTag:
                raise BlobDamaged(blob=ids.text_of(self._blob.id), chunk=number) from None
        return self._held[1]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        self._held = None
        super().close()
