"""The chain's file: a magic, then each entry behind its length, appended before the header names it as the
head.

For the vault folder's modules; the holder of LOCK. A torn or unnamed tail is what a crash left: it is cut
by the next append and never read as policy.
"""

from typing import Final

MAGIC: Final = b"SATCHAIN"
LIMIT: Final = 64 * 1024 * 1024
_LONGEST: Final = 1024 * 1024


def pack(entries: list[bytes]) -> bytes:
    """The whole file."""
    return MAGIC + b"".join(len(entry).to_bytes(4) + entry for entry in entries)


def unpack(data: bytes) -> list[bytes]:
    """The entries as far as they are whole; empty where this is no chain."""
    entries: list[bytes] = []
    at = len(MAGIC) if data.startswith(MAGIC) else len(data)
    while at + 4 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        if not 0 < size <= min(_LONGEST, len(data) - at - 4):
            break
        entries.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return entries
