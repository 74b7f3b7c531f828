"""A new passphrase: the member key is wrapped again, or, after the recovery code, a new member key is
entered.

Called through folder.py by the owner of an unlocked vault; about a second for the key derivation.
"""

from msgspec.structs import replace as with_fields

from vault import chain, disk, grants, ids, policy, slots
from vault.kdf import KdfCost, fitted
from vault.keys import MemberKey
from vault.unlocked import CHAIN_FILE, Unlocked


def renew_slot(unlocked: Unlocked, passphrase: str, kdf: KdfCost | None) -> None:
    """Put the passphrase in force. Raises KdfTooCheap, KdfTooDear, DiskFull, FolderUnavailable."""
    if unlocked.opened_by_recovery_code:
        _enter_new_member(unlocked, passphrase, kdf or fitted())
        return
    own = next(entry for entry in unlocked.header.members if entry.member == unlocked.member.id)
    entry = _slots(unlocked, own.member, unlocked.member_key, own.name, passphrase, kdf or own.slots[0].cost)
    members = tuple(entry if held.member == own.member else held for held in unlocked.header.members)
    unlocked.store(with_fields(unlocked.header, members=members), forget_previous=True)


def _slots(
    unlocked: Unlocked, member: bytes, key: MemberKey, name: str, passphrase: str, cost: KdfCost
) -> slots.MemberSlots:
    slot = slots.passphrase_slot(unlocked.vault, member, key.seed, passphrase, cost)
    return slots.signed_slots(unlocked.vault, member, key, name, (slot,))


def _enter_new_member(unlocked: Unlocked, passphrase: str, cost: KdfCost) -> None:
    """The old member key cannot be had without the old passphrase: the kit signs a new one into the chain."""
    old, kit, device = unlocked.policy, unlocked.member, unlocked.header.device
    signer = (kit.id, unlocked.member_key)
    own = {member.id for member in old.folder_members(device) if member.user == kit.user}
    replaced = next(entry for entry in unlocked.header.members if entry.member in own)
    key = MemberKey.generate()
    fresh = policy.Member(ids.new_key(), kit.user, "folder", device, key.public)
    rules = _append(unlocked, policy.member_entry(old, fresh, replaced.member, signer))
    slot_list = _slots(unlocked, fresh.id, key, replaced.name, passphrase, cost)
    header = with_fields(
        unlocked.header,
        chain_head=rules.head,
        grants=_kept_grants(unlocked, replaced.member, signer) + _fresh_grants(unlocked, fresh, signer),
        members=tuple(slot_list if held is replaced else held for held in unlocked.header.members),
    )
    unlocked.store(header, forget_previous=True)
    unlocked.policy = rules


def _kept_grants(unlocked: Unlocked, replaced: bytes, signer: tuple[bytes, MemberKey]) -> tuple[grants.Grant, ...]:
    """Everybody else's grants; those the replaced key had signed now bear the kit's signature."""
    members = unlocked.policy.members
    return tuple(
        grants.resigned(unlocked.vault, held, members[held.recipient].public, members[replaced].public, signer)
        if held.signer == replaced
        else held
        for held in unlocked.header.grants
        if held.recipient != replaced
    )


def _fresh_grants(
    unlocked: Unlocked, fresh: policy.Member, signer: tuple[bytes, MemberKey]
) -> tuple[grants.Grant, ...]:
    recipient = (fresh.id, fresh.public)
    return tuple(
        grants.grant(unlocked.vault, kind, generation, content, recipient, signer)
        for (kind, generation), content in unlocked.held_keys().items()
    )


def _append(unlocked: Unlocked, entry: bytes) -> policy.Policy:
    """Write the chain with one more entry; it comes into force when the header names it."""
    path = unlocked.path / CHAIN_FILE
    with disk.guarded():
        entries = chain.unpack(disk.read_bounded(path, chain.LIMIT) or b"")
        hashes = [policy.digest(held) for held in entries]
        kept = entries[: hashes.index(unlocked.header.chain_head) + 1]
        rules = policy.verify([*kept, entry], policy.digest(entry))
        disk.replace(path, chain.pack([*kept, entry]))
    return rules
