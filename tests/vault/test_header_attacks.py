"""Every single bit of a real vault's header flipped, by three attackers, against the whole order of trust.

An accident flips; a stranger repairs the checksum; a member, who holds the vault key, repairs the MAC, too.
Short form; `LONG_FORM=1 ./run test tests/vault/test_header_attacks.py` flips every bit, cuts at every length.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.forging import Insider, repaired
from tests.vaults import PASSPHRASE
from vault import header, kdf, slots, unlocking
from vault.errors import HeaderDamaged, SatchelError, WrongPassphrase
from vault.header import Header
from vault.kdf import KdfCost
from vault.keys import mac

STEP = 1 if os.environ.get("LONG_FORM") else 41
pytestmark = pytest.mark.timeout(3600 if STEP == 1 else 120)
A_MEMBERS_OWN = {"database", "doubt", "generation", "marks", "name", "open", "sequence"}
"""What whoever holds the vault key may write: nothing of it gives him, or anybody, a key or a right."""


@pytest.fixture
def whole(member: Insider) -> bytes:
    return (member.path / "vault.hdr").read_bytes()


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id runs once for each passphrase, salt and cost; its bounds are checked every time."""
    known: dict[tuple[str, bytes, KdfCost], bytes] = {}

    def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
        cost.check()
        asked = passphrase, salt, cost
        if asked not in known:
            known[asked] = kdf.stretch(passphrase, salt, cost) if len(known) < 3 else os.urandom(32)
        return known[asked]

    monkeypatch.setattr(slots, "stretch", stretch)
    monkeypatch.setattr(unlocking, "stretch", stretch)


def flips(data: bytes) -> Iterator[bytes]:
    for bit in range(0, len(data) * 8, STEP):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def outcome(folder: Path, data: bytes) -> str:
    """The error's kind, or the fields that differ in what would have been opened."""
    try:
        sealed = header.decode(data)
        unlocking.prove(folder, unlocking.Source(data, sealed), user=None, passphrase=PASSPHRASE, recovery_code=None)
    except SatchelError as error:
        return error.kind
    current = header.decode((folder / "vault.hdr").read_bytes()).header
    return "opened " + ",".join(sorted(changed_fields(current, sealed.header)))


def changed_fields(one: Header, other: Header) -> set[str]:
    return {name for name in Header.__struct_fields__ if getattr(one, name) != getattr(other, name)}


def test_an_accident_anywhere_is_damage(member: Insider, whole: bytes) -> None:
    assert outcome(member.path, whole) == "opened "
    for changed in flips(whole):
        with pytest.raises(HeaderDamaged):
            header.decode(changed)


def test_a_cut_at_any_length_is_damage(whole: bytes) -> None:
    for size in range(0, len(whole), max(1, STEP // 4)):
        with pytest.raises(HeaderDamaged):
            header.decode(whole[:size])
        if size != len(whole) - 32:  # cut just before the checksum, and repaired, it is whole again
            with pytest.raises(HeaderDamaged):
                header.decode(repaired(whole[:size] + bytes(32)))


def test_a_stranger_who_repairs_the_checksum_opens_nothing(member: Insider, whole: bytes) -> None:
    found = Counter(outcome(member.path, repaired(changed)) for changed in flips(whole[:-32]))
    assert not [kind for kind in found if kind.startswith("opened") or kind == "unexpected"], found


def test_a_member_who_repairs_the_mac_changes_only_what_gives_nobody_a_right(member: Insider, whole: bytes) -> None:
    found: Counter[str] = Counter()
    for changed in flips(whole[:-64]):
        sealed = changed + mac(member.header_key, changed)
        found[outcome(member.path, repaired(sealed + bytes(32)))] += 1
    opened = [kind.removeprefix("opened ") for kind in found if kind.startswith("opened")]
    assert {name for kind in opened for name in kind.split(",")} <= A_MEMBERS_OWN
    assert found["header_damaged"] and found["header_forged"]
    assert sum(found.values()) == len(range(0, len(whole[:-64]) * 8, STEP))
    assert WrongPassphrase().kind in found  # bits of the slot's wrap and salt: what a thief of the files meets
