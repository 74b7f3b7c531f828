"""A vault where nothing can be written opens to be looked at: every byte stays, every write is refused in words."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import edit, finding, lists
from app.session import Session
from tests.vault.test_freshness import visit
from tests.vaults import PASSPHRASE
from vault import folder, placing
from vault.errors import DiskFull, SatchelError, VaultBusy
from vault.errors_of_keeping import VaultReadonly
from vault.unlocked import Unlocked


def bytes_of(path: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in path.iterdir() if file.is_file()}


@pytest.fixture(params=["closed", "killed", "killed, without its index"])
def left(request: pytest.FixtureRequest, vault_path: Path) -> Path:
    """A vault with two people, closed or killed before its log was moved into the database."""
    visit(vault_path, "Ada")
    visit(vault_path, "Bea", crash=request.param != "closed")
    if request.param == "killed, without its index":
        (vault_path / "data-0001.db-shm").unlink()
    return vault_path


@pytest.fixture
def unwritable(left: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(placing, "writable", lambda _folder: False)
    return left


def looks_on(path: Path) -> None:
    """Everything can be read, nothing written; two may look at once."""
    before = bytes_of(path)
    session, other = (Session.open(path, passphrase=PASSPHRASE) for _ in range(2))
    for each in (session, other):
        assert [doubt.kind for doubt in each.doubts] == ["vault_readonly"]
        assert each.read(lists.count, "contact").result() == 2
        assert [hit.title for hit in each.read(finding.find, "Bea").result()] == ["Bea"]
        for deed in (lambda at=each: at.write(edit.add, "contact", {"name": "Late"}), each.accept):
            with pytest.raises(VaultReadonly):
                deed().result()
        assert each.read(each.adds_up).result()
        each.close()
    assert bytes_of(path) == before


def test_a_vault_that_cannot_be_written_is_looked_at(unwritable: Path) -> None:
    looks_on(unwritable)


def test_an_older_database_is_found_there_too(vault_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(vault_path, "Ada")
    older = (vault_path / "data-0001.db").read_bytes()
    visit(vault_path, "Bea")
    (vault_path / "data-0001.db").write_bytes(older)
    monkeypatch.setattr(placing, "writable", lambda _folder: False)
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert [doubt.kind for doubt in session.doubts] == ["vault_readonly", "vault_older"]
    session.close()


def test_nobody_looks_on_while_somebody_writes(vault_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(vault_path, "Ada")
    with folder.unlock(vault_path, passphrase=PASSPHRASE), monkeypatch.context() as patched:
        patched.setattr(placing, "writable", lambda _folder: False)
        with pytest.raises(VaultBusy):
            folder.unlock(vault_path, passphrase=PASSPHRASE)


def test_a_disk_too_full_for_the_open_mark_still_shows_the_customers(
    left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Unlocked, *_: object, **__: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(Unlocked, "store", full)
        session = Session.open(left, passphrase=PASSPHRASE)
        assert session.read(lists.count, "contact").result() == 2
        with pytest.raises(DiskFull):
            session.write(edit.add, "contact", {"name": "Late"}).result()
        session.close()
    visit(left, "Cleo")


@pytest.fixture
def medium(left: Path, tmp_path: Path) -> Iterator[Path]:
    """The vault on a real mount that refuses every write."""
    place = tmp_path / "medium"
    place.mkdir()
    shutil.copytree(left, tmp_path / "disc" / "Acme.satchel")
    mount = ["mount", "--bind", "-o", "ro", str(tmp_path / "disc"), str(place)]
    if os.name == "nt" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only an administrator of this machine can mount a read-only medium")
    subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], capture_output=True, check=True)
    yield place / "Acme.satchel"
    subprocess.run(["umount", str(place)], capture_output=True, check=True)


def test_a_vault_on_a_real_read_only_medium_is_looked_at(medium: Path) -> None:
    with pytest.raises(OSError, match="Read-only"):
        (medium / "trial").touch()
    looks_on(medium)


def test_wrong_tries_there_still_cost_what_they_cost(unwritable: Path) -> None:
    with pytest.raises(SatchelError, match="wrong_passphrase"):
        Session.open(unwritable, passphrase="wrong passphrase number one")
    assert not (unwritable / "tries").exists()
