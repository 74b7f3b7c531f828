"""Attachments in tests: made, read, checked; and a byte of a file flipped."""

import io
import random
from pathlib import Path

from tests.vault.desk import Desk
from vault import blobs
from vault.blob_streams import CHUNK, Blob
from vault.database import Finding

SEALED = CHUNK + 16
"""How long a full chunk is in its file."""


def content(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def put(desk: Desk, data: bytes) -> Blob:
    """An attachment with this content; its row."""
    return blobs.of(desk.reader, desk.vault.blobs.put(io.BytesIO(data), desk.vault.transact))


def read(desk: Desk, blob: Blob) -> bytes:
    with desk.vault.blobs.open(blob) as stream:
        return stream.readall()


def found(desk: Desk) -> list[Finding]:
    return list(blobs.findings(desk.vault.blobs, desk.reader))


def file_of(desk: Desk, blob: Blob) -> Path:
    return desk.vault.blobs.path_of(blob.id)


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
