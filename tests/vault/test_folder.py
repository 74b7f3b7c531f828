"""The vault folder: made whole, opened by passphrase or recovery code, locked, its header survived in two copies."""

import json
import os
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.vaults import CHEAP, DEVICE, PASSPHRASE, USER, VAULT_NAME
from vault import database, folder, header
from vault.errors import (
    BadName,
    HeaderDamaged,
    HeaderDamagedPreviousSound,
    HeaderMissing,
    HeaderMissingPreviousSound,
    KdfCostRefused,
    NotAVault,
    ParentFolderMissing,
    PassphraseRefused,
    RecoveryCodeUnsound,
    SatchelError,
    TooManyTries,
    UserRequired,
    VaultBusy,
    VaultExists,
    VaultMissing,
    WrongPassphrase,
    WrongRecoveryCode,
)
from vault.folder import Created, Unlocked
from vault.kdf import KdfCost
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
    assert (found.format, found.suite, found.generation) == (1, 1, 1)
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


# the passphrase


def test_a_changed_passphrase_opens_and_the_old_one_opens_nothing_in_the_folder(
    vault_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as opened:
        folder.change_passphrase(opened, NEW)
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


# creating


def test_files_are_for_their_owner_alone(unlocked: Unlocked) -> None:
    with closing(database.connect(unlocked)) as connection:
        connection.execute("UPDATE vault_state SET value = value")
        unlocked.write_seen(1)
        assert stat.S_IMODE(unlocked.path.stat().st_mode) == 0o700
        found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in unlocked.path.iterdir()}
    assert set(found) >= {"vault.hdr", "vault.hdr.prev", "vault.chain", "LOCK", "seen", "data-0001.db"}
    assert {"data-0001.db-wal", "data-0001.db-shm"} <= set(found)
    assert set(found.values()) == {0o600}


def make(path: Path, **changes: object) -> None:
    wanted: dict[str, object] = {"name": "N", "user": "U", "passphrase": PASSPHRASE, "kdf": CHEAP} | changes
    folder.create(path, **wanted)  # type: ignore[arg-type]  # the test's own words


def test_nothing_is_made_over_something(vault_path: Path, tmp_path: Path) -> None:
    before = (vault_path / "vault.hdr").read_bytes()
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")
    for taken in (vault_path, file, link):
        with pytest.raises(VaultExists):
            make(taken)
    assert (vault_path / "vault.hdr").read_bytes() == before
    assert file.read_text() == "mine"


def test_an_empty_folder_may_become_a_vault(tmp_path: Path) -> None:
    place = tmp_path / "New.satchel"
    place.mkdir(mode=0o755)
    make(place)
    assert folder.info(place).name == "N"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, BadName),
        ({"user": "a\nb"}, BadName),
        ({"name": "x" * 101}, BadName),
        ({"name": "\ud800"}, BadName),
        ({"passphrase": "too short"}, PassphraseRefused),
        ({"kdf": KdfCost(1024)}, KdfCostRefused),
        ({"kdf": KdfCost(2**32)}, KdfCostRefused),
    ],
)
def test_a_refused_vault_leaves_nothing(
    tmp_path: Path, changes: dict[str, object], refusal: type[SatchelError]
) -> None:
    with pytest.raises(refusal):
        make(tmp_path / "New.satchel", **changes)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_parent_is_said(tmp_path: Path) -> None:
    with pytest.raises(ParentFolderMissing):
        make(tmp_path / "no" / "New.satchel")


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make(tmp_path / "New.satchel", prepare=fail)
    assert list(tmp_path.iterdir()) == []


def test_chosen_names_are_nowhere_in_clear_but_where_people_are_told(vault_path: Path) -> None:
    everything = {file.name: file.read_bytes() for file in vault_path.rglob("*") if file.is_file()}
    for planted in (DEVICE, PASSPHRASE):
        for writing in (planted.encode(), planted.encode("utf-16-le"), planted.encode().hex().encode()):
            assert [name for name, data in everything.items() if writing in data] == []
    assert [name for name, data in everything.items() if USER.encode() in data] == ["vault.hdr"]
    assert [name for name, data in everything.items() if VAULT_NAME.encode() in data] == ["vault.hdr"]


