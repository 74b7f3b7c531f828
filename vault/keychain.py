"""Opening without the passphrase for a fortnight: a key in the system's keychain, and a slot that it opens.

Opt-in, an accelerator alone: losing the entry loses nothing. The entry also remembers how far the vault had come, as a
witness outside its folder. Whoever reads the system account's keychain and has the folder opens the vault: therefore it
is refused where a folder has several users. For folder.py and the session; the keychain may ask the person.
"""

import base64
import binascii
import hmac
import os
from dataclasses import dataclass, field
from typing import Final

import msgspec
from msgspec.structs import replace as with_fields

from vault import cbor, slots
from vault.errors import WrongKey
from vault.errors_of_keeping import (
    KeychainExpired,
    KeychainForged,
    KeychainMissing,
    KeychainShared,
    KeychainUnavailable,
)
from vault.freshness import Witness
from vault.header import Header, Marks
from vault.keyrings import of_system
from vault.keys import (
    KEY_BYTES,
    Context,
    KeyMismatchError,
    MemberKey,
    TamperedError,
    derive,
    mac,
    unwrap,
    wrap,
)
from vault.unlocked import Unlocked

DAYS: Final = 14
_DAY_S: Final = 24 * 60 * 60
_LONGEST: Final = 4096


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies in the keychain. Times are seconds since 1970; `mac` covers all else."""

    key: bytes
    member: bytes
    slot: bytes
    vault: bytes
    since: int
    until: int
    seen: int
    lineage: bytes
    commits: int
    entries: int
    mac: bytes = b""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whom the keychain let in."""

    member: bytes
    key: MemberKey


@dataclass(frozen=True, slots=True)
class Memory:
    """The entry of an open vault, to be brought up to date when its keys are forgotten already."""

    account: str
    key: bytes = field(repr=False)

    def update(self, marks: Marks, now: int) -> None:
        """Remember how far the vault has come; where the keychain refuses, it remembers less."""
        try:
            ring = of_system()
            found = _checked(ring.read(self.account), self.key)
            marked = with_fields(
                found, lineage=marks.lineage, commits=marks.commits, entries=marks.entries, seen=max(now, found.seen)
            )
            ring.write(self.account, _written(marked, self.key))
        except (KeychainUnavailable, WrongKey):
            return


def turn_on(unlocked: Unlocked, marks: Marks, now: int) -> int:
    """Put a key into the keychain and a slot for it into the header, for a fortnight; gives its end.

    Raises KeychainShared, KeychainUnavailable, DiskFull, FolderUnavailable: then nothing opens without a passphrase.
    """
    header, member, key = unlocked.header, unlocked.member.id, unlocked.member_key
    if len(header.members) > 1 or unlocked.opened_by_recovery_code:
        raise KeychainShared
    entry = _Entry(
        os.urandom(KEY_BYTES), member, os.urandom(16), unlocked.vault, now, now + DAYS * _DAY_S, now, marks.lineage,
        marks.commits, marks.entries,
    )  # fmt: skip
    slot = slots.Slot(entry.slot, "keychain", 0, 0, 0, b"", wrap(_slot_key(entry), key.seed, _context(entry)))
    own = slots.signed_slots(unlocked.vault, member, key, _name(header, member), (slot,), label=slots.KEYCHAIN)
    account, ring = _account(unlocked.vault, member), of_system()
    ring.write(account, _written(entry, _mac_key(unlocked)))
    unlocked.store(with_fields(header, keychain=(own,)), forget_previous=True)
    return entry.until


def turn_off(unlocked: Unlocked) -> None:
    """Take the slot out of the header: no entry opens it any more. The entry itself goes where the keychain lets it."""
    forget(unlocked.header)
    if unlocked.header.keychain:
        unlocked.store(with_fields(unlocked.header, keychain=()), forget_previous=True)


def forget(header: Header) -> None:
    """Remove what the keychain holds for a vault; needs no key. Without an entry its slot opens to nobody."""
    for held in header.keychain:
        try:
            of_system().remove(_account(header.vault, held.member))
        except KeychainUnavailable:
            continue


