"""The header's bytes: one content has one writing, every bit counts, a stranger's header is noticed."""

import hashlib
import random
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.vaults import PASSPHRASE
from vault import folder, header
from vault.errors import HeaderDamaged, HeaderForged, SatchelError, VaultTooNew
from vault.folder import Unlocked
from vault.header import Header

KEY = b"h" * 32
PREFIX = len(header.MAGIC) + 6


@pytest.fixture
def content(unlocked: Unlocked) -> Header:
    return unlocked.header


@pytest.fixture
def data(content: Header) -> bytes:
    return header.encode(content, KEY)


def rebuilt(body: bytes, *, version: int = header.VERSION, length: int | None = None, key: bytes = KEY) -> bytes:
    """A header around any body, with MAC and checksum that fit it."""
    size = len(body) if length is None else length
    covered = header.MAGIC + version.to_bytes(2) + size.to_bytes(4) + body
    sealed = covered + header.mac(key, covered)
    return sealed + hashlib.sha256(sealed).digest()


def body_of(data: bytes) -> bytes:
    return data[PREFIX:-64]


def test_a_header_reads_back_as_it_was_written(content: Header, data: bytes) -> None:
    read = header.decode(data)
    assert read.header == content
    read.verify(KEY)


def test_a_header_under_another_key_is_forged(data: bytes) -> None:
    with pytest.raises(HeaderForged):
        header.decode(data).verify(b"x" * 32)


def test_flipped_bits_are_damage(data: bytes) -> None:
    for bit in random.Random(1).sample(range(len(data) * 8), 2000):
        with pytest.raises(HeaderDamaged):
            header.decode(flipped(data, bit))


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_flipped_bits_with_a_repaired_checksum_are_damage_or_forgery(data: bytes) -> None:
    for bit in random.Random(2).sample(range((len(data) - 32) * 8), 1000):
        changed = flipped(data, bit)[:-32]
        with pytest.raises((HeaderDamaged, HeaderForged, VaultTooNew)):
            header.decode(changed + hashlib.sha256(changed).digest()).verify(KEY)


def test_a_header_cut_at_any_length_is_damage(data: bytes) -> None:
    for size in range(0, len(data), 7):
        with pytest.raises(HeaderDamaged):
            header.decode(data[:size])


def test_bytes_behind_a_header_are_damage(data: bytes) -> None:
    with pytest.raises(HeaderDamaged):
        header.decode(data + b"\0")


def test_a_header_above_the_limit_is_damage_before_it_is_parsed(
    content: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("parsed")

    data = header.encode(replace(content, name="x" * header.LIMIT), KEY)
    monkeypatch.setattr(msgspec.json, "decode", refuse)
    with pytest.raises(HeaderDamaged):
        header.decode(data)


@pytest.mark.parametrize("version", [0, 3, 65535])
def test_an_unknown_version_is_too_new_not_damaged(data: bytes, version: int) -> None:
    with pytest.raises(VaultTooNew):
        header.decode(rebuilt(body_of(data), version=version))


@pytest.mark.parametrize("suite", [0, 2, 2**31])
def test_an_unknown_suite_is_too_new_not_damaged(content: Header, suite: int) -> None:
    with pytest.raises(VaultTooNew):
        header.decode(header.encode(replace(content, suite=suite), KEY))


@pytest.mark.parametrize("length", [0, 1, 2**32 - 1])
def test_a_length_that_is_not_the_bodys_is_damage(data: bytes, length: int) -> None:
    with pytest.raises(HeaderDamaged):
        header.decode(rebuilt(body_of(data), length=length))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"generation":1,', b'"generation":1,"generation":1,'),
        (b'"generation":1,', b'"generation":1.0,'),
        (b'"generation":1,', b'"generation":1e0,'),
        (b'"generation":1,', b'"generation":NaN,'),
        (b'"generation":1,', b'"generation":"1",'),
        (b'"generation":1,', b'"generation": 1,'),
        (b'"generation":1,', b'"generation":' + b"[" * 5000 + b"]" * 5000 + b","),
        (b'"generation":1,', b'"generation":' + b"9" * 5000 + b","),
        (b'"open":true', b'"open":true,"more":1'),
        (b'"open":true', b'"open":1'),
        (b'"name":"Acme"', b'"name":"\\u0041cme"'),
        (b'"name":"Acme"', b'"name":"\xff\xfe"'),
        (b'{"chain_head"', b' {"chain_head"'),
    ],
)
def test_another_writing_of_a_content_is_damage(data: bytes, old: bytes, new: bytes) -> None:
    body = body_of(data)
    assert old in body
    with pytest.raises(HeaderDamaged):
        header.decode(rebuilt(body.replace(old, new, 1)))


def test_unsorted_keys_are_damage(content: Header) -> None:
    body = msgspec.json.encode(dict(reversed(msgspec.json.decode(msgspec.json.encode(content)).items())))
    with pytest.raises(HeaderDamaged):
        header.decode(rebuilt(body))


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'"x"', b"{", b'{"suite":1}', b'{"suite":1.5}'])
def test_no_header_at_all_is_damage(body: bytes) -> None:
    with pytest.raises(HeaderDamaged):
        header.decode(rebuilt(body))


def test_a_vault_with_a_flipped_header_never_opens(vault_path: Path) -> None:
    file = vault_path / "vault.hdr"
    whole = file.read_bytes()
    for bit in random.Random(3).sample(range(len(whole) * 8), 100):
        file.write_bytes(flipped(whole, bit))
        with pytest.raises(SatchelError) as caught:
            folder.unlock(vault_path, passphrase=PASSPHRASE)
        assert isinstance(caught.value, HeaderDamaged)
    file.write_bytes(whole)
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
