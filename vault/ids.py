"""Record ids: UUIDv7 (RFC 9562 section 5.7), monotonic within a process; text outside, 16 bytes in the database."""

import os
import threading
import time
from functools import lru_cache

from vault.errors import UnknownRecord
from vault.values import RecordId

_lock = threading.Lock()
_last = 0
_SPACE = 1 << 74


def new_key() -> bytes:
    """A new id as 16 bytes, greater than every one this process gave before. Any thread."""
    global _last
    with _lock:
        moment = time.time_ns() // 1_000_000 << 74
        _last = max(
            _last + 1 + int.from_bytes(os.urandom(4)), moment | int.from_bytes(os.urandom(8)) & (_SPACE - 1)
        )
        value = _last
    milliseconds, rest = value >> 74, value & (_SPACE - 1)
    high, low = rest >> 62, rest & ((1 << 62) - 1)
    return (milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low).to_bytes(16)


def text_of(key: bytes) -> RecordId:
    """The canonical text of a 16-byte id."""
    digits = key.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@lru_cache(maxsize=4096)
def key_of(record: RecordId) -> bytes:
    """The 16 bytes of an id in text form, dashes optional. Raises UnknownRecord where it is no id at all."""
    try:
        key = bytes.fromhex(record.replace("-", ""))
    except ValueError:
        raise UnknownRecord(id=record[:40]) from None
    if len(key) != 16:
        raise UnknownRecord(id=record[:40])
    return key
