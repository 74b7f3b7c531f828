"""The vault folder: made whole, opened by passphrase or recovery code, locked, its header survived in two copies."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vaults import CHEAP, DEVICE, PASSPHRASE, USER, VAULT_NAME
from vault import database, folder, header
from vault.errors import (
    PassphraseRefused,
    RecoveryCodeUnsound,
    TooManyTries,
    UserRequired,
    VaultBusy,
    WrongPassphrase,
    WrongRecoveryCode,
)
from vault.folder import Created, Unlocked
from vault.recovery import new_code

NEW = "seven green lanterns over the harbour"


def test_a_vault_opens_with_its_passphrase(unlocked: Unlocked, made_vault: tuple[Path, Created]) -> None:
    assert unlocked.vault_id == made_vault[1].vault_id
    assert unlocked.user_name == USER
    assert unlocked.device_name == DEVICE
    assert unlocked.is_administrator
    assert not unlocked.opened_by_recovery_code
    assert unlocked.notes == ()


def test_it_opens_with_its_recovery_code_however_that_is_typed(vault_path: Path, recovery_code: str) -> None:
    with folder.unlock(vault_path, recovery_code=recovery_code.lower().replace("-", " ")) as opened:
        assert opened.opened_by_recovery_code
        assert opened.is_administrator
        assert opened.user_name == USER


def test_passphrase_and_recovery_code_open_the_same_keys(vault_path: Path, recovery_code: str) -> None:
    found = []
    for way in ({"passphrase": PASSPHRASE}, {"recovery_code": recovery_code}):
        with folder.unlock(vault_path, **way) as opened:
            found.append((opened.subkey("audit"), opened.class_keys, opened.database_key()))
    assert found[0] == found[1]
    assert set(found[0][1]) == {("identity", 1), ("bank", 1), ("health", 1)}


def test_info_needs_no_passphrase_and_no_lock(unlocked: Unlocked) -> None:
    found = folder.info(unlocked.path)
    assert (found.name, found.users, found.kdf) == (VAULT_NAME, (USER,), (CHEAP,))
    assert (found.format, found.suite, found.generation) == (2, 1, 1)
    assert found.vault_id == unlocked.vault_id
    assert found.size_bytes > 4096


def test_wrong_passphrase_and_unknown_user_are_one_answer(vault_path: Path) -> None:
    answers = []
    for user, passphrase in (
        (None, "wrong"), (USER, "wrong"), ("Nobody", PASSPHRASE), (None, ""), (None, "x" * 1_000_000), (None, "\ud800"),
    ):  # fmt: skip
        (vault_path / "tries").unlink(missing_ok=True)
        with pytest.raises(WrongPassphrase) as caught:
            folder.unlock(vault_path, user=user, passphrase=passphrase)
        answers.append((type(caught.value), caught.value.facts))
    assert answers == [(WrongPassphrase, {})] * 6


def test_the_user_is_found_whatever_the_case(vault_path: Path) -> None:
    folder.unlock(vault_path, user=f" {USER.upper()}", passphrase=PASSPHRASE).close()


def test_a_recovery_code_of_another_vault_is_wrong_and_a_slip_is_said(vault_path: Path, recovery_code: str) -> None:
    with pytest.raises(WrongRecoveryCode):
        folder.unlock(vault_path, recovery_code=new_code())
    with pytest.raises(RecoveryCodeUnsound):
        folder.unlock(vault_path, recovery_code=recovery_code[:-1])
    assert json.loads((vault_path / "tries").read_bytes())["count"] == 1


def test_wrong_tries_cost_a_growing_delay_until_the_right_one(vault_path: Path, recovery_code: str) -> None:
    now = 1_000_000.0
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            folder.unlock(vault_path, passphrase="wrong", clock=lambda: now)
    for right in ({"passphrase": PASSPHRASE}, {"recovery_code": recovery_code}):
        with pytest.raises(TooManyTries) as caught:
            folder.unlock(vault_path, clock=lambda: now, **right)
        assert caught.value.facts == {"seconds": 1}
    now += 1
    with folder.unlock(vault_path, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        assert opened.failed_tries == 3
    with folder.unlock(vault_path, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        assert opened.failed_tries == 0


def test_a_locked_vault_gives_no_keys(vault_path: Path) -> None:
    opened = folder.unlock(vault_path, passphrase=PASSPHRASE)
    opened.close()
    opened.close()
    with pytest.raises(ValueError, match="locked"):
        opened.subkey("audit")
    assert opened.member_key.seed == b""
    assert PASSPHRASE not in repr(opened)


def test_two_places_never_hold_one_vault(unlocked: Unlocked) -> None:
    with pytest.raises(VaultBusy) as caught:
        folder.unlock(unlocked.path, passphrase=PASSPHRASE)
    assert caught.value.facts["pid"] == os.getpid()


HOLD = """
import sys
from vault import folder
opened = folder.unlock(sys.argv[1], passphrase=sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_holds_it_until_it_is_gone(vault_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(vault_path), PASSPHRASE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(VaultBusy) as caught:
            folder.unlock(vault_path, passphrase=PASSPHRASE)
        assert caught.value.facts["pid"] == other.pid
        assert str(caught.value.facts["started"]).endswith("Z")
        assert folder.info(vault_path).users == (USER,)
        other.kill()
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as opened:
        assert opened.notes == (folder.NOT_CLOSED_WITHOUT_WAL,)


def test_a_changed_passphrase_opens_and_the_old_one_opens_nothing_in_the_folder(
    vault_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as opened:
        folder.change_passphrase(opened, NEW)
        for name in ("vault.hdr", "vault.hdr.prev"):  # at once, not only after closing
            assert header.decode((vault_path / name).read_bytes()).header == opened.header
    with pytest.raises(WrongPassphrase):
        folder.unlock(vault_path, passphrase=PASSPHRASE)
    (vault_path / "vault.hdr").unlink()
    with pytest.raises(WrongPassphrase):
        folder.unlock(vault_path, passphrase=PASSPHRASE, use_previous=True)
    with folder.unlock(vault_path, passphrase=NEW, use_previous=True) as opened:
        database.connect(opened).close()
    caplog.clear()


def test_after_the_recovery_code_a_new_passphrase_can_be_set(vault_path: Path, recovery_code: str) -> None:
    with folder.unlock(vault_path, recovery_code=recovery_code) as opened:
        keys = opened.class_keys
        folder.change_passphrase(opened, NEW, kdf=CHEAP)
        database.connect(opened).close()
    with pytest.raises(WrongPassphrase):
        folder.unlock(vault_path, passphrase=PASSPHRASE)
    with folder.unlock(vault_path, passphrase=NEW) as opened:
        assert (opened.user_name, opened.is_administrator, opened.class_keys) == (USER, True, keys)
        folder.change_passphrase(opened, PASSPHRASE)
    folder.unlock(vault_path, recovery_code=recovery_code).close()
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()


def test_a_refused_passphrase_leaves_the_old_one(unlocked: Unlocked) -> None:
    before = (unlocked.path / "vault.hdr").read_bytes()
    for poor in ("", "short", "passwordpassword1", "a" * 40, f"{VAULT_NAME} {USER} {VAULT_NAME} {USER}", "x\0" * 20):
        with pytest.raises(PassphraseRefused):
            folder.change_passphrase(unlocked, poor)
    assert (unlocked.path / "vault.hdr").read_bytes() == before


def test_several_users_have_to_name_themselves() -> None:
    from vault.unlocking import by_passphrase

    several = header.Header(
        chain_head=b"", database=header.Database(1, b""), device=b"", generation=1, grants=(), name="", open=False,
        members=(header.MemberSlots(b"1", "A", b"", ()), header.MemberSlots(b"2", "B", b"", ())), sequence=1, suite=1,
        vault=bytes(32),
    )  # fmt: skip
    with pytest.raises(UserRequired):
        by_passphrase(several, None, PASSPHRASE)
