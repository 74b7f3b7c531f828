"""The order of trust: strangers' and members' forgeries around real slots, grants and chains do not open."""

import hashlib
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.vault.forging import Insider, insider, repaired
from tests.vaults import CHEAP, PASSPHRASE, USER
from vault import chain, folder, grants, header, kdf, policy, slots
from vault.errors import (
    ChainForged,
    ChainMissing,
    Damaged,
    GrantMissing,
    HeaderForged,
    KdfTooCheap,
    KdfTooDear,
    SatchelError,
    SlotMissing,
    WrongPassphrase,
)
from vault.keys import MemberKey, derive

OTHER = "quite another phrase for another vault"


@pytest.fixture(scope="module")
def other_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("other") / "Other.satchel"
    folder.create(path, name="Other", user=USER, passphrase=PASSPHRASE, kdf=CHEAP)
    return path


@pytest.fixture
def other_vault(other_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Other.satchel"
    shutil.copytree(other_template, path)
    return path


def refused(path: Path, *kinds: type[SatchelError], passphrase: str = PASSPHRASE) -> SatchelError:
    """Unlocking fails with one of these, and nothing stays locked."""
    with pytest.raises(kinds) as caught:
        folder.unlock(path, passphrase=passphrase)
    return caught.value


def test_a_strangers_whole_vault_around_a_victims_slot_opens_for_nobody(vault_path: Path, other_vault: Path) -> None:
    stranger = insider(other_vault)
    victim = header.decode((vault_path / "vault.hdr").read_bytes()).header.members
    stranger.write(replace(stranger.header, members=victim))
    refused(other_vault, WrongPassphrase)


def test_a_strangers_chain_that_names_the_victims_own_key_opens_for_nobody(
    vault_path: Path, member: Insider, other_vault: Path
) -> None:
    # the victim's public keys are in clear: a stranger names them in a genesis of his own, seals a vault key to them
    # and claims the victim's vault id, so that the victim's passphrase opens the copied slot
    stranger = insider(other_vault)
    victim = member.policy.members[member.member]
    body = {
        "auditor": [bytes(32), bytes(32)], "kind": "genesis", "nonce": bytes(32), "previous": policy.NO_HASH,
        "sequence": 0, "suite": 1,
        "members": [
            [stranger.member, b"s" * 16, "kit", b"", stranger.key.public.box, stranger.key.public.sign],
            [victim.id, victim.user, "folder", member.header.device, victim.public.box, victim.public.sign],
        ],
    }  # fmt: skip
    entry = policy._signed(body, stranger.member, stranger.key)
    vault, signer = member.header.vault, (stranger.member, stranger.key)
    forged = grants.grant(vault, "vault", 1, b"e" * 32, (victim.id, victim.public), signer)
    member.write_chain([entry])
    content = replace(member.header, chain_head=policy.digest(entry), grants=(forged,))
    (vault_path / "vault.hdr").write_bytes(header.encode(content, derive(b"e" * 32, "header", vault)))
    assert refused(vault_path, ChainForged).facts == {"entry": 0}


def test_a_slot_opens_for_its_own_member_under_its_own_id_alone(member: Insider) -> None:
    vault, own = member.header.vault, member.header.members[0]
    slot = own.slots[0]
    assert slots.open_slot(vault, own.member, slot, PASSPHRASE).public == member.key.public
    for moved in ((bytes(16), slot), (own.member, replace(slot, id=bytes(16)))):
        with pytest.raises(HeaderForged):
            slots.open_slot(vault, *moved, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        slots.open_slot(bytes(32), own.member, slot, PASSPHRASE)


def test_a_slot_put_under_another_members_id_does_not_open(vault_path: Path, member: Insider) -> None:
    own = member.header.members[0]
    forged = replace(own, member=bytes(16))
    member.write(replace(member.header, members=(forged,)))
    refused(vault_path, HeaderForged)


def test_a_strangers_change_with_a_repaired_checksum_is_forged(vault_path: Path, member: Insider) -> None:
    changed = header.encode(replace(member.header, name="Evil"), b"x" * 32)
    (vault_path / "vault.hdr").write_bytes(repaired(changed))
    refused(vault_path, HeaderForged)


def test_a_header_of_another_vault_does_not_open(vault_path: Path, other_vault: Path) -> None:
    (vault_path / "vault.hdr").write_bytes((other_vault / "vault.hdr").read_bytes())
    refused(vault_path, ChainForged)


def test_a_chain_of_another_vault_does_not_open(vault_path: Path, other_vault: Path) -> None:
    (vault_path / "vault.chain").write_bytes((other_vault / "vault.chain").read_bytes())
    refused(vault_path, ChainForged)


def test_a_missing_chain_is_said(vault_path: Path) -> None:
    (vault_path / "vault.chain").unlink()
    refused(vault_path, ChainMissing)


def test_a_chain_with_any_byte_changed_or_cut_does_not_hold(vault_path: Path) -> None:
    file = vault_path / "vault.chain"
    whole = file.read_bytes()
    head = header.decode((vault_path / "vault.hdr").read_bytes()).header.chain_head
    for at in range(0, len(whole), 3):
        for changed in (whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :], whole[:at]):
            with pytest.raises(SatchelError):
                policy.verify(chain.unpack(changed), head)


def test_bytes_that_a_crash_left_behind_the_chain_are_ignored(vault_path: Path) -> None:
    file = vault_path / "vault.chain"
    file.write_bytes(file.read_bytes() + b"\0\0\1\0torn")
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()


def test_a_member_cannot_make_himself_an_administrator(vault_path: Path, member: Insider) -> None:
    # he holds the vault key and makes the MAC right; only the signature's right is missing
    rules = member.policy
    demotion = policy.user_entry(
        rules, rules.members[member.member].user, b"sealed", administrator=False, signer=(member.member, member.key)
    )
    entries = [*member.entries(), demotion]
    demoted = policy.verify(entries, policy.digest(demotion))
    promotion = policy.user_entry(
        demoted, rules.members[member.member].user, b"sealed", administrator=True,
        signer=(member.member, member.key),
    )  # fmt: skip
    member.write_chain([*entries, promotion])
    member.write(replace(member.header, chain_head=policy.digest(promotion)))
    error = refused(vault_path, ChainForged)
    assert error.facts == {"entry": len(entries)}


def test_an_entry_signed_by_nobody_known_does_not_hold(vault_path: Path, member: Insider) -> None:
    entry = policy.device_entry(member.policy, b"d" * 16, b"sealed", (b"x" * 16, MemberKey.generate()))
    member.write_chain([*member.entries(), entry])
    member.write(replace(member.header, chain_head=policy.digest(entry)))
    refused(vault_path, ChainForged)


def test_an_entry_signed_with_another_key_does_not_hold(vault_path: Path, member: Insider) -> None:
    entry = policy.device_entry(member.policy, b"d" * 16, b"sealed", (member.member, MemberKey.generate()))
    member.write_chain([*member.entries(), entry])
    member.write(replace(member.header, chain_head=policy.digest(entry)))
    refused(vault_path, ChainForged)


def test_entries_out_of_order_do_not_hold(member: Insider) -> None:
    first, second, third = member.entries()
    with pytest.raises(ChainForged):
        policy.verify([first, third, second], policy.digest(second))
    with pytest.raises(ChainForged):
        policy.verify([first, second, second], policy.digest(b"never"))
    with pytest.raises(ChainForged):
        policy.verify([second, third], policy.digest(third))


def test_a_chain_cut_back_to_an_earlier_head_is_forged_without_the_vault_key(vault_path: Path, member: Insider) -> None:
    earlier = policy.digest(member.entries()[1])
    changed = header.encode(replace(member.header, chain_head=earlier), b"x" * 32)
    (vault_path / "vault.hdr").write_bytes(changed)
    refused(vault_path, HeaderForged)


def test_a_slot_list_that_its_member_did_not_sign_is_forged(vault_path: Path, member: Insider) -> None:
    own = member.header.members[0]
    member.write(replace(member.header, members=(replace(own, name="Somebody"),)))
    refused(vault_path, HeaderForged)
    doubled = (own.slots[0], replace(own.slots[0], id=b"2" * 16))
    member.write(replace(member.header, members=(replace(own, slots=doubled),)))
    refused(vault_path, HeaderForged)


def test_a_missing_slot_is_said(vault_path: Path, member: Insider, recovery_code: str) -> None:
    member.write(replace(member.header, members=()))
    refused(vault_path, SlotMissing)
    with pytest.raises(SlotMissing):
        folder.unlock(vault_path, recovery_code=recovery_code)


@pytest.mark.parametrize("salt", [b"", b"short", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(vault_path: Path, member: Insider, salt: bytes) -> None:
    own = member.header.members[0]
    forged = replace(own, slots=(replace(own.slots[0], salt=salt),))
    member.write(replace(member.header, members=(forged,)))
    refused(vault_path, HeaderForged)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"memory_kib": 65535}, KdfTooCheap),
        ({"passes": 2}, KdfTooCheap),
        ({"lanes": 0}, KdfTooCheap),
        ({"memory_kib": 2**32 - 1}, KdfTooDear),
        ({"passes": 2**31}, KdfTooDear),
        ({"lanes": 255}, KdfTooDear),
    ],
)
def test_costs_outside_the_bounds_are_refused_before_memory_is_taken(
    vault_path: Path, member: Insider, change: dict[str, int], refusal: type[Damaged],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refuse(*_: object) -> bytes:
        raise AssertionError("memory was taken")

    own = member.header.members[0]
    member.write(replace(member.header, members=(replace(own, slots=(replace(own.slots[0], **change),)),)))
    monkeypatch.setattr(kdf, "hash_secret_raw", refuse)
    refused(vault_path, refusal)
    with pytest.raises(refusal):
        folder.unlock(vault_path, user="nobody", passphrase=PASSPHRASE)


def test_a_member_key_that_the_chain_does_not_name_is_refused(vault_path: Path, member: Insider) -> None:
    own = member.header.members[0]
    stranger = MemberKey.generate()
    slot = slots.passphrase_slot(member.header.vault, own.member, stranger.seed, OTHER, CHEAP)
    forged = slots.signed_slots(member.header.vault, own.member, member.key, own.name, (slot,))
    member.write(replace(member.header, members=(forged,)))
    refused(vault_path, HeaderForged, passphrase=OTHER)


def test_the_vault_id_is_the_hash_of_genesis(member: Insider) -> None:
    assert member.header.vault == hashlib.sha256(member.entries()[0]).digest()


def test_no_file_changes_when_unlocking_is_refused(vault_path: Path, member: Insider) -> None:
    member.write(replace(member.header, grants=()))
    before = {file.name: file.read_bytes() for file in vault_path.iterdir() if file.name != "LOCK"}
    refused(vault_path, GrantMissing)
    after = {file.name: file.read_bytes() for file in vault_path.iterdir() if file.name != "LOCK"}
    assert after == before
