"""A backup is written, read back, opened and compared before it looks like one; writers and the vault go on."""

import errno
import os
import shutil
import tarfile
import threading
from pathlib import Path

import pytest

from tests.vault.backing import BY_PASSPHRASE, back_up, members, quiet
from tests.vault.desk import Desk
from tests.vaults import DEVICE, PASSPHRASE, USER, VAULT_NAME
from vault import backup_making, backup_places, backup_proving, backup_tar, database, folder, header, restoring
from vault.errors import SatchelError
from vault.errors_of_keeping import (
    BackupDiffers,
    BackupInterrupted,
    BackupPlaceFull,
    BackupPlaceInside,
    BackupPlaceMissing,
    BackupPlaceReadonly,
)
from vault.opened import OpenVault


class StoppedError(Exception):
    """Somebody had enough."""


def left(folder: Path) -> list[str]:
    """What lies in a folder, the ledger aside."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".ledger"))


def test_a_backup_holds_the_members_in_their_order_and_no_name(desk: Desk, tmp_path: Path) -> None:
    desk.add("contact", name="Zedekiah Quibble")
    made = back_up(desk.vault, tmp_path / "out")
    with tarfile.open(made.file) as tar:
        assert tar.getnames() == ["manifest", "vault.hdr", "vault.chain", "data-0001.db"]
        owners = {(each.uid, each.gid, each.uname, each.gname, each.mode, each.mtime) for each in tar.getmembers()}
    assert owners == {(0, 0, "", "", 0o600, 0)}
    assert made.file.name.startswith(f"satchel-{desk.vault.unlocked.vault_id[:16]}-")
    assert made.digest == backup_tar.digest_of(made.file)
    data = made.file.read_bytes()
    for name in ("Zedekiah", "Quibble", DEVICE):
        assert name.encode() not in data
    assert not any(name in made.file.name for name in (VAULT_NAME, USER))


def test_the_header_in_it_says_closed_and_holds_no_keychain_slots(desk: Desk, tmp_path: Path) -> None:
    made = back_up(desk.vault, tmp_path / "out")
    told = header.decode(members(made.file)["vault.hdr"]).header
    assert (told.open, told.doubt, told.keychain) == (False, "", ())
    assert told.marks is not None
    assert told.marks.commits == made.manifest.commits
    assert told.database.salt == members(made.file)["data-0001.db"][:16]


def test_writers_go_on_while_the_copy_is_made(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_COPIED_PAGES", 8)
    written: list[str] = []

    def step(_done: int, _total: int) -> None:
        if len(written) < 5:
            written.append(desk.add("contact", name=f"During {len(written)}"))

    desk.add("contact", name="Before")
    made = back_up(desk.vault, tmp_path / "out", step)
    assert len(written) == 5
    restoring.restore(made.file, tmp_path / "R.satchel", BY_PASSPHRASE, (), quiet)
    after = OpenVault(folder.unlock(tmp_path / "R.satchel", passphrase=PASSPHRASE))
    found = Desk(after).names("contact", "created_at")
    after.close()
    everything = desk.names("contact", "created_at")
    assert everything == ["Before", *(f"During {n}" for n in range(5))]
    assert found == everything[: len(found)]
    assert 1 <= len(found) < 6, "a snapshot of one moment within"


@pytest.mark.parametrize("at", range(0, 60, 6))
def test_who_stops_it_finds_nothing_left(desk: Desk, tmp_path: Path, at: int) -> None:
    calls = [0]

    def step(_done: int, _total: int) -> None:
        calls[0] += 1
        if calls[0] > at:
            raise StoppedError

    (tmp_path / "out").mkdir()
    try:
        backup_making.make(desk.vault.unlocked, tmp_path / "out", step)
    except StoppedError:
        assert left(tmp_path / "out") == []
    else:
        assert calls[0] <= at
    assert left(tmp_path) == ["Acme.satchel", "out"]


def test_a_folder_that_is_not_there_is_named_so(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BackupPlaceMissing):
        backup_making.make(desk.vault.unlocked, tmp_path / "unplugged", quiet)
    assert not (tmp_path / "unplugged").exists()


@pytest.mark.parametrize("where", [".", "blobs", "link"])
def test_a_folder_inside_the_vault_is_refused(desk: Desk, tmp_path: Path, where: str) -> None:
    vault = desk.vault.unlocked.path
    (vault / "blobs").mkdir()
    (tmp_path / "link").symlink_to(vault)
    with pytest.raises(BackupPlaceInside):
        backup_making.make(desk.vault.unlocked, tmp_path / "link" if where == "link" else vault / where, quiet)


def test_a_lack_of_room_is_said_before_anything_is_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(BackupPlaceFull) as full:
        backup_making.make(desk.vault.unlocked, tmp_path / "out", quiet)
    assert full.value.facts["needed_mib"] == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != tmp_path / "out")
    with pytest.raises(BackupPlaceReadonly):
        backup_making.make(desk.vault.unlocked, tmp_path / "out", quiet)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.EIO, BackupInterrupted), (errno.ENOSPC, BackupPlaceFull), (errno.EROFS, BackupPlaceReadonly)],
    ids=["unplugged", "full", "protected"],
)
@pytest.mark.parametrize("name", ["write", "part_of", "digest_of"])
def test_a_medium_that_fails_in_the_middle_leaves_nothing_that_looks_finished(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int, expected: type[SatchelError]
) -> None:
    def failing(*_: object) -> None:
        raise OSError(number, "gone", "/home/somebody/stick")

    monkeypatch.setattr(backup_tar, name, failing)
    (tmp_path / "out").mkdir()
    with pytest.raises(expected) as raised:
        backup_making.make(desk.vault.unlocked, tmp_path / "out", quiet)
    assert "somebody" not in repr(raised.value.facts)
    assert left(tmp_path / "out") == []


def test_a_disk_that_gives_back_something_else_is_found_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup_making._flushed

    def rotten(stream: object) -> None:
        real(stream)  # type: ignore[arg-type]  # passed on
        path = next((tmp_path / "out").glob(".*/partial"))
        data = bytearray(path.read_bytes())
        data[-20_000] ^= 1
        path.write_bytes(data)

    monkeypatch.setattr(backup_making, "_flushed", rotten)
    (tmp_path / "out").mkdir()
    with pytest.raises(SatchelError) as raised:
        backup_making.make(desk.vault.unlocked, tmp_path / "out", quiet)
    assert raised.value.kind == "backup_damaged"
    assert left(tmp_path / "out") == []


def test_a_disk_unplugged_before_the_proof_is_told_as_such(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    real = backup_making._flushed

    def unplugged(stream: object) -> None:
        real(stream)  # type: ignore[arg-type]  # passed on
        shutil.rmtree(out)

    monkeypatch.setattr(backup_making, "_flushed", unplugged)
    with pytest.raises(BackupInterrupted):
        backup_making.make(desk.vault.unlocked, out, quiet)
    assert left(tmp_path) == ["Acme.satchel"]


def test_a_vault_whose_rows_do_not_add_up_gives_no_backup(desk: Desk, tmp_path: Path) -> None:
    desk.add("contact", name="Ada")
    other = database._open(desk.vault.unlocked)
    other.execute("UPDATE contacts SET title = 'Empress'")
    other.close()
    (tmp_path / "out").mkdir()
    with pytest.raises(BackupDiffers) as raised:
        backup_making.make(desk.vault.unlocked, tmp_path / "out", quiet)
    assert raised.value.what == "root"
    assert left(tmp_path / "out") == []


def test_what_a_killed_run_left_is_swept_and_what_lives_is_not(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    dead = out / f".satchel-{'ab' * 8}.working"
    dead.mkdir()
    (dead / "LOCK").touch()
    (dead / "partial").write_bytes(b"half")
    (out / ".satchel-mine").mkdir()
    with backup_places.working(out) as living:
        back_up(desk.vault, out)
        assert living.exists()
    assert not dead.exists()
    assert (out / ".satchel-mine").exists()


def test_two_backups_at_once_are_both_whole(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    made: list[Path] = []

    def run() -> None:
        made.append(backup_making.make(desk.vault.unlocked, tmp_path / "out", quiet).file)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert left(tmp_path / "out") == sorted(path.name for path in made)
    assert len(set(made)) == 2
    for file in made:
        assert restoring.verify(file, BY_PASSPHRASE, (tmp_path,), quiet).digest == backup_tar.digest_of(file)


def test_proof_is_what_makes_it_a_backup(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BackupDiffers(what="root", n=1)

    monkeypatch.setattr(backup_proving, "prove", refuse)
    (tmp_path / "out").mkdir()
    with pytest.raises(BackupDiffers):
        backup_making.make(desk.vault.unlocked, tmp_path / "out", quiet)
    assert left(tmp_path / "out") == []
