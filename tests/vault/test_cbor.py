"""Deterministic CBOR: what `encode` writes reads back, anything else is refused."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault import cbor
from vault.keys import TamperedError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(PLAIN)
def test_a_value_reads_back(value: object) -> None:
    try:
        assert cbor.decode(cbor.encode(value)) == value
    except TamperedError:
        assert cbor.encode(value).count(b"\x81") + cbor.encode(value).count(b"\xa1") >= 7  # too deep


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes.fromhex("a2616101616102"),  # a key twice
        bytes.fromhex("a2616201616102"),  # keys out of order
        bytes.fromhex("9f01ff"),  # a list of no stated length
        bytes.fromhex("5f4101ff"),  # bytes of no stated length
        bytes.fromhex("1801"),  # a small number written long
        bytes.fromhex("590001ff"),  # a short length written long
        bytes.fromhex("0102"),  # something behind it
        bytes.fromhex("f93c00"),  # a float
        bytes.fromhex("f97e00"),  # no number
        bytes.fromhex("c100"),  # a tagged date
        bytes.fromhex("a10101"),  # a key that is no text
        bytes.fromhex("f7"),  # undefined
        bytes.fromhex("61ff"),  # no text
        bytes.fromhex("5bffffffffffffffff"),  # a length beyond all memory
        b"\x81" * 5000 + b"\x00",
        cbor2.dumps({1, 2}),
    ],
)
def test_another_writing_is_refused(data: bytes) -> None:
    with pytest.raises(TamperedError):
        cbor.decode(data)