def admit(header: Header, now: int) -> Admitted:
    """The member whose key the keychain opens. An entry that is over or does not fit is removed.

    Raises KeychainMissing, KeychainExpired, KeychainForged, KeychainShared, KeychainUnavailable.
    """
    if not header.keychain:
        raise KeychainMissing
    if len(header.members) > 1 or len(header.keychain) > 1:
        raise KeychainShared
    held = header.keychain[0]
    ring, account = of_system(), _account(header.vault, held.member)
    text = ring.read(account)
    if text is None:
        raise KeychainMissing
    try:
        key = _opened(_read(text), header, held)
        entry = _checked(text, _mac_key_of(key, header.vault))
        if not entry.seen - _DAY_S <= now < entry.until:
            raise KeychainExpired(days=DAYS)
    except WrongKey:
        ring.remove(account)
        raise
    return Admitted(held.member, key)


def witness(unlocked: Unlocked) -> Witness | None:
    """What the keychain remembers of this vault; None where it is not asked or cannot tell."""
    found = _found(unlocked)
    return None if found is None else Witness(found.lineage, found.commits, found.entries)


def until(unlocked: Unlocked) -> int | None:
    """When the entry ends; None where there is none that opens this vault."""
    found = _found(unlocked)
    return None if found is None else found.until


def due(unlocked: Unlocked, now: int) -> bool:
    """Whether the fortnight should begin anew, at an opening by passphrase."""
    if not unlocked.header.keychain or unlocked.opened_by_recovery_code:
        return False
    found = _found(unlocked)
    return found is None or not found.since <= now < found.since + _DAY_S


def memory(unlocked: Unlocked) -> Memory | None:
    """What brings the entry up to date after the keys are forgotten; None where there is no slot."""
    if not any(held.member == unlocked.member.id for held in unlocked.header.keychain):
        return None
    return Memory(_account(unlocked.vault, unlocked.member.id), _mac_key(unlocked))


def _found(unlocked: Unlocked) -> _Entry | None:
    kept = memory(unlocked)
    if kept is None:
        return None
    try:
        return _checked(of_system().read(kept.account), kept.key)
    except (KeychainUnavailable, WrongKey):
        return None


def _opened(entry: _Entry, header: Header, held: slots.MemberSlots) -> MemberKey:
    if (entry.vault, entry.member) != (header.vault, held.member) or len(held.slots) != 1:
        raise KeychainForged
    slot = held.slots[0]
    if slot.kind != "keychain" or slot.id != entry.slot or len(entry.key) != KEY_BYTES:
        raise KeychainForged
    try:
        return MemberKey(unwrap(_slot_key(entry), slot.wrapped, _context(entry)))
    except (KeyMismatchError, TamperedError, ValueError):
        raise KeychainForged from None


def _read(text: str | None) -> _Entry:
    """Raises KeychainMissing, KeychainForged for what is no entry of ours."""
    if text is None:
        raise KeychainMissing
    try:
        if len(text) > _LONGEST:
            raise KeychainForged
        return msgspec.convert(cbor.decode(base64.b64decode(text, validate=True)), _Entry)
    except (binascii.Error, ValueError, TamperedError, msgspec.ValidationError):
        raise KeychainForged from None


def _checked(text: str | None, key: bytes) -> _Entry:
    entry = _read(text)
    if not hmac.compare_digest(entry.mac, _mac(entry, key)):
        raise KeychainForged
    return entry


def _written(entry: _Entry, key: bytes) -> str:
    signed = with_fields(entry, mac=_mac(entry, key))
    return base64.b64encode(cbor.encode(msgspec.structs.asdict(signed))).decode()


def _mac(entry: _Entry, key: bytes) -> bytes:
    return mac(key, cbor.encode(msgspec.structs.asdict(with_fields(entry, mac=b""))))


def _mac_key(unlocked: Unlocked) -> bytes:
    return _mac_key_of(unlocked.member_key, unlocked.vault)


def _mac_key_of(key: MemberKey, vault: bytes) -> bytes:
    return derive(key.seed, "keychain entry", vault)


def _slot_key(entry: _Entry) -> bytes:
    return derive(entry.key, "keychain slot", entry.vault)


def _context(entry: _Entry) -> Context:
    return Context(entry.vault, "keychain slot", entry.member + entry.slot)


def _account(vault: bytes, member: bytes) -> str:
    return f"{vault.hex()[:16]}-{member.hex()[:16]}"


def _name(header: Header, member: bytes) -> str:
    return next(held.name for held in header.members if held.member == member)
