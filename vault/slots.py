"""Slots: a member key's seed, wrapped under a key from a passphrase. Each member signs the list of his own.

For the vault folder's modules; any thread, an unwrap costs one key derivation (kdf.py).
"""

import os

import msgspec

from vault.cbor import encode
from vault.errors import HeaderForged, SlotMissing, WrongPassphrase
from vault.kdf import SALT_BYTES, KdfCost, stretch
from vault.keys import (
    SUITE,
    Context,
    KeyMismatchError,
    MemberKey,
    PublicKeys,
    TamperedError,
    derive,
    unwrap,
    wrap,
)

PASSPHRASE, KEYCHAIN = "slots", "keychain slots"
"""The two lists a member signs; neither stands in for the other."""


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to a member key. `kind` is `passphrase` or `keychain`, which has no cost."""

    id: bytes
    kind: str
    lanes: int
    memory_kib: int
    passes: int
    salt: bytes
    wrapped: bytes

    @property
    def cost(self) -> KdfCost:
        """What opening it costs; unchecked."""
        return KdfCost(self.memory_kib, self.passes, self.lanes)


class MemberSlots(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member's slots as he signed them, with the sign-in name he chose (in clear: people are told)."""

    member: bytes
    name: str
    signature: bytes
    slots: tuple[Slot, ...]

    def verify(self, vault: bytes, public: PublicKeys, *, label: str = PASSPHRASE) -> None:
        """Raises SlotMissing where the list is empty, HeaderForged where the member did not sign it."""
        if not self.slots:
            raise SlotMissing
        if not public.signed(_statement(label, vault, self.member, self.name, self.slots), self.signature):
            raise HeaderForged


def signed_slots(
    vault: bytes, member: bytes, key: MemberKey, name: str, slots: tuple[Slot, ...], *, label: str = PASSPHRASE
) -> MemberSlots:
    """The list of a member's slots with his signature."""
    return MemberSlots(member, name, key.sign(_statement(label, vault, member, name, slots)), slots)


def _statement(label: str, vault: bytes, member: bytes, name: str, slots: tuple[Slot, ...]) -> bytes:
    facts = [[s.id, s.kind, s.lanes, s.memory_kib, s.passes, s.salt, s.wrapped] for s in slots]
    return encode(["satchel/1", label, vault, SUITE, member, name, facts])


def passphrase_slot(vault: bytes, member: bytes, seed: bytes, passphrase: str, cost: KdfCost) -> Slot:
    """A new slot for a seed. Raises KdfTooCheap, KdfTooDear."""
    salt, identity = os.urandom(SALT_BYTES), os.urandom(16)
    key = _slot_key(vault, passphrase, salt, cost)
    wrapped = wrap(key, seed, _context(vault, member, identity))
    return Slot(identity, "passphrase", cost.lanes, cost.memory_kib, cost.passes, salt, wrapped)


def open_slot(vault: bytes, member: bytes, slot: Slot, passphrase: str) -> MemberKey:
    """The member key. Raises WrongPassphrase, HeaderForged (moved or changed), KdfTooCheap, KdfTooDear."""
    if len(slot.salt) != SALT_BYTES:
        raise HeaderForged
    key = _slot_key(vault, passphrase, slot.salt, slot.cost)
    try:
        return MemberKey(unwrap(key, slot.wrapped, _context(vault, member, slot.id)))
    except KeyMismatchError:
        raise WrongPassphrase from None
    except (TamperedError, ValueError):
        raise HeaderForged from None


def _slot_key(vault: bytes, passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    return derive(stretch(passphrase, salt, cost), "slot key", vault)


def _context(vault: bytes, member: bytes, slot: bytes) -> Context:
    return Context(vault, "slot", member + slot)
