"""Grants: swapped, changed, missing or sealed by a stranger, none opens."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.vault.forging import Insider
from tests.vaults import PASSPHRASE
from vault import folder, grants
from vault.errors import GrantForged, GrantMissing, SatchelError
from vault.keys import MemberKey


def refused(path: Path, *kinds: type[SatchelError], passphrase: str = PASSPHRASE) -> SatchelError:
    """Unlocking fails with one of these, and nothing stays locked."""
    with pytest.raises(kinds) as caught:
        folder.unlock(path, passphrase=passphrase)
    return caught.value


def test_grants_swapped_between_kinds_are_forged(vault_path: Path, member: Insider) -> None:
    first, second, *rest = member.header.grants
    swapped = (replace(first, sealed=second.sealed), replace(second, sealed=first.sealed), *rest)
    member.write(replace(member.header, grants=swapped))
    refused(vault_path, GrantForged)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "class:vault"},
        {"generation": 2},
        {"signature": bytes(64)},
        {"sealed": bytes(80)},
        {"signer": bytes(16)},
    ],
)
def test_a_changed_grant_is_forged(vault_path: Path, member: Insider, change: dict[str, object]) -> None:
    first, *rest = member.header.grants
    member.write(replace(member.header, grants=(replace(first, **change), *rest)))
    refused(vault_path, GrantForged)


def test_a_grant_sealed_by_a_stranger_is_forged(vault_path: Path, member: Insider) -> None:
    own = member.policy.members[member.member]
    stranger = (member.member, MemberKey.generate())
    forged = grants.grant(member.header.vault, "vault", 1, b"e" * 32, (own.id, own.public), stranger)
    member.write(replace(member.header, grants=(forged, *member.header.grants[1:])))
    refused(vault_path, GrantForged)


def test_a_missing_vault_key_is_said(vault_path: Path, member: Insider) -> None:
    kept = tuple(grant for grant in member.header.grants if grant.kind != "vault")
    member.write(replace(member.header, grants=kept))
    refused(vault_path, GrantMissing)
