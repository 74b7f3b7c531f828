"""A new passphrase: the member key is wrapped again, or, after the recovery code, a new member key is
entered.

Called through folder.py by the owner of an unlocked vault; about a second for the key derivation.
"""

from msgspec.structs import replace as with_fields

from vault import chain, disk, grants, ids, policy, slots
from vault.header import Header
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
    rules, kit, vault = unlocked.policy, unlocked.member, unlocked.vault
    signer = (kit.id, unlocked.member_key)
    own = {m.id for m in rules.folder_members(unlocked.header.device) if m.user == kit.user}
    replaced = next(entry for entry in unlocked.header.members if entry.member in own)
    key = MemberKey.generate()
    fresh = policy.Member(ids.new_key(), kit.user, "folder", unlocked.header.device, key.public)
    entry = policy.member_entry(rules, fresh, replaced.member, signer)
    rules = _append(unlocked, entry)
    given = tuple(
        grants.grant(vault, kind, generation, content, (fresh.id, fresh.public), signer)
        for (kind, generation), content in unlocked.held_keys().items()
    )
    slot_list = _slots(unlocked, fresh.id, key, replaced.name, passphrase, cost)
    header: Header = with_fields(
        unlocked.header,
        chain_head=rules.head,
        grants=tuple(g for g in unlocked.header.grants if g.recipient != replaced.member) + given,
        members=tuple(slot_list if held is replaced else held for held in unlocked.header.members),
    )
    unlocked.store(header, forget_previous=True)
    unlocked.policy = rules


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
