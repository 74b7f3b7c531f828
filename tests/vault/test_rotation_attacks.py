"""What a stranger or a member does to the keys of other days: forged, replayed, swapped, withheld."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace as with_fields

from app import keys
from app.session import Session
from tests.vault.forging import Insider, insider
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder, grants, ids, policy
from vault.errors import ChainForged, GrantForged, GrantMissing, HeaderForged, SatchelError
from vault.keys import MemberKey
from vault.policy import Policy

NEW = "seven green lanterns over the harbour"


def rotated(path: Path, *, known: bool = False) -> None:
    """Another vault key; with `known` class keys and the member key, too."""
    session = Session.open(path, passphrase=PASSPHRASE)
    if known:
        keys.change_passphrase(session, None, NEW, known=True, kdf=CHEAP)
    else:
        keys.rotate(session, lambda _done, _all: None, lambda: False)
    session.close()


def rules(member: Insider) -> Policy:
    """The policy in force, to go on from."""
    return policy.verify(member.entries(), member.header.chain_head)


def entry(member: Insider, signer: tuple[bytes, MemberKey], **changed: object) -> bytes:
    """A rotation entry, right but for what is changed and who signs."""
    now = rules(member)
    names, devices = changed.pop("names", now.names), changed.pop("devices", now.devices)
    for name, value in changed.items():
        setattr(now, name, value)
    return policy.rotation_entry(now, names, devices, signer, classes=False)  # type: ignore[arg-type]  # forged


def chained(member: Insider, forged: bytes) -> Policy:
    """The chain with one more entry, if it is taken."""
    return policy.verify([*member.entries(), forged], policy.digest(forged))


def test_a_right_entry_is_taken(member: Insider) -> None:
    assert chained(member, entry(member, (member.member, member.key))).generation == 2


@pytest.mark.parametrize(
    "changed",
    [{"generation": 0}, {"generation": 1 + 1}, {"classes": -1}, {"classes": 3}, {"names": {}}, {"devices": {}},
     {"names": {b"u" * 16: b"x"}}],
    ids=["generation stays", "generation jumps", "classes fall", "classes jump", "names lost", "devices lost",
         "names of others"],
)  # fmt: skip
def test_an_entry_that_leaps_or_loses_names_is_refused(member: Insider, changed: dict[str, object]) -> None:
    with pytest.raises(ChainForged):
        chained(member, entry(member, (member.member, member.key), **changed))


def test_a_strangers_entry_is_refused(member: Insider) -> None:
    stranger = MemberKey.generate()
    for signer in ((member.member, stranger), (ids.new_key(), stranger)):
        with pytest.raises(ChainForged):
            chained(member, entry(member, signer))
    auditor = policy.auditor_entry(rules(member), stranger.public, (member.member, stranger))
    with pytest.raises(ChainForged):
        chained(member, auditor)


def test_a_member_who_is_no_administrator_neither_rotates_nor_names_an_auditor(member: Insider) -> None:
    now, own = rules(member), (member.member, member.key)
    user = now.members[member.member].user
    demoted = policy.user_entry(now, user, b"", administrator=False, signer=own)
    entries = [*member.entries(), demoted]
    now = policy.verify(entries, policy.digest(demoted))
    for forged in (
        policy.rotation_entry(now, now.names, now.devices, own, classes=False),
        policy.auditor_entry(now, member.key.public, own),
    ):
        with pytest.raises(ChainForged):
            policy.verify([*entries, forged], policy.digest(forged))


@pytest.mark.parametrize("keys_of", [(b"x" * 32,), (b"x" * 32, b"y" * 32, b"z" * 32), 5], ids=["one", "three", "none"])
def test_an_auditor_without_two_keys_is_refused(member: Insider, keys_of: object) -> None:
    body = {"keys": list(keys_of) if isinstance(keys_of, tuple) else keys_of, "kind": "auditor", "kit": b""}
    forged = policy._next(rules(member), body, (member.member, member.key))
    with pytest.raises(ChainForged):
        chained(member, forged)


def doubts(path: Path, passphrase: str = PASSPHRASE) -> list[str]:
    """What opening says: doubts, or the one refusal."""
    try:
        session = Session.open(path, passphrase=passphrase)
    except SatchelError as refused:
        return [refused.kind]
    try:
        return [doubt.kind for doubt in session.doubts]
    finally:
        session.close()


def test_the_header_and_chain_of_before_are_found_put_back(vault_path: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    shutil.copytree(vault_path, earlier)
    rotated(vault_path)
    for names in (("vault.hdr",), ("vault.hdr", "vault.chain"), ("vault.hdr", "vault.chain", "data-0001.db")):
        attacked = tmp_path / "-".join(names)
        shutil.copytree(vault_path, attacked)
        for name in names:
            shutil.copy(earlier / name, attacked / name)
        found = doubts(attacked)
        assert found
        assert set(found) <= {"database_missing", "seen_forged"}
    shutil.copy(earlier / "vault.chain", vault_path / "vault.chain")
    assert doubts(vault_path) == ["chain_forged"]


def test_a_member_goes_back_to_no_older_key(vault_path: Path) -> None:
    before = insider(vault_path)
    rotated(vault_path)
    now = insider(vault_path)
    older = with_fields(now.header, generation=1, grants=before.header.grants)
    Insider(vault_path, older, before.header_key, now.seed, now.keys, now.policy, now.member).write(older)
    with pytest.raises((HeaderForged, GrantMissing)):
        folder.unlock(vault_path, passphrase=PASSPHRASE)


def without_newest(header_grants: tuple[grants.Grant, ...]) -> tuple[grants.Grant, ...]:
    return tuple(each for each in header_grants if (each.kind, each.generation) != ("class:bank", 2))


def older_as_newer(header_grants: tuple[grants.Grant, ...]) -> tuple[grants.Grant, ...]:
    return tuple(
        with_fields(each, generation=2) if (each.kind, each.generation) == ("class:bank", 1) else each
        for each in without_newest(header_grants)
    )


def swapped_kinds(header_grants: tuple[grants.Grant, ...]) -> tuple[grants.Grant, ...]:
    return tuple(
        with_fields(each, kind="class:health") if (each.kind, each.generation) == ("class:bank", 2) else each
        for each in header_grants
    )


@pytest.mark.parametrize("attack", [without_newest, older_as_newer, swapped_kinds])
def test_class_keys_of_another_generation_or_kind_do_not_stand_in(
    vault_path: Path, attack: Callable[[tuple[grants.Grant, ...]], tuple[grants.Grant, ...]]
) -> None:
    rotated(vault_path, known=True)
    now = insider(vault_path, NEW)
    now.write(with_fields(now.header, grants=attack(now.header.grants)))
    with pytest.raises((GrantMissing, GrantForged)):
        folder.unlock(vault_path, passphrase=NEW)


def test_who_knew_the_old_keys_signs_and_grants_nothing_any_more(vault_path: Path) -> None:
    before = insider(vault_path)
    rotated(vault_path, known=True)
    now = insider(vault_path, NEW)
    forged = entry(now, (before.member, before.key))
    with pytest.raises(ChainForged):
        chained(now, forged)
    header = (vault_path / "vault.hdr").read_bytes()
    for key in before.keys.values():
        assert key not in header
    before.write(before.header)
    assert doubts(vault_path) == ["database_missing"]
