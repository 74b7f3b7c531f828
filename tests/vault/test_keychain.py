"""Opening with the system's keychain: for a fortnight, only where asked for, only what was put there for this vault."""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as with_fields

from app import edit, keys, lists
from app.session import Session
from tests.vault import secret_service
from tests.vault.forging import insider
from tests.vault.rings import Ring, by_keychain, entry
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder, keychain, keyrings
from vault.errors import WrongPassphrase
from vault.errors_of_keeping import (
    KeychainExpired,
    KeychainMissing,
    KeychainShared,
    KeychainUnavailable,
)

NEW = "seven green lanterns over the harbour"
DAY_S = 24 * 60 * 60


def test_turned_on_it_opens_without_a_passphrase_and_only_where_asked(turned_on: Path) -> None:
    session = Session.open(turned_on, use_keychain=True)
    assert session.doubts == ()
    assert session.read(lists.count, "contact").result() == 1
    assert keys.keychain_status(session).on
    session.close()
    with pytest.raises(WrongPassphrase):
        folder.unlock(turned_on, passphrase="")


@pytest.mark.skipif(sys.platform != "linux", reason="a Secret Service is a thing of Linux")
def test_with_a_real_secret_service(vault_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with secret_service.running(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        session = Session.open(vault_path, passphrase=PASSPHRASE)
        keys.keychain_on(session)
        session.close()
        session = Session.open(vault_path, use_keychain=True)
        keys.keychain_off(session)
        session.close()
        with pytest.raises(KeychainMissing):
            by_keychain(vault_path)
        account = keychain._account(session.unlocked.vault, session.unlocked.member.id)
        assert keyrings.of_system().read(account) is None


def test_nothing_is_in_the_keychain_until_it_is_turned_on(vault_path: Path, ring: Ring) -> None:
    Session.open(vault_path, passphrase=PASSPHRASE).close()
    assert ring.held == {}
    with pytest.raises(KeychainMissing):
        by_keychain(vault_path)


def test_losing_the_entry_loses_nothing(turned_on: Path, ring: Ring) -> None:
    ring.held.clear()
    with pytest.raises(KeychainMissing):
        by_keychain(turned_on)
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    assert session.doubts == ()
    assert keys.keychain_status(session) == keys.Keychain(on=True, until=None, possible=True)
    session.close()


def test_a_keychain_that_refuses_is_said_and_the_passphrase_opens(turned_on: Path, ring: Ring) -> None:
    ring.broken = True
    with pytest.raises(KeychainUnavailable):
        by_keychain(turned_on)
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    assert session.doubts == ()
    session.close()


@pytest.mark.parametrize(("days", "opens"), [(0, True), (13, True), (14, False), (400, False), (-2, False)])
def test_it_opens_for_a_fortnight_and_not_with_the_clock_set_back(
    turned_on: Path, ring: Ring, days: int, opens: bool
) -> None:
    now = float(entry(ring)["since"]) + days * DAY_S
    if opens:
        by_keychain(turned_on, clock=lambda: now)
        return
    with pytest.raises(KeychainExpired):
        by_keychain(turned_on, clock=lambda: now)
    assert ring.held == {}


def test_a_passphrase_begins_the_fortnight_anew_once_a_day(turned_on: Path, ring: Ring) -> None:
    before = entry(ring)
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    assert not keychain.due(session.unlocked, before["since"] + 60)
    assert keychain.due(session.unlocked, before["since"] + 2 * DAY_S)
    session.order(keys._turn_on).result()
    session.close()
    assert entry(ring)["key"] != before["key"]
    by_keychain(turned_on)


def test_a_new_passphrase_clears_it(turned_on: Path, ring: Ring) -> None:
    kept = dict(ring.held)
    session = Session.open(turned_on, use_keychain=True)
    with pytest.raises(WrongPassphrase):
        keys.change_passphrase(session, "not this one, surely not", NEW)
    keys.change_passphrase(session, PASSPHRASE, NEW)
    session.close()
    assert ring.held == {}
    ring.held.update(kept)
    with pytest.raises(KeychainMissing):
        by_keychain(turned_on)


def test_keys_that_may_be_known_clear_it(turned_on: Path, ring: Ring) -> None:
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    keys.change_passphrase(session, None, NEW, True, kdf=CHEAP)
    assert session.unlocked.header.keychain == ()
    session.close()
    assert ring.held == {}


def test_it_outlives_a_rotation(turned_on: Path) -> None:
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    keys.rotate(session, lambda _done, _all: None, lambda: False)
    session.close()
    by_keychain(turned_on)


def test_three_wrong_passphrases_clear_it(turned_on: Path, ring: Ring) -> None:
    for number in range(3):
        assert len(ring.held) == 1, number
        with pytest.raises(WrongPassphrase):
            folder.unlock(turned_on, passphrase="wrong and wrong again")
    assert ring.held == {}


def test_a_locked_vault_is_forgotten_everywhere(turned_on: Path, ring: Ring, tmp_path: Path) -> None:
    keys.forget_keychain(turned_on)
    assert ring.held == {}
    keys.forget_keychain(tmp_path / "none")


def test_it_is_refused_where_a_folder_has_several_users(turned_on: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    header = session.unlocked.header
    monkeypatch.setattr(session.unlocked, "header", with_fields(header, members=header.members * 2))
    with pytest.raises(KeychainShared):
        keys.keychain_on(session)
    with pytest.raises(KeychainShared):
        keychain.admit(session.unlocked.header, 0)
    monkeypatch.undo()
    session.close()


def test_a_recovery_code_puts_nothing_there(vault_path: Path, ring: Ring, recovery_code: str) -> None:
    session = Session.open(vault_path, recovery_code=recovery_code)
    with pytest.raises(KeychainShared):
        keys.keychain_on(session)
    session.close()


@pytest.mark.parametrize("given", [{"use_keychain": True}, {"passphrase": PASSPHRASE}], ids=["keychain", "passphrase"])
def test_a_whole_folder_put_back_is_found_by_what_the_keychain_remembers(
    turned_on: Path, tmp_path: Path, given: dict[str, Any]
) -> None:
    shutil.copytree(turned_on, tmp_path / "kept")
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Bea"}).result()
    session.close()
    shutil.rmtree(turned_on)
    shutil.copytree(tmp_path / "kept", turned_on)
    session = Session.open(turned_on, **given)
    assert [doubt.kind for doubt in session.doubts] == ["vault_older"]
    session.close()


def test_a_decision_makes_another_lineage_that_the_keychain_does_not_speak_against(
    turned_on: Path, tmp_path: Path
) -> None:
    test_a_whole_folder_put_back_is_found_by_what_the_keychain_remembers(turned_on, tmp_path, {"use_keychain": True})
    session = Session.open(turned_on, passphrase=PASSPHRASE)
    session.accept().result()
    session.close()
    session = Session.open(turned_on, use_keychain=True)
    assert session.doubts == ()
    session.close()


def test_the_account_tells_nobodys_name(turned_on: Path, ring: Ring) -> None:
    (account,) = ring.held
    assert account == keychain._account(insider(turned_on).policy.vault, insider(turned_on).member)
    assert set(account) <= set("0123456789abcdef-")
