"""Restoring goes beside and never over, in full or not at all, and erases again what was erased since."""

import errno
import shutil
from pathlib import Path

import pytest

from tests.vault.backing import BY_PASSPHRASE, back_up, quiet
from tests.vault.desk import Desk
from tests.vaults import CHEAP, PASSPHRASE
from vault import (
    audit,
    disk,
    erasing,
    erasure_ledger,
    folder,
    freshness,
    ids,
    renewing,
    restoring,
)
from vault.backup_making import Made
from vault.backup_proving import Opener
from vault.errors import (
    FolderUnavailable,
    ParentFolderMissing,
    VaultExists,
    WrongPassphrase,
    WrongRecoveryCode,
)
from vault.errors_of_keeping import (
    LedgerForged,
    LedgerOlder,
    VaultInCloudFolder,
)
from vault.model.catalogue import NOUNS
from vault.opened import OpenVault
from vault.restoring import Restored
from vault.values import RecordId

NEW = "seven green lanterns over the harbour"


@pytest.fixture
def made(desk: Desk, tmp_path: Path) -> Made:
    desk.add("contact", name="Ada", id_number="ID-1")
    return back_up(desk.vault, tmp_path / "out")


def restore(made: Made | Path, to: Path, opener: Opener = BY_PASSPHRASE, ledgers: tuple[Path, ...] = ()) -> Restored:
    return restoring.restore(made if isinstance(made, Path) else made.file, to, opener, ledgers, quiet)


def opened(path: Path, **key: str) -> OpenVault:
    vault = OpenVault(folder.unlock(path, **(key or {"passphrase": PASSPHRASE})))  # type: ignore[arg-type]  # keys only
    assert vault.doubts == ()
    return vault


def erase(desk: Desk, record: RecordId) -> None:
    desk.do(lambda tx: erasing.erase(tx, NOUNS["contact"], ids.key_of(record)))


def test_a_restored_vault_holds_the_same_in_a_line_of_its_own(desk: Desk, made: Made, tmp_path: Path) -> None:
    expected = desk.everything()
    restore(made, tmp_path / "R.satchel")
    vault = opened(tmp_path / "R.satchel")
    try:
        other = Desk(vault)
        assert other.everything() == expected
        assert other.one(next(iter(expected)))["id_number"] == "ID-1"
        assert freshness.marks(other.reader.connection).lineage != made.manifest.lineage
        last = next(each for each in audit.entries(other.reader) if each["action"] == "restore")
        assert last["count"] == made.manifest.commits
        assert f"lineage {made.manifest.lineage.hex()}" in str(last["fields"])
    finally:
        vault.close()


def test_the_old_passphrase_and_the_code_of_the_day_open_it_when_the_vault_is_gone(
    desk: Desk, made: Made, tmp_path: Path, recovery_code: str
) -> None:
    folder.change_passphrase(desk.vault.unlocked, NEW, kdf=CHEAP)
    later = back_up(desk.vault, made.file.parent)
    elsewhere = tmp_path / "another machine"
    shutil.copytree(made.file.parent, elsewhere)
    old, new = elsewhere / made.file.name, elsewhere / later.file.name
    with pytest.raises(WrongPassphrase):
        restore(new, tmp_path / "R.satchel")
    assert not (tmp_path / "R.satchel").exists()
    for number, (file, opener) in enumerate(
        [(old, BY_PASSPHRASE), (new, Opener(passphrase=NEW)), (old, Opener(recovery_code=recovery_code))]
    ):
        restore(file, tmp_path / f"R{number}.satchel", opener)
    for number, key in enumerate([{"passphrase": PASSPHRASE}, {"passphrase": NEW}, {"recovery_code": recovery_code}]):
        vault = opened(tmp_path / f"R{number}.satchel", **key)
        assert Desk(vault).names("contact") == ["Ada"]
        vault.close()


def test_a_restored_vault_is_written_backed_up_and_restored_again(made: Made, tmp_path: Path) -> None:
    restore(made, tmp_path / "R.satchel")
    vault = opened(tmp_path / "R.satchel")
    Desk(vault).add("contact", name="Bea")
    second = back_up(vault, tmp_path / "second")
    vault.close()
    restore(second, tmp_path / "RR.satchel")
    vault = opened(tmp_path / "RR.satchel")
    assert sorted(map(str, Desk(vault).names("contact"))) == ["Ada", "Bea"]
    vault.close()


@pytest.mark.parametrize("taken", ["vault", "file", "link"])
def test_nothing_is_ever_restored_over_something(made: Made, vault_path: Path, tmp_path: Path, taken: str) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    to = vault_path if taken == "vault" else tmp_path / taken
    with pytest.raises(VaultExists):
        restore(made, to)
    assert (tmp_path / "file").read_bytes() == b"precious"


def test_the_place_must_be_one_for_a_vault(made: Made, tmp_path: Path) -> None:
    with pytest.raises(ParentFolderMissing):
        restore(made, tmp_path / "none" / "R.satchel")
    (tmp_path / "Dropbox").mkdir()
    with pytest.raises(VaultInCloudFolder):
        restore(made, tmp_path / "Dropbox" / "R.satchel")


class StoppedError(Exception):
    """Somebody had enough."""


@pytest.mark.parametrize("at", range(0, 12, 3))
def test_who_stops_a_restore_finds_nothing_left(made: Made, tmp_path: Path, at: int) -> None:
    calls = [0]

    def step(_done: int, _total: int) -> None:
        calls[0] += 1
        if calls[0] > at:
            raise StoppedError

    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoppedError):
        restoring.restore(made.file, tmp_path / "R.satchel", BY_PASSPHRASE, (), step)
    assert sorted(tmp_path.iterdir()) == before


