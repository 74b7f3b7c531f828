"""Files of the folder: replaced whole, read back, the system's refusals in our words and without a path."""

import errno
import os
import sys
from pathlib import Path

import pytest

from tests.vaults import PASSPHRASE
from vault import disk, folder
from vault.errors import DiskFull, FolderUnavailable, ReadBackDiffers, VaultBusy
from vault.folder import Unlocked
from vault.locking import FolderLock


def test_a_replaced_file_keeps_the_one_before_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "vault.hdr"
    disk.write_new(file, b"one")
    (tmp_path / "vault.hdr.new").write_bytes(b"left by a kill")
    disk.replace(file, b"two", previous=b"one")
    found = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    assert found == {"vault.hdr": b"two", "vault.hdr.prev": b"one"}


def test_a_new_file_is_never_written_over_or_through_something(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").touch()
    for taken in ("link", "file"):
        with pytest.raises(FileExistsError):
            disk.write_new(tmp_path / taken, b"content")
    assert not (tmp_path / "elsewhere").exists()


def test_a_disk_that_gives_back_something_else_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"other")
    with pytest.raises(ReadBackDiffers) as caught:
        disk.replace(tmp_path / "vault.hdr", b"content")
    assert caught.value.facts == {"file": "vault.hdr"}


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, FolderUnavailable)]
)
def test_the_systems_refusals_come_without_their_path(code: int, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught, disk.guarded():
        raise OSError(code, os.strerror(code), "/home/somebody/secret-name")
    assert "secret-name" not in repr(caught.value) + str(caught.value.__cause__)


def test_a_full_disk_leaves_the_passphrase_as_it_was(unlocked: Unlocked, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    before = (unlocked.path / "vault.hdr").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            folder.change_passphrase(unlocked, "seven green lanterns over the harbour")
    assert (unlocked.path / "vault.hdr").read_bytes() == before
    unlocked.close()
    folder.unlock(unlocked.path, passphrase=PASSPHRASE).close()


@pytest.mark.parametrize("claim", [b"", b"[]", b'{"pid":"x"}', b"\xff", b"[" * 4000])
def test_who_holds_a_vault_is_shown_and_never_trusted(tmp_path: Path, claim: bytes) -> None:
    lock = FolderLock(tmp_path / "LOCK")
    lock.take()
    (tmp_path / "LOCK").write_bytes(claim)
    with pytest.raises(VaultBusy) as caught:
        FolderLock(tmp_path / "LOCK").take()
    assert caught.value.facts == {"pid": 0, "started": "?"}
    lock.release()
    again = FolderLock(tmp_path / "LOCK")
    again.take()
    again.release()


@pytest.mark.skipif(sys.platform == "win32", reason="no child holds a copy of a lock on Windows")
def test_letting_go_frees_the_folder_also_while_a_child_is_being_started(tmp_path: Path) -> None:
    lock, again = FolderLock(tmp_path / "LOCK"), FolderLock(tmp_path / "LOCK")
    lock.take()
    assert lock._descriptor is not None
    inherited = os.dup(lock._descriptor)
    lock.release()
    again.take()
    again.release()
    os.close(inherited)
