"""Unlocking, in the order of trust: bounds, SHA-256, slot, member key, chain from genesis, grant's
signature, HPKE, vault key, MAC. Each step believes only what the one before proved; the database comes
last (database.py).

Called through folder.py, under LOCK; any thread, about a second for the key derivation.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from vault import chain, disk, names, policy, recovery, slots
from vault.errors import (
    ChainForged,
    ChainMissing,
    GrantForged,
    GrantMissing,
    HeaderDamaged,
    HeaderDamagedPreviousSound,
    HeaderForged,
    HeaderMissing,
    HeaderMissingPreviousSound,
    NotAVault,
    SlotMissing,
    UserRequired,
    WrongPassphrase,
    WrongRecoveryCode,
)
from vault.grants import VAULT_KEY
from vault.header import LIMIT, Header, Sealed, decode
from vault.kdf import SALT_BYTES, stretch
from vault.keys import MemberKey, Secret, derive
from vault.policy import Member, Policy
from vault.unlocked import CHAIN_FILE, HEADER_FILE


@dataclass(frozen=True, slots=True)
class Source:
    """A header as found: its bytes, what they say, and the damaged bytes it stands in for (None: it is in
    force).
    """

    data: bytes
    sealed: Sealed
    instead_of: bytes | None = None

    @property
    def header(self) -> Header:
        """The content; proved only once `prove` went through."""
        return self.sealed.header


@dataclass(frozen=True, slots=True)
class Proved:
    """Everything the order of trust ends with."""

    policy: Policy
    member: Member
    key: MemberKey
    keys: dict[tuple[str, int], Secret]


def load(folder: Path, *, use_previous: bool = False) -> Source:
    """The header's bytes, checked without a key. The one before is used only on request, never silently.

    Raises NotAVault, HeaderMissing, HeaderDamaged (each with a subclass where the one before is sound),
    VaultTooNew.
    """
    with disk.guarded():
        data = disk.read_bounded(folder / HEADER_FILE, LIMIT)
        previous = disk.read_bounded(folder / (HEADER_FILE + ".prev"), LIMIT)
    if data is not None:
        try:
            return Source(data, decode(data))
        except HeaderDamaged:
            missing = False
    elif previous is None and not any(folder.glob("data-*.db")) and not (folder / CHAIN_FILE).exists():
        raise NotAVault
    else:
        missing = True
    sound = _sound(previous)
    if sound is None or previous is None:
        raise HeaderMissing if missing else HeaderDamaged
    if not use_previous:
        refusal = HeaderMissingPreviousSound if missing else HeaderDamagedPreviousSound
        raise refusal(sequence=sound.header.sequence)
    return Source(previous, sound, data or b"")


def _sound(data: bytes | None) -> Sealed | None:
    try:
        return decode(data) if data is not None else None
    except HeaderDamaged:
        return None


def by_passphrase(header: Header, user: str | None, passphrase: str) -> tuple[bytes, MemberKey]:
    """A member's id and key. Raises UserRequired before, WrongPassphrase after deriving, as do unknown
    users.
    """
    if user is None and len(header.members) > 1:
        raise UserRequired
    for entry in header.members:
        if user is None or names.same(entry.name, user):
            return entry.member, _open_any(header.vault, entry, passphrase)
    _pretend(header, passphrase)
    raise WrongPassphrase


def _open_any(vault: bytes, entry: slots.MemberSlots, passphrase: str) -> MemberKey:
    for slot in entry.slots:
        if slot.kind == "passphrase":
            return slots.open_slot(vault, entry.member, slot, passphrase)
    raise SlotMissing


def _pretend(header: Header, passphrase: str) -> None:
    """An unknown user costs what a known one does. Raises SlotMissing where there is no slot at all."""
    if not header.members or not header.members[0].slots:
        raise SlotMissing
    stretch(passphrase, os.urandom(SALT_BYTES), header.members[0].slots[0].cost)


def read_policy(folder: Path, header: Header) -> Policy:
    """The chain from genesis to the header's head. Raises ChainMissing, ChainForged, VaultTooNew."""
    with disk.guarded():
        data = disk.read_bounded(folder / CHAIN_FILE, chain.LIMIT)
    if data is None:
        raise ChainMissing
    rules = policy.verify(chain.unpack(data), header.chain_head)
    if rules.vault != header.vault:
        raise ChainForged(entry=0)
    if header.suite < rules.minimum_suite:
        raise HeaderForged
    return rules