def test_a_list_of_erasures_that_is_gone_or_older_is_refused(desk: Desk, made: Made, tmp_path: Path) -> None:
    ledger = erasure_ledger.path_in(made.file.parent, desk.vault.unlocked.vault)
    empty = ledger.read_bytes()
    erase(desk, desk.add("contact", name="Bea"))
    back_up(desk.vault, made.file.parent)
    full = ledger.read_bytes()
    assert full.startswith(empty), "entries are only appended"
    ledger.write_bytes(empty)
    with pytest.raises(LedgerOlder):
        restore(made, tmp_path / "R.satchel")
    ledger.unlink()
    with pytest.raises(LedgerOlder):
        restore(made, tmp_path / "R.satchel")
    assert not (tmp_path / "R.satchel").exists()
    kept = tmp_path / "kept.ledger"
    kept.write_bytes(full)
    assert restore(made, tmp_path / "R.satchel", ledgers=(kept,)).erased == 1


def test_a_list_in_a_folder_that_the_vault_knew_is_found(desk: Desk, tmp_path: Path) -> None:
    record = desk.add("contact", name="Ada")
    back_up(desk.vault, tmp_path / "other")
    made = back_up(desk.vault, tmp_path / "out")
    erase(desk, record)
    back_up(desk.vault, tmp_path / "other")
    assert restore(made, tmp_path / "R.satchel").erased == 1


@pytest.mark.parametrize("at", [0, 9, 200, -1, -70, -200])
def test_a_changed_list_of_erasures_is_refused(desk: Desk, made: Made, tmp_path: Path, at: int) -> None:
    record = desk.add("contact", name="Bea")
    erase(desk, record)
    back_up(desk.vault, made.file.parent)
    ledger = erasure_ledger.path_in(made.file.parent, desk.vault.unlocked.vault)
    broken = bytearray(ledger.read_bytes())
    broken[at] ^= 1
    ledger.write_bytes(broken)
    with pytest.raises(LedgerForged):
        restore(made, tmp_path / "R.satchel")


def test_a_list_that_is_named_stands_in_for_a_damaged_one(desk: Desk, made: Made, tmp_path: Path) -> None:
    erase(desk, desk.add("contact", name="Bea"))
    back_up(desk.vault, made.file.parent)
    back_up(desk.vault, tmp_path / "other")
    erasure_ledger.path_in(made.file.parent, desk.vault.unlocked.vault).write_bytes(b"noise")
    assert restore(made, tmp_path / "R.satchel", ledgers=(tmp_path / "other",)).erased == 1


def test_a_destination_that_is_closed_to_us_is_not_reached(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(desk.vault, tmp_path / "other")
    made = back_up(desk.vault, tmp_path / "out")
    read = disk.read_bounded

    def closed(path: Path, limit: int) -> bytes | None:
        if path.parent.name in refused:
            raise PermissionError(errno.EACCES, "closed")
        return read(path, limit)

    monkeypatch.setattr(disk, "read_bounded", closed)
    refused = {"other"}
    restore(made, tmp_path / "R.satchel")
    refused = {"out"}
    with pytest.raises(FolderUnavailable):
        restore(made, tmp_path / "RR.satchel")


def test_a_list_of_another_vault_is_refused(desk: Desk, made: Made, tmp_path: Path) -> None:
    folder.create(tmp_path / "O.satchel", name="O", user="Eve", passphrase=PASSPHRASE, kdf=CHEAP)
    other = opened(tmp_path / "O.satchel")
    erase(Desk(other), Desk(other).add("contact", name="Eve"))
    back_up(other, tmp_path / "others")
    ledger = erasure_ledger.path_in(tmp_path / "others", other.unlocked.vault)
    other.close()
    with pytest.raises(LedgerForged):
        restore(made, tmp_path / "R.satchel", ledgers=(ledger,))


def test_a_damaged_list_is_set_aside_and_written_anew_by_the_next_backup(desk: Desk, made: Made) -> None:
    erase(desk, desk.add("contact", name="Bea"))
    ledger = erasure_ledger.path_in(made.file.parent, desk.vault.unlocked.vault)
    ledger.write_bytes(b"noise")
    back_up(desk.vault, made.file.parent)
    assert len(erasure_ledger.read(ledger, desk.vault.unlocked.vault).entries) == 1
    assert ledger.with_name(ledger.name + ".damaged").read_bytes() == b"noise"


def test_backups_of_both_sides_of_a_renewed_key_open_with_what_opened_them(
    desk: Desk, made: Made, tmp_path: Path, recovery_code: str
) -> None:
    renewed = renewing.renew_recovery(desk.vault, quiet)
    later = back_up(desk.vault, tmp_path / "later")
    assert later.manifest.generation == made.manifest.generation + 1
    for number, (backup, code) in enumerate([(made, recovery_code), (later, renewed)]):
        restore(backup, tmp_path / f"R{number}.satchel", Opener(recovery_code=code))
        vault = opened(tmp_path / f"R{number}.satchel", recovery_code=code)
        assert Desk(vault).names("contact") == ["Ada"]
        vault.close()
    with pytest.raises(WrongRecoveryCode):
        restore(later, tmp_path / "R.satchel", Opener(recovery_code=recovery_code))
