"""Seals and checkpoints of the trail against a member with the vault's keys, without the auditor's key and with it."""

from collections.abc import Callable

import pytest

from tests.vault.desk import Desk
from tests.vault.trail_attacker import HOLDS, Attacker, Said, said, sql
from vault import folder
from vault.judging_checkpoints import Checkpoints
from vault.keys import MemberKey
from vault.policy import Tenure
from vault.transaction import Transaction
from vault.verifying import verify

# seals


def seeds_swapped(attacker: Attacker) -> None:
    first, second, *_ = attacker.seals
    attacker.run("UPDATE audit_seals SET sealed = ? WHERE session = ?", second.sealed, first.session)
    attacker.run("UPDATE audit_seals SET sealed = ? WHERE session = ?", first.sealed, second.session)


def seeds_swapped_and_named(attacker: Attacker) -> None:
    seeds_swapped(attacker)
    entries = attacker.entries
    entries[0]["seal"], entries[4]["seal"] = entries[4]["seal"], entries[0]["seal"]
    attacker.rewrite(entries)


def sealed_to_himself(attacker: Attacker) -> None:
    attacker.run("UPDATE audit_seals SET auditor = ? WHERE first = 5", attacker.unlocked.member.public.box)


def called_old(attacker: Attacker) -> None:
    """The first session as one of version 1, whose seal no entry names."""
    entries = attacker.entries
    for entry in entries[:4]:
        del entry["epoch"]
    attacker.rewrite(entries, lambda entry: attacker.key(entry["session"], entry.get("epoch", entry["seq"] - 1)))


ON_SEALS: dict[str, tuple[Callable[[Attacker], None], Said, Said]] = {
    "swapped": (seeds_swapped, (1, "seal"), (1, "seal")),
    "swapped and named so": (seeds_swapped_and_named, (1, "checkpoint"), (1, "seal")),
    "deleted": (sql("DELETE FROM audit_seals WHERE first = 5"), (5, "seal_missing"), (5, "seal_missing")),
    "all deleted": (sql("DELETE FROM audit_seals"), (1, "seal_missing"), (1, "seal_missing")),
    "of seeds of his own": (lambda attacker: (attacker.reseal(), None)[1], (1, "seal"), (1, "seal")),
    "to another auditor": (sealed_to_himself, (5, "seal"), (5, "seal")),
    "of another place": (sql("UPDATE audit_seals SET first = 6 WHERE first = 5"), (5, "seal"), (5, "seal")),
    "of sessions called old": (called_old, (1, "checkpoint"), (1, "checkpoint")),
    "of no session": (
        sql("INSERT INTO audit_seals SELECT 'x', 3, auditor, sealed FROM audit_seals WHERE first = 5"),
        (3, "seal"),
        (3, "seal"),
    ),
}


@pytest.mark.parametrize("name", ON_SEALS)
def test_an_attack_on_seals_is_named(name: str, at_work: Desk, attacker: Attacker, auditor: MemberKey) -> None:
    attack, without, with_key = ON_SEALS[name]
    attack(attacker)
    assert said(at_work, at_work.vault.evidence()) == without
    assert said(at_work, at_work.vault.evidence(auditor)) == with_key


# checkpoints


def under_anothers_name(attacker: Attacker) -> None:
    kit = next(member.id for member in attacker.unlocked.policy.members.values() if member.kind == "kit")
    attacker.checkpoint(4, member=kit)


COPIED = (
    "INSERT INTO audit_checkpoints SELECT 5, at, root, header, commits, member, signature, frontier "
    "FROM audit_checkpoints WHERE entries = 4"
)
ON_CHECKPOINTS: dict[str, tuple[Callable[[Attacker], None], Said]] = {
    "replayed elsewhere": (sql(COPIED), (5, "checkpoint")),
    "of another root": (sql("UPDATE audit_checkpoints SET root = zeroblob(32) WHERE entries = 7"), (5, "checkpoint")),
    "of another frontier": (sql("UPDATE audit_checkpoints SET frontier = x'00'"), (1, "checkpoint")),
    "of another time": (sql("UPDATE audit_checkpoints SET at = at + 1 WHERE entries = 7"), (5, "signature")),
    "of another header": (sql("UPDATE audit_checkpoints SET header = 99 WHERE entries = 7"), (5, "signature")),
    "of an earlier commit": (sql("UPDATE audit_checkpoints SET commits = 0 WHERE entries = 7"), (5, "checkpoint")),
    "under another's name": (under_anothers_name, (1, "signature")),
    "of nobody": (sql("UPDATE audit_checkpoints SET member = x'00' WHERE entries = 4"), (1, "signature")),
    "of his own, false": (lambda attacker: attacker.checkpoint(8, root=bytes(32)), (8, "checkpoint")),
    "of his own, true": (lambda attacker: attacker.checkpoint(8), HOLDS),
    "before the first": (lambda attacker: attacker.checkpoint(0), (9, "cut")),
    "deleted, fewer than 256 entries": (sql("DELETE FROM audit_checkpoints"), HOLDS),
}


@pytest.mark.parametrize("name", ON_CHECKPOINTS)
def test_an_attack_on_checkpoints_is_named(name: str, at_work: Desk, attacker: Attacker, auditor: MemberKey) -> None:
    attack, expected = ON_CHECKPOINTS[name]
    attack(attacker)
    assert said(at_work, at_work.vault.evidence()) == expected
    assert said(at_work, at_work.vault.evidence(auditor)) == expected


def hundred_views(tx: Transaction) -> None:
    for _ in range(100):
        tx.audit("view")


def test_a_checkpoint_taken_out_of_a_long_trail_is_missed(at_work: Desk, attacker: Attacker) -> None:
    for _ in range(4):
        at_work.vault.transact(hundred_views)
    assert verify(at_work.reader, at_work.vault.evidence()).checkpoints == 3
    attacker.run("DELETE FROM audit_checkpoints WHERE entries > 7")
    assert said(at_work, at_work.vault.evidence()) == (8, "checkpoint_missing")


def test_a_member_key_that_was_replaced_signs_no_more_once_the_new_one_signed(
    at_work: Desk, attacker: Attacker
) -> None:
    policy, mine = at_work.vault.unlocked.policy, at_work.vault.unlocked.member.id
    kit = next(member.id for member in policy.members.values() if member.kind == "kit")
    attacker.checkpoint(8)
    policy.tenures[mine].until = 3
    assert said(at_work, at_work.vault.evidence()) == HOLDS  # nobody else signed yet
    policy.tenures[kit] = Tenure(policy.tenures[mine].public, 3)
    attacker.checkpoint(7, member=kit)
    assert said(at_work, at_work.vault.evidence()) == (8, "signature")


def test_nothing_waits_to_be_judged_in_an_empty_trail(unlocked: folder.Unlocked) -> None:
    found = Checkpoints([], unlocked.policy, None)
    found.finish(0)
    assert found.count == 0
