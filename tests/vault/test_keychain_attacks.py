"""Entries and slots of the keychain that were changed, moved to another vault or signed by somebody else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as with_fields

from tests.vault.forging import insider
from tests.vault.rings import Ring, by_keychain, entry, put, turn_on
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder, slots
from vault.errors import HeaderForged, SlotMissing
from vault.errors_of_keeping import KeychainForged, KeychainMissing

DAY_S = 24 * 60 * 60


def changed_key(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"key": bytes(32)}


def longer(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"until": found["until"] + DAY_S}


def earlier(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"seen": 0, "since": 0}


def fewer(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"commits": 0}


def elsewhere(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"vault": bytes(32)}


def somebody(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"member": bytes(16)}


def another(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"slot": bytes(16)}


def more(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"more": 1}


def short(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"key": b"short"}


def text(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"until": "never"}


@pytest.mark.parametrize(
    "attack", [changed_key, longer, earlier, fewer, elsewhere, somebody, another, more, short, text]
)
def test_an_entry_that_was_changed_opens_nothing_and_is_removed(
    turned_on: Path, ring: Ring, attack: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    put(ring, attack(entry(ring)))
    with pytest.raises(KeychainForged):
        by_keychain(turned_on)
    assert ring.held == {}
    folder.unlock(turned_on, passphrase=PASSPHRASE).close()


@pytest.mark.parametrize("found", ["", "x", "=" * 100_000, "5L2g5aW9", "\N{SNOWMAN}"], ids=list("abcde"))
def test_what_is_no_entry_at_all_opens_nothing(turned_on: Path, ring: Ring, found: str) -> None:
    ring.held[next(iter(ring.held))] = found
    with pytest.raises(KeychainForged):
        by_keychain(turned_on)


@pytest.fixture
def second(tmp_path: Path, ring: Ring) -> Path:
    """Another vault that the keychain opens."""
    path = tmp_path / "Second.satchel"
    folder.create(path, name="Second", user="Mina", passphrase=PASSPHRASE, kdf=CHEAP)
    return turn_on(path)


def test_entry_and_slot_of_another_vault_open_nothing(turned_on: Path, second: Path, ring: Ring) -> None:
    first, other = ring.held
    ring.held[first] = ring.held[other]
    with pytest.raises(KeychainForged):
        by_keychain(turned_on)
    one, two = insider(turned_on), insider(second)
    one.write(with_fields(one.header, keychain=two.header.keychain))
    with pytest.raises((KeychainForged, KeychainMissing)):
        by_keychain(turned_on)
    with pytest.raises(HeaderForged):
        folder.unlock(turned_on, passphrase=PASSPHRASE)


def test_a_slot_of_the_keychain_is_none_of_a_passphrase_and_the_other_way_round(turned_on: Path, ring: Ring) -> None:
    one = insider(turned_on)
    for header in (
        with_fields(one.header, members=one.header.keychain),
        with_fields(one.header, keychain=one.header.members),
    ):
        one.write(header)
        with pytest.raises((HeaderForged, SlotMissing)):
            folder.unlock(turned_on, passphrase=PASSPHRASE)
    one.write(with_fields(one.header, keychain=one.header.members))
    with pytest.raises(KeychainForged):
        by_keychain(turned_on)


def test_a_slot_that_somebody_else_signed_is_refused(turned_on: Path) -> None:
    one = insider(turned_on)
    held = one.header.keychain[0]
    forged = slots.MemberSlots(held.member, held.name, bytes(64), held.slots)
    one.write(with_fields(one.header, keychain=(forged,)))
    with pytest.raises(HeaderForged):
        folder.unlock(turned_on, passphrase=PASSPHRASE)
