"""Deterministic CBOR (RFC 8949 section 4.2), read strictly: one value has one encoding.

For the policy chain; any thread. cbor2 by itself takes duplicate keys, indefinite lengths, tags and
trailing bytes.
"""

import io

import cbor2

from vault.keys import TamperedError

_DEPTH = 8


def encode(value: object) -> bytes:
    """The one encoding of a value."""
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes) -> object:
    """The value. Raises TamperedError unless these bytes are exactly how `encode` writes it."""
    try:
        value = cbor2.load(
            io.BytesIO(data), max_depth=_DEPTH, allow_indefinite=False, allow_duplicate_keys=False,
            strict_hashable_types=True,
        )  # fmt: skip
        same = encode(value) == data
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError, MemoryError):
        raise TamperedError from None
    if not same or not _plain(value):
        raise TamperedError
    return value


def _plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _plain(held) for key, held in value.items())
    if isinstance(value, list):
        return all(map(_plain, value))
    return isinstance(value, (int, str, bytes)) or value is None
