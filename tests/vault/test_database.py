"""The database: opened in a fixed order, every wrong file told apart, no way out of it for a statement."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from vault import database, engine, inspecting
from vault.database import Connection
from vault.errors import (
    ConstraintBroken,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseReadonly,
    DiskFailed,
    DiskFull,
    EngineUnsuitable,
    QueryInterrupted,
    SatchelError,
    StatementDenied,
)
from vault.folder import Unlocked
from vault.migrate import LATEST

PLANTED = "Ottoline Quillfeather"


@pytest.fixture
def connection(unlocked: Unlocked) -> Iterator[Connection]:
    with closing(database.connect(unlocked)) as opened:
        yield opened


def bump(connection: Connection, times: int = 1) -> int:
    """Commit so often; gives the commit counter."""
    for _ in range(times):
        connection.execute("UPDATE vault_state SET value = value + 1 WHERE key = 'commit_counter'")
    row = connection.execute("SELECT value FROM vault_state WHERE key = 'commit_counter'").fetchone()
    return int(row[0])


def refused(unlocked: Unlocked, kind: type[SatchelError], *, readonly: bool = False) -> SatchelError:
    with pytest.raises(kind) as caught:
        database.connect(unlocked, readonly=readonly)
    return caught.value


def test_a_connection_has_the_settings_that_keep_its_promises(connection: Connection) -> None:
    connection.set_authorizer(None)
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2, "trusted_schema": 0,
        "cell_size_check": 1, "secure_delete": 1, "mmap_size": 0, "cipher_memory_security": "0",
        "application_id": inspecting.APPLICATION_ID, "user_version": LATEST,
    }  # fmt: skip
    found = {name: connection.execute(f"PRAGMA {name}").fetchone() for name in wanted}
    found["mmap_size"] = found["mmap_size"] or (0,)
    assert {name: row[0] for name, row in found.items()} == wanted


def test_writer_and_reader_see_the_same_and_the_reader_writes_nothing(
    unlocked: Unlocked, connection: Connection
) -> None:
    with closing(database.connect(unlocked, readonly=True)) as reader:
        counter = bump(connection)
        query = "SELECT value FROM vault_state WHERE key = 'commit_counter'"
        assert reader.execute(query).fetchall() == [(counter,)]
        for statement in ("UPDATE vault_state SET value = 0", "CREATE TABLE t (a)", "DELETE FROM accounts"):
            with pytest.raises(DatabaseReadonly):
                reader.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH DATABASE 'other.db' AS other",
        "DETACH DATABASE main",
        "VACUUM",
        "VACUUM INTO 'copy.db'",
        "PRAGMA key = 'x'",
        "PRAGMA rekey = 'x'",
        "PRAGMA cipher_settings",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA synchronous = OFF",
        "PRAGMA temp_store_directory = '/'",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA cipher_log = 'log.txt'",
        "PRAGMA cipher_profile = 'log.txt'",
    ],
)
@pytest.mark.parametrize("readonly", [False, True])
def test_a_statement_cannot_leave_the_database(
    unlocked: Unlocked, statement: str, readonly: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(database.connect(unlocked, readonly=readonly)) as opened, pytest.raises(StatementDenied):
        opened.execute(statement)
    assert [entry.name for entry in tmp_path.iterdir()] == ["Acme.satchel"]


def test_no_extension_is_loaded(connection: Connection) -> None:
    with pytest.raises(dbapi2.OperationalError, match="not authorized"):
        connection.execute("SELECT load_extension('x')")


@pytest.mark.parametrize("size", [0, 16, 31, 33, 48])
def test_a_raw_key_of_another_length_never_reaches_the_library(unlocked: Unlocked, size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        database._keyed(unlocked.database_path, bytes(size))


def test_another_key_is_damage_and_says_nothing_on_the_screen(
    unlocked: Unlocked, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(unlocked, "database_key", lambda: bytes(32))
    refused(unlocked, DatabaseDamaged)
    assert capfd.readouterr() == ("", "")


def test_the_key_buffer_is_wiped(unlocked: Unlocked, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bytearray] = []
    real = Connection.set_key

    def remember(self: Connection, key: bytearray) -> None:
        given.append(key)
        real(self, key)

    monkeypatch.setattr(Connection, "set_key", remember, raising=False)
    database.connect(unlocked).close()
    assert given == [bytearray(67)]


def test_an_unsuitable_library_is_refused(unlocked: Unlocked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    refused(unlocked, EngineUnsuitable)


def test_the_librarys_refusals_come_in_our_words(unlocked: Unlocked, connection: Connection) -> None:
    with pytest.raises(ConstraintBroken):
        connection.execute("INSERT INTO vault_state VALUES ('clock', 0)")
    with pytest.raises(ConstraintBroken):
        connection.executemany("INSERT INTO vault_state VALUES (?, ?)", [("clock", 0)])
    with closing(database.connect(unlocked)) as other:
        connection.execute("BEGIN IMMEDIATE")
        other.set_busy_timeout(0.0)
        with pytest.raises(DatabaseBusy):
            other.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    with pytest.raises(dbapi2.OperationalError, match="no such table"):
        connection.execute("SELECT * FROM nowhere")


def test_a_text_that_is_none_is_damage_and_is_not_repeated(connection: Connection) -> None:
    for fetch in ("fetchone", "fetchall", "fetchmany"):
        cursor = connection.cursor()
        with pytest.raises(DatabaseDamaged) as caught:
            getattr(cursor.execute("SELECT CAST(x'4f74746f6cff' AS TEXT)"), fetch)()
        assert "Ottol" not in repr((caught.value, caught.value.__cause__, caught.value.facts))


def test_a_read_can_be_stopped(connection: Connection) -> None:
    connection.set_progress_handler(lambda: 1, 100)
    endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(QueryInterrupted):
        connection.execute(endless).fetchall()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (13, DiskFull),
        (10, DiskFailed),
        (266, DiskFailed),
        (14, DiskFailed),
        (11, DatabaseDamaged),
        (779, DatabaseDamaged),
        (8, DatabaseReadonly),
    ],
)
def test_disk_faults_are_told_apart(code: int, kind: type[SatchelError]) -> None:
    assert type(engine.meaning(code)) is kind


def test_a_copy_that_finds_no_room_says_so(unlocked: Unlocked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def small(path: Path, key: bytes, mode: str = "rw") -> Connection:
        opened = keyed(path, key, mode)
        if path == target:
            opened.execute("PRAGMA max_page_count = 5")
        return opened

    target, keyed = tmp_path / "copy.db", database._keyed
    monkeypatch.setattr(database, "_keyed", small)
    with pytest.raises(DiskFull):
        database.copy(unlocked, target)


def test_a_full_database_loses_nothing_and_says_so(connection: Connection) -> None:
    connection.set_authorizer(None)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    connection.execute("CREATE TEMP TABLE t (a)")
    with pytest.raises(DiskFull):
        connection.execute("CREATE TABLE big AS SELECT randomblob(100000)")
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'big'").fetchone() == (0,)


def test_planted_values_are_in_no_byte_on_disk(unlocked: Unlocked, connection: Connection) -> None:
    rows = [(f"{PLANTED} {number}", number) for number in range(2000)]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO vault_state VALUES (?, ?)", rows)
    during = everything(unlocked.path)
    connection.execute("COMMIT")
    connection.execute("DELETE FROM vault_state WHERE value > 1000 AND key LIKE 'Ottoline%'")
    during |= {f"after {name}": data for name, data in everything(unlocked.path).items()}
    assert any(name.endswith("-wal") and len(data) > 4096 for name, data in during.items())
    for writing in (PLANTED.encode(), PLANTED.encode("utf-16-le"), PLANTED.upper().encode()):
        assert [name for name, data in during.items() if writing in data] == []


def everything(path: Path) -> dict[str, bytes]:
    """Every file of a folder and, where the system shows them, of this process's deleted but open ones."""
    found = {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}
    for descriptor in Path("/proc/self/fd").glob("*") if Path("/proc/self/fd").exists() else ():
        target = str(descriptor.readlink()) if descriptor.is_symlink() else ""
        if target.endswith("(deleted)") and str(path) in target:
            found[f"deleted {descriptor.name}"] = descriptor.read_bytes()
    return found
