"""Record ids: UUIDv7 (RFC 9562 section 5.7), monotonic within a process; text outside, 16 bytes in the database."""

import os
import threading
import time
from functools import lru_cache
from typing import Final

from vault.errors import UnknownRecord
from vault.values import RecordId

_lock = threading.Lock()
_last = 0
_REST_BITS: Final = 74
_LOW_BITS: Final = 62
_REST_MASK: Final = (1 << _REST_BITS) - 1
_LOW_MASK: Final = (1 << _LOW_BITS) - 1


def new_key() -> bytes:
    """A new id as 16 bytes, greater than every one this process gave before. Any thread."""
    return new_keys(1)[0]


def new_keys(count: int) -> list[bytes]:
    """As many new ids, ascending, at the price of one look at the clock.

    Within a millisecond the random part grows by a random step (RFC 9562 section 6.2, method 2).
    """
    global _last
    random, steps = int.from_bytes(os.urandom(8)), memoryview(os.urandom(4 * count)).cast("I")
    values: list[int] = []
    with _lock:
        now = time.time_ns() // 1_000_000 << _REST_BITS
        value = now | random if now > _last else _last + 1 + steps[0]
        for step in steps:
            values.append(value)
            value += 1 + step
        _last = values[-1]
    return [_packed(value) for value in values]


def _packed(value: int) -> bytes:
    rest = value & _REST_MASK
    return (
        (value >> _REST_BITS) << 80 | 0x7 << 76 | (rest >> _LOW_BITS) << 64 | 0b10 << _LOW_BITS | rest & _LOW_MASK
    ).to_bytes(16)


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
