"""What is nobody's attack raises no doubt: openings and closings that fail, full disks, one kill after another."""

import errno
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app import edit
from app.session import Session
from tests.vault.rotations import always, opened_names, people
from tests.vault.test_freshness import visit
from tests.vaults import PASSPHRASE
from vault import checkpoints, disk, folder, renewing
from vault.errors import DatabaseMissing, DiskFull, SatchelError
from vault.errors_of_keeping import VaultMoved
from vault.stateroot import StateRoot

DB = "data-0001.db"


def test_a_crash_and_then_an_opening_that_fails(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    visit(vault_path, "Bea", crash=True)
    (vault_path / DB).rename(vault_path.with_name("taken away"))
    with pytest.raises(DatabaseMissing):
        Session.open(vault_path, passphrase=PASSPHRASE)
    vault_path.with_name("taken away").rename(vault_path / DB)
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada", "Bea"]


def test_a_crash_and_then_only_another_passphrase(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    visit(vault_path, "Bea", crash=True)
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked:
        folder.change_passphrase(unlocked, "a passphrase of quite another kind 7")
    assert opened_names(vault_path, passphrase="a passphrase of quite another kind 7") == ["Ada", "Bea"]


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_a_disk_that_stays_full(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "replace", full)
        for _ in range(4):
            session = Session.open(vault_path, passphrase=PASSPHRASE)
            assert [doubt.kind for doubt in session.doubts] == ["disk_full"]
            assert people(session) == ["Ada"]
            session.close()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada"]


def test_a_disk_that_fills_in_the_middle_of_a_rotation(vault_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Ada"}).result()
    turn = session.unlocked.turn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session.unlocked, "turn", lambda turned: (patch.setattr(disk, "replace", full), turn(turned)))
        with pytest.raises(DiskFull):
            session.order(lambda vault: renewing.rotate(vault, always)).result()
        with suppress(SatchelError):
            session.close()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada"]


def test_a_closing_that_fails_half_way(vault_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(vault_path, "Ada")
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Bea"}).result()
    with monkeypatch.context() as patch:
        patch.setattr(checkpoints, "write", full)
        with pytest.raises(OSError, match="full"):
            session.close()
    assert not (vault_path / f"{DB}-wal").exists()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada", "Bea"]


def test_an_opening_that_is_interrupted_right_after_its_first_commit(
    vault_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_root: StateRoot) -> None:
        raise KeyboardInterrupt

    visit(vault_path, "Ada")
    with monkeypatch.context() as patch:
        patch.setattr(StateRoot, "committed", interrupted)
        with pytest.raises(KeyboardInterrupt):
            Session.open(vault_path, passphrase=PASSPHRASE)
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada"]


def test_a_kill_at_the_end_of_closing_and_another_at_the_next_beginning(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Bea"}).result()
    session._worker.close()
    session._vault._left()
    session._vault._writer.close()
    session.unlocked.abandon()
    for _ in range(3):
        folder.unlock(vault_path, passphrase=PASSPHRASE).abandon()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada", "Bea"]


def meanwhile_lost(path: Path) -> None:
    (path / "LOCK").unlink()
    visit(path, "Cleo")


def meanwhile_moved(path: Path) -> None:
    path.rename(path.with_name("Moved.satchel"))


@pytest.mark.parametrize("meanwhile", [meanwhile_lost, meanwhile_moved], ids=["lock lost", "folder moved"])
def test_who_lost_the_vault_while_it_was_open_writes_no_more(
    vault_path: Path, meanwhile: Callable[[Path], None]
) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Ada"}).result()
    meanwhile(vault_path)
    with pytest.raises(VaultMoved):
        session.write(edit.add, "contact", {"name": "Late"}).result()
    with pytest.raises(VaultMoved):
        session.close()
    now, names = (
        (vault_path, ["Ada", "Cleo"]) if vault_path.exists() else (vault_path.with_name("Moved.satchel"), ["Ada"])
    )
    assert opened_names(now, passphrase=PASSPHRASE) == names


def test_a_vault_put_in_the_place_of_an_open_one_is_left_alone(
    made_vault: tuple[Path, folder.Created], vault_path: Path
) -> None:
    other = vault_path.with_name("Other.satchel")
    shutil.copytree(made_vault[0], other)
    visit(other, "Zed")
    before = {file.name: file.read_bytes() for file in other.iterdir()}
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    vault_path.rename(vault_path.with_name("Moved.satchel"))
    other.rename(vault_path)
    with pytest.raises(VaultMoved):
        session.unlocked.store(session.unlocked.header)
    with pytest.raises(VaultMoved):
        session.close()
    assert {file.name: file.read_bytes() for file in vault_path.iterdir()} == before
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Zed"]
