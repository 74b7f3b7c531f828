"""The header file's bytes: slots and grants in force, and what must be known before anything is opened.

`magic | version u16 | length u32 | canonical JSON | HMAC-SHA-256 under the vault key | SHA-256 of all
before`, big-endian. For the vault folder's modules; pure, any thread. SHA-256 tells damage, the HMAC stops
a stranger; signatures inside (slots, grants, chain) stop a member.
"""

import hashlib
import hmac
from typing import Final

import msgspec

from vault.errors import HeaderDamaged, HeaderForged, VaultTooNew
from vault.grants import Grant
from vault.keys import SUITE, mac
from vault.slots import MemberSlots

MAGIC: Final = b"\x89SATCHEL\r\n\x1a\n"
"""Newlines of both kinds and the end-of-file sign: a transfer that rewrites text shows at once."""

VERSION: Final = 2
_READ: Final = (1, 2)
"""Version 1 had no marks, no doubt and no keychain slots; it becomes 2 when it is next written."""

LIMIT: Final = 1024 * 1024
_PREFIX: Final = len(MAGIC) + 2 + 4
_SUFFIX: Final = 32 + 32


class Database(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which database file is in force and the salt in its first 16 bytes."""

    generation: int
    salt: bytes

    @property
    def file_name(self) -> str:
        """`data-0001.db` for generation 1."""
        return f"data-{self.generation:04}.db"


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the database was left at the last orderly closing: exact while the header says closed, a least otherwise.

    `entries` and `head` are the trail's length and last chain value, `pages` the file's length, `root` the state root,
    `lineage` the 16 bytes that a restore or an administrator's decision renews.
    """

    commits: int
    entries: int
    head: bytes
    lineage: bytes
    pages: int
    root: bytes


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The content. `vault` is the 32-byte vault id, `chain_head` the hash of the last entry in force.

    `doubt` is the kind of error that keeps the vault from being written until its administrator decides.
    `keychain` holds what the system's keychain opens: lists of slots of their own, so that they come and go alone.
    """

    chain_head: bytes
    database: Database
    device: bytes
    generation: int
    grants: tuple[Grant, ...]
    members: tuple[MemberSlots, ...]
    name: str
    open: bool
    sequence: int
    suite: int
    vault: bytes
    doubt: str = ""
    keychain: tuple[MemberSlots, ...] = ()
    marks: Marks | None = None


class Sealed(msgspec.Struct, frozen=True):
    """A header as read: its content, and what its HMAC must be compared with once the vault key is known."""

    header: Header
    covered: bytes
    mac: bytes
    version: int

    def verify(self, key: bytes) -> None:
        """Raises HeaderForged unless the holder of the vault's header key wrote it."""
        if not hmac.compare_digest(self.mac, mac(key, self.covered)):
            raise HeaderForged


class _Suite(msgspec.Struct):
    suite: int


def encode(header: Header, key: bytes) -> bytes:
    """The file's bytes, MACed under the vault's header key."""
    body = _canonical(header)
    covered = MAGIC + VERSION.to_bytes(2) + len(body).to_bytes(4) + body
    sealed = covered + mac(key, covered)
    return sealed + hashlib.sha256(sealed).digest()


def decode(data: bytes) -> Sealed:
    """Read and check all that needs no key. Raises HeaderDamaged, or VaultTooNew (facts: found, known)."""
    if not _PREFIX + _SUFFIX <= len(data) <= LIMIT or not data.startswith(MAGIC):
        raise HeaderDamaged
    if hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise HeaderDamaged
    version = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 2])
    if version not in _READ:
        raise VaultTooNew(found=version, known=VERSION)
    body = data[_PREFIX:-_SUFFIX]
    if int.from_bytes(data[len(MAGIC) + 2 : _PREFIX]) != len(body):
        raise HeaderDamaged
    return Sealed(_parsed(body), data[:-_SUFFIX], data[-_SUFFIX:-32], version)


def _parsed(body: bytes) -> Header:
    try:
        suite = msgspec.json.decode(body, type=_Suite).suite
        if suite != SUITE:
            raise VaultTooNew(found=suite, known=SUITE)
        header = msgspec.json.decode(body, type=Header)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise HeaderDamaged from None
    # one content has one writing: this refuses double keys, floats, spaces, escapes and another order of keys
    if _canonical(header) != body:
        raise HeaderDamaged
    return header


def _canonical(header: Header) -> bytes:
    return msgspec.json.encode(header, order="sorted")