# missing and damaged


def test_what_is_no_vault_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        folder.unlock(tmp_path / "nothing", passphrase=PASSPHRASE)
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path):
        with pytest.raises(NotAVault):
            folder.unlock(place, passphrase=PASSPHRASE)
        with pytest.raises(NotAVault):
            folder.info(place)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_database_without_a_header_is_never_a_new_vault(vault_path: Path) -> None:
    (vault_path / "vault.hdr").unlink()
    before = sorted(entry.name for entry in vault_path.iterdir())
    for way in (False, True):
        with pytest.raises(HeaderMissing) as caught:
            folder.unlock(vault_path, passphrase=PASSPHRASE, use_previous=way)
        assert type(caught.value) is HeaderMissing
    with pytest.raises(VaultExists):
        make(vault_path)
    assert sorted(entry.name for entry in vault_path.iterdir()) == before


def test_a_damaged_header_offers_the_one_before_and_never_takes_it_silently(
    vault_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
    file = vault_path / "vault.hdr"
    file.write_bytes(damaged := file.read_bytes()[:-5] + b"wrong")
    with pytest.raises(HeaderDamagedPreviousSound) as caught:
        folder.unlock(vault_path, passphrase=PASSPHRASE)
    sound = header.decode((vault_path / "vault.hdr.prev").read_bytes()).header
    assert caught.value.facts == {"sequence": sound.sequence}
    assert file.read_bytes() == damaged
    with folder.unlock(vault_path, passphrase=PASSPHRASE, use_previous=True) as opened:
        assert folder.PREVIOUS_HEADER_USED in opened.notes
        database.connect(opened).close()
    assert (vault_path / "vault.hdr.damaged").read_bytes() == damaged
    assert "previous header" in caplog.text
    caplog.clear()
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()


def test_a_wrong_passphrase_does_not_put_the_previous_header_in_force(vault_path: Path) -> None:
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
    (vault_path / "vault.hdr").write_bytes(b"damaged")
    with pytest.raises(WrongPassphrase):
        folder.unlock(vault_path, passphrase="wrong", use_previous=True)
    assert (vault_path / "vault.hdr").read_bytes() == b"damaged"


def test_a_missing_header_offers_the_one_before(vault_path: Path) -> None:
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
    (vault_path / "vault.hdr").unlink()
    with pytest.raises(HeaderMissingPreviousSound):
        folder.info(vault_path)


def test_two_damaged_headers_are_plain_damage(vault_path: Path) -> None:
    for name in ("vault.hdr", "vault.hdr.prev"):
        (vault_path / name).write_bytes(b"damaged")
    for way in (False, True):
        with pytest.raises(HeaderDamaged) as caught:
            folder.unlock(vault_path, passphrase=PASSPHRASE, use_previous=way)
        assert type(caught.value) is HeaderDamaged


def test_a_header_that_is_a_link_is_damage(vault_path: Path, tmp_path: Path) -> None:
    (vault_path / "vault.hdr").rename(tmp_path / "elsewhere")
    (vault_path / "vault.hdr").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HeaderDamaged):
        folder.unlock(vault_path, passphrase=PASSPHRASE)


def test_several_users_have_to_name_themselves() -> None:
    from vault.unlocking import by_passphrase

    several = header.Header(
        chain_head=b"", database=header.Database(1, b""), device=b"", generation=1, grants=(), name="", open=False,
        members=(header.MemberSlots(b"1", "A", b"", ()), header.MemberSlots(b"2", "B", b"", ())), sequence=1, suite=1,
        vault=bytes(32),
    )  # fmt: skip
    with pytest.raises(UserRequired):
        by_passphrase(several, None, PASSPHRASE)
