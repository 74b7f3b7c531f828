"""A new passphrase or a dearer key derivation: the member key is wrapped again. And what a new member key begins with.

Called by the owner of an unlocked vault on its writer thread; about a second for the key derivation. A member key that
may be known, or whose passphrase is lost, is succeeded by a new one; for a recovery kit the code makes it.
"""

from msgspec.structs import replace as with_fields

from vault import grants, ids, policy, recovery, slots
from vault.amending import Amendment, Signer
from vault.errors import WrongPassphrase
from vault.header import Header
from vault.kdf import KdfCost, fitted
from vault.keys import MemberKey
from vault.rotating import Successor, Wanted
from vault.unlocked import Unlocked


def renew_slot(unlocked: Unlocked, passphrase: str, kdf: KdfCost | None) -> None:
    """Put the passphrase in force; the system's keychain opens nothing afterwards.

    Raises KdfTooCheap, KdfTooDear, DiskFull, FolderUnavailable.
    """
    if unlocked.opened_by_recovery_code:
        _enter_new_member(unlocked, succession(unlocked, passphrase, kdf))
        return
    own = own_slots(unlocked)
    header = _rewrapped(unlocked, own, passphrase, kdf or own.slots[0].cost)
    keychain = tuple(held for held in header.keychain if held.member != own.member)
    unlocked.store(with_fields(header, keychain=keychain), forget_previous=True)


def raise_cost(unlocked: Unlocked, passphrase: str, cost: KdfCost) -> bool:
    """Wrap the member key anew under the same passphrase, where that costs a guesser more; whether it did.

    The caller has just opened the vault with this passphrase. Raises as `renew_slot`.
    """
    own = own_slots(unlocked)
    now = own.slots[0].cost
    if cost.memory_kib <= now.memory_kib or cost.passes < now.passes or cost.lanes < now.lanes:
        return False
    unlocked.store(_rewrapped(unlocked, own, passphrase, cost), forget_previous=True)
    return True


def prove_passphrase(unlocked: Unlocked, passphrase: str) -> None:
    """Raises WrongPassphrase unless it is the one in force; takes the second that a derivation costs."""
    own = own_slots(unlocked)
    slots.open_slot(unlocked.vault, own.member, own.slots[0], passphrase).wipe()


def in_force(unlocked: Unlocked, passphrase: str) -> bool:
    """As `prove_passphrase`, for who only wants to know."""
    try:
        prove_passphrase(unlocked, passphrase)
    except WrongPassphrase:
        return False
    return True


def own_slots(unlocked: Unlocked) -> slots.MemberSlots:
    """The list of the user's passphrase in this folder, also where his kit opened it."""
    here = unlocked.policy.folder_members(unlocked.header.device)
    own = {member.id for member in here if member.user == unlocked.member.user}
    return next(entry for entry in unlocked.header.members if entry.member in own)


def succession(unlocked: Unlocked, passphrase: str, kdf: KdfCost | None) -> Wanted:
    """A new member key for this folder, locked with a passphrase; with it new class keys."""
    replaced = own_slots(unlocked)
    key = MemberKey.generate()
    fresh = policy.Member(ids.new_key(), unlocked.member.user, "folder", unlocked.header.device, key.public)
    cost = kdf or (fitted() if unlocked.opened_by_recovery_code else replaced.slots[0].cost)
    listed = _slots(unlocked, fresh.id, key, replaced.name, passphrase, cost)
    return Wanted(classes=True, successor=Successor(fresh, key, replaced.member), slots=listed)


def kit_succession(unlocked: Unlocked, code: str) -> Wanted:
    """A new recovery kit in place of the user's own, and with it the auditor's key where the old code made that."""
    rules, user = unlocked.policy, unlocked.member.user
    old = next(member for member in rules.members.values() if member.kind == "kit" and member.user == user)
    key = recovery.member_key(code)
    fresh = policy.Member(ids.new_key(), user, "kit", b"", key.public)
    auditor = recovery.auditor_key(code).public if rules.auditor_kit == old.id else None
    return Wanted(classes=True, successor=Successor(fresh, key, old.id), auditor=auditor)


def _rewrapped(unlocked: Unlocked, own: slots.MemberSlots, passphrase: str, cost: KdfCost) -> Header:
    entry = _slots(unlocked, own.member, unlocked.member_key, own.name, passphrase, cost)
    members = tuple(entry if held.member == own.member else held for held in unlocked.header.members)
    return with_fields(unlocked.header, members=members)


def _slots(
    unlocked: Unlocked, member: bytes, key: MemberKey, name: str, passphrase: str, cost: KdfCost
) -> slots.MemberSlots:
    slot = slots.passphrase_slot(unlocked.vault, member, key.seed, passphrase, cost)
    return slots.signed_slots(unlocked.vault, member, key, name, (slot,))


def _enter_new_member(unlocked: Unlocked, wanted: Wanted) -> None:
    """The old member key cannot be had without the old passphrase: the kit signs a new one into the chain."""
    one, signer = wanted.successor, (unlocked.member.id, unlocked.member_key)
    assert one is not None
    assert wanted.slots is not None
    chain = Amendment(unlocked)
    chain.add(policy.member_entry(chain.rules, one.member, one.replaces, signer))
    chain.write()
    header = with_fields(
        unlocked.header,
        chain_head=chain.rules.head,
        grants=_kept_grants(unlocked, one.replaces, signer) + _fresh_grants(unlocked, one.member, signer),
        keychain=tuple(held for held in unlocked.header.keychain if held.member != one.replaces),
        members=tuple(wanted.slots if held.member == one.replaces else held for held in unlocked.header.members),
    )
    unlocked.store(header, forget_previous=True)
    unlocked.policy = chain.rules


def _kept_grants(unlocked: Unlocked, replaced: bytes, signer: Signer) -> tuple[grants.Grant, ...]:
    """Everybody else's grants; those the replaced key had signed now bear the kit's signature."""
    members = unlocked.policy.members
    return tuple(
        grants.resigned(unlocked.vault, held, members[held.recipient].public, members[replaced].public, signer)
        if held.signer == replaced
        else held
        for held in unlocked.header.grants
        if held.recipient != replaced
    )


def _fresh_grants(unlocked: Unlocked, fresh: policy.Member, signer: Signer) -> tuple[grants.Grant, ...]:
    recipient = (fresh.id, fresh.public)
    return tuple(
        grants.grant(unlocked.vault, kind, generation, content, recipient, signer)
        for (kind, generation), content in unlocked.held_keys().items()
    )
