"""What the chain remembers of member keys and auditors that are no longer in force."""

import os

import pytest

from tests.vault.forging import Insider
from vault import policy
from vault.errors import ChainForged
from vault.keys import MemberKey
from vault.policy import Member, Tenure


def replaced(member: Insider, identity: bytes, key: MemberKey) -> bytes:
    """An entry that puts another key in the member's place."""
    held = member.policy.members[member.member]
    fresh = Member(identity, held.user, held.kind, held.device, key.public)
    return policy.member_entry(member.policy, fresh, member.member, (member.member, member.key))


def test_genesis_begins_the_time_of_the_founders_keys_and_of_the_auditor(member: Insider) -> None:
    held = member.policy
    assert held.tenures == {each.id: Tenure(each.public, 0) for each in held.members.values()}
    assert held.auditors == {held.auditor.box}


def test_a_replaced_key_is_remembered_until_the_entry_that_replaced_it(member: Insider) -> None:
    identity, key, entries = os.urandom(16), MemberKey.generate(), member.entries()
    entry = replaced(member, identity, key)
    found = policy.verify([*entries, entry], policy.digest(entry))
    assert member.member not in found.members
    assert found.tenures[member.member] == Tenure(member.key.public, 0, found.sequence)
    assert found.tenures[identity] == Tenure(key.public, found.sequence)


def test_the_id_of_a_replaced_key_is_never_given_again(member: Insider) -> None:
    kit = next(each.id for each in member.policy.members.values() if each.kind == "kit")
    for taken in (member.member, kit):
        entry = replaced(member, taken, MemberKey.generate())
        with pytest.raises(ChainForged):
            policy.verify([*member.entries(), entry], policy.digest(entry))
