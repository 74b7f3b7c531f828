"""A schema is raised whole or not at all, wherever the process dies, and after a verified copy of what it was."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app import edit, lists
from app.session import Session
from tests.vault.test_old_vaults import MUSEUM
from tests.vaults import PASSPHRASE
from vault import database, disk, folder, migrate, stepping
from vault.errors import DatabaseDamaged, DiskFull
from vault.migrate import LATEST, script, statements
from vault.opened import OpenVault

OLD = [path for path in sorted(MUSEUM.glob("*.satchel")) if int(path.name[1:5]) < LATEST]


@pytest.fixture(params=OLD, ids=[path.name for path in OLD])
def old_vault(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "Old.satchel"
    shutil.copytree(request.param, path)
    return path


@pytest.fixture
def old(old_vault: Path) -> Iterator[folder.Unlocked]:
    """An old vault, unlocked and not yet migrated."""
    with folder.unlock(old_vault, passphrase=PASSPHRASE) as unlocked:
        yield unlocked


class Stopping:
    """A connection that fails, or dies with the process, instead of running one of its statements."""

    def __init__(self, connection: database.Connection, at: int, *, kill: bool) -> None:
        self.connection, self.left, self.kill = connection, at, kill

    @property
    def in_transaction(self) -> bool:
        return bool(self.connection.in_transaction)

    def execute(self, sql: str, /) -> Any:
        self.left -= 1
        if self.left == 0:
            if self.kill:
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt
        return self.connection.execute(sql)


def shape(connection: database.Connection) -> tuple[int, set[str]]:
    """The version and everything the schema holds."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return connection.execute("PRAGMA user_version").fetchone()[0], {str(name) for (name,) in names}


def steps(version: int) -> int:
    """What a migration from a version runs: the question, and for each step BEGIN, its own, version, COMMIT."""
    return 1 + sum(len(statements(script(number))) + 3 for number in range(version + 1, LATEST + 1))


def test_a_migration_that_fails_at_any_statement_leaves_one_version_whole(old: folder.Unlocked) -> None:
    with closing(database.connect(old)) as connection:
        before = shape(connection)
        for at in range(1, steps(before[0]) + 1):
            with pytest.raises(KeyboardInterrupt):
                migrate.migrate(Stopping(connection, at, kill=False))
            assert shape(connection) == before, at
        migrate.migrate(Stopping(connection, steps(before[0]) + 1, kill=False))
        assert shape(connection)[0] == LATEST


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_migration_killed_at_any_statement_leaves_one_version_whole(old: folder.Unlocked) -> None:
    files = {path: path.read_bytes() for path in [old.database_path]}
    with closing(database.connect(old)) as connection:
        before = shape(connection)
    for at in range(1, steps(before[0]) + 2):
        for path, data in files.items():
            path.write_bytes(data)
        child = os.fork()
        if child == 0:
            migrate.migrate(Stopping(database.connect(old), at, kill=True))
            os._exit(0)
        died = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        assert died == (at <= steps(before[0]))
        with closing(database.connect(old)) as connection:
            found = shape(connection)
            assert found == before if died else found[0] == LATEST, at
            migrate.migrate(connection)
            assert shape(connection)[0] == LATEST
        old.log_path.unlink(missing_ok=True)


def test_a_copy_of_the_version_before_lies_there_until_an_orderly_closing(old_vault: Path) -> None:
    before = (old_vault / "data-0001.db").read_bytes()
    session = Session.open(old_vault, passphrase=PASSPHRASE)
    copy = stepping.copy_of(session.unlocked)
    assert copy.name == f"data-0001.db.before-{LATEST}"
    assert copy.read_bytes() == before
    session.close()
    assert sorted(path.name for path in old_vault.glob("data-*")) == ["data-0001.db"]


def test_a_vault_of_the_latest_schema_is_not_copied(vault_path: Path) -> None:
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    assert not stepping.copy_of(vault.unlocked).exists()
    vault.close()


def test_a_damaged_vault_is_not_migrated(old: folder.Unlocked) -> None:
    data = bytearray(old.database_path.read_bytes())
    data[-2000] ^= 1
    old.database_path.write_bytes(data)
    with closing(database.connect(old)) as connection:
        with pytest.raises(DatabaseDamaged):
            stepping.keep_copy(connection, old)
        assert shape(connection)[0] < LATEST
    assert not [path for path in old.path.iterdir() if "before" in path.name]
    assert old.database_path.read_bytes() == data


def test_without_room_for_the_copy_nothing_is_migrated(old_vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> bytes:
        raise OSError(28, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(stepping, "_write_copy", full)
        with folder.unlock(old_vault, passphrase=PASSPHRASE) as unlocked, pytest.raises(DiskFull):
            OpenVault(unlocked)
    session = Session.open(old_vault, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "New"}).result()
    assert session.read(lists.count, "contact").result() == 3
    session.close()


def test_what_a_kill_left_of_a_copy_is_replaced(old: folder.Unlocked) -> None:
    copy = stepping.copy_of(old)
    disk.write_new(copy.with_name(copy.name + ".new"), b"half")
    disk.write_new(copy, b"of an opening before")
    with closing(database.connect(old)) as connection:
        stepping.keep_copy(connection, old)
    assert copy.stat().st_size == old.database_path.stat().st_size
    assert not copy.with_name(copy.name + ".new").exists()
