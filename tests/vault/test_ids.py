"""Ids: UUIDv7 as RFC 9562 lays it out, growing within a process, text and bytes being one."""

import time
import uuid

import pytest

from vault import ids
from vault.errors import UnknownRecord


def test_ids_are_uuid_version_seven_with_the_moment_in_front() -> None:
    before = time.time_ns() // 1_000_000
    key = ids.new_key()
    after = time.time_ns() // 1_000_000
    found = uuid.UUID(bytes=key)
    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert before <= int.from_bytes(key[:6]) <= after + 1


def test_ids_grow_and_never_repeat() -> None:
    keys = [ids.new_key() for _ in range(20_000)]
    assert keys == sorted(set(keys))


def test_text_and_bytes_are_the_same_id() -> None:
    key = ids.new_key()
    assert ids.text_of(key) == str(uuid.UUID(bytes=key))
    assert ids.key_of(ids.text_of(key)) == ids.key_of(key.hex()) == key


@pytest.mark.parametrize("text", ["", "x", "1234", "z" * 32, "0" * 34, "\x00" * 32])
def test_what_is_no_id_is_an_unknown_record(text: str) -> None:
    with pytest.raises(UnknownRecord):
        ids.key_of(text)