def prove(
    folder: Path, source: Source, *, user: str | None, passphrase: str | None, recovery_code: str | None
) -> Proved:
    """Go through the order of trust with a passphrase or a recovery code.

    Raises WrongPassphrase, WrongRecoveryCode, RecoveryCodeMistyped, RecoveryCodeUnsound, UserRequired,
    KdfTooCheap, KdfTooDear, ChainMissing, ChainForged, SlotMissing, GrantMissing, GrantForged, HeaderForged.
    """
    header = source.header
    if recovery_code is not None:
        key = recovery.member_key(recovery_code)
        rules = read_policy(folder, header)
        member = next((m for m in rules.members.values() if m.kind == "kit" and m.public == key.public), None)
        if member is None:
            raise WrongRecoveryCode
    else:
        return prove_key(folder, source, *by_passphrase(header, user, passphrase or ""))
    return admit(source, rules, member, key)


def prove_key(folder: Path, source: Source, identity: bytes, key: MemberKey) -> Proved:
    """The order of trust from a member key on that a slot gave. Raises as `prove`."""
    rules = read_policy(folder, source.header)
    member = rules.members.get(identity)
    if member is None or member.public != key.public:
        raise HeaderForged
    return admit(source, rules, member, key)


def admit(source: Source, rules: Policy, member: Member, key: MemberKey) -> Proved:
    """The rest of the order of trust, for a member key at hand. Raises as `prove`."""
    header = source.header
    _check_slots(header, rules)
    _check_grants(header, rules)
    _check_generations(header, rules)
    keys = _granted(header, member, key)
    source.sealed.verify(derive(keys[VAULT_KEY, header.generation].reveal(), "header", header.vault))
    return Proved(rules, member, key, keys)


def _check_slots(header: Header, rules: Policy) -> None:
    for entry in header.members:
        member = rules.members.get(entry.member)
        if member is None or member.device != header.device:
            raise HeaderForged
        entry.verify(header.vault, member.public)
    if {entry.member for entry in header.members} != {member.id for member in rules.folder_members(header.device)}:
        raise SlotMissing
    _check_keychain(header, rules)


def _check_keychain(header: Header, rules: Policy) -> None:
    for entry in header.keychain:
        member = rules.members.get(entry.member)
        if member is None or member.device != header.device:
            raise HeaderForged
        entry.verify(header.vault, member.public, label=slots.KEYCHAIN)


def _check_grants(header: Header, rules: Policy) -> None:
    """Everybody's grants, not only one's own: a recovery kit that opens nothing any more must not wait to be needed."""
    for held in header.grants:
        recipient, signer = rules.members.get(held.recipient), rules.members.get(held.signer)
        # an administrator grants anything; anybody passes on to himself, that is to a user's own other
        # member key
        if recipient is None or signer is None:
            raise GrantForged(grant=held.kind)
        if not (rules.is_administrator(signer.id) or signer.user == recipient.user):
            raise GrantForged(grant=held.kind)
        held.verify(header.vault, recipient.public, signer.public)
    holders = {
        held.recipient for held in header.grants if (held.kind, held.generation) == (VAULT_KEY, header.generation)
    }
    here = {member.id for member in rules.members.values() if member.device in (b"", header.device)}
    if here - holders:
        raise GrantMissing(grant=VAULT_KEY)


def _check_generations(header: Header, rules: Policy) -> None:
    """The keys in force are those the chain speaks of: nobody goes back to older ones, or withholds the newest."""
    if header.generation != rules.generation:
        raise HeaderForged
    newest: dict[tuple[bytes, str], int] = {}
    for held in header.grants:
        if held.kind != VAULT_KEY:
            which = held.recipient, held.kind
            newest[which] = max(held.generation, newest.get(which, 0))
    for (_recipient, kind), generation in newest.items():
        if generation != rules.classes:
            raise GrantMissing(grant=kind)


def _granted(header: Header, member: Member, key: MemberKey) -> dict[tuple[str, int], Secret]:
    own = (held for held in header.grants if held.recipient == member.id)
    return {(held.kind, held.generation): Secret(held.open(header.vault, key)) for held in own}
