"""The database: opened in a fixed order, every wrong file told apart, no way out of it for a statement."""

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import CHEAP, PASSPHRASE, USER
from vault import database, engine, folder, inspecting
from vault.database import Connection
from vault.errors import (
    ConstraintBroken,
    DatabaseBusy,
    DatabaseCut,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseForeign,
    DatabaseMissing,
    DatabaseNotRegular,
    DatabasePlaintext,
    DatabaseReadonly,
    DiskFailed,
    DiskFull,
    EngineUnsuitable,
    QueryInterrupted,
    SatchelError,
    SeenForged,
    StatementDenied,
    VaultOlder,
    VaultTooNew,
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


# settings


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


# the key


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


# the wrong file


def test_a_missing_database_is_never_made_anew(unlocked: Unlocked) -> None:
    unlocked.database_path.unlink()
    for readonly in (False, True):
        assert refused(unlocked, DatabaseMissing, readonly=readonly).facts == {"file": "data-0001.db"}
    assert not unlocked.database_path.exists()


def test_an_empty_file_is_never_an_empty_vault(unlocked: Unlocked) -> None:
    unlocked.database_path.write_bytes(b"")
    refused(unlocked, DatabaseEmpty)
    assert unlocked.database_path.stat().st_size == 0


def test_a_link_is_not_followed(unlocked: Unlocked, tmp_path: Path) -> None:
    unlocked.database_path.rename(tmp_path / "elsewhere.db")
    unlocked.database_path.symlink_to(tmp_path / "elsewhere.db")
    refused(unlocked, DatabaseNotRegular)


def test_a_folder_or_pipe_is_no_database(unlocked: Unlocked) -> None:
    unlocked.database_path.unlink()
    unlocked.database_path.mkdir()
    refused(unlocked, DatabaseNotRegular)
    unlocked.database_path.rmdir()
    os.mkfifo(unlocked.database_path)
    refused(unlocked, DatabaseNotRegular)


def test_an_unencrypted_database_is_named(unlocked: Unlocked) -> None:
    unlocked.database_path.unlink()
    with closing(sqlite3.connect(unlocked.database_path)) as plain:
        plain.execute("CREATE TABLE accounts (id)")
    refused(unlocked, DatabasePlaintext)


def test_a_database_of_another_vault_is_foreign(unlocked: Unlocked, tmp_path: Path) -> None:
    folder.create(tmp_path / "Other.satchel", name="O", user=USER, passphrase=PASSPHRASE, kdf=CHEAP)
    shutil.copy(tmp_path / "Other.satchel" / "data-0001.db", unlocked.database_path)
    refused(unlocked, DatabaseForeign)


def test_a_database_under_the_right_key_with_another_identity_is_foreign(unlocked: Unlocked) -> None:
    with closing(database._keyed(unlocked.database_path, unlocked.database_key())) as raw:
        raw.execute("UPDATE vault_identity SET vault = zeroblob(32)")
    refused(unlocked, DatabaseForeign)


def test_a_database_with_another_application_id_is_foreign(unlocked: Unlocked) -> None:
    with closing(database._keyed(unlocked.database_path, unlocked.database_key())) as raw:
        raw.execute("PRAGMA application_id = 7")
    refused(unlocked, DatabaseForeign)


def test_a_database_of_a_later_schema_is_too_new_and_untouched(unlocked: Unlocked) -> None:
    with closing(database._keyed(unlocked.database_path, unlocked.database_key())) as raw:
        raw.execute(f"PRAGMA user_version = {LATEST + 1}")
    before = unlocked.database_path.read_bytes()
    refused(unlocked, VaultTooNew)
    assert unlocked.database_path.read_bytes() == before


def test_noise_in_place_of_the_database_is_foreign_or_damaged(unlocked: Unlocked) -> None:
    noise = random.Random(4).randbytes(8192)
    unlocked.database_path.write_bytes(noise)
    refused(unlocked, DatabaseForeign)
    unlocked.database_path.write_bytes(unlocked.database_salt + noise)
    refused(unlocked, DatabaseDamaged)


# damage


def test_a_database_cut_or_grown_at_a_page_border_is_found(unlocked: Unlocked) -> None:
    whole = unlocked.database_path.read_bytes()
    for changed in (whole[:-4096], whole + bytes(4096), whole + b"x"):
        unlocked.database_path.write_bytes(changed)
        error = refused(unlocked, DatabaseDamaged)
        if isinstance(error, DatabaseCut):
            assert error.facts == {"expected": len(whole), "found": len(changed)}
    unlocked.database_path.write_bytes(whole)
    database.connect(unlocked).close()


def test_a_flipped_byte_is_found_by_the_check_and_located(unlocked: Unlocked) -> None:
    assert database.check(unlocked) == []
    data = bytearray(unlocked.database_path.read_bytes())
    data[-2000] ^= 1
    unlocked.database_path.write_bytes(data)
    findings = folder.check(unlocked)
    assert {finding.area for finding in findings} >= {"pages"}
    page = len(data) // 4096
    assert any(str(page) in finding.where for finding in findings if finding.area == "pages")


def test_the_check_names_a_damaged_header_too(unlocked: Unlocked) -> None:
    (unlocked.path / "vault.hdr").write_bytes(b"damaged")
    assert [finding.where for finding in folder.check(unlocked)] == ["vault.hdr"]


# age


def test_an_older_database_put_back_is_found(unlocked: Unlocked) -> None:
    with closing(database.connect(unlocked)) as opened:
        unlocked.write_seen(bump(opened))
    older = unlocked.database_path.read_bytes()
    with closing(database.connect(unlocked)) as opened:
        unlocked.write_seen(bump(opened, 3))
    unlocked.database_path.write_bytes(older)
    assert refused(unlocked, VaultOlder).facts == {"found": 1, "seen": 4}
    with closing(database.connect(unlocked, readonly=True)) as reader:
        assert reader.execute("SELECT count(*) FROM accounts").fetchone() == (0,)
    folder.accept_age(unlocked)
    database.connect(unlocked).close()


def test_a_lost_wal_is_found_by_age(unlocked: Unlocked) -> None:
    opened = database.connect(unlocked)
    unlocked.write_seen(bump(opened, 2))
    wal = Path(f"{unlocked.database_path}-wal")
    assert wal.stat().st_size > 0
    before = unlocked.database_path.read_bytes()
    opened.close()
    unlocked.database_path.write_bytes(before)
    wal.unlink(missing_ok=True)
    refused(unlocked, VaultOlder)


def test_a_forged_mark_is_not_believed_and_an_empty_one_is_none(unlocked: Unlocked) -> None:
    seen = unlocked.path / "seen"
    unlocked.write_seen(7)
    assert unlocked.read_seen() == 7
    whole = seen.read_bytes()
    for changed in (bytes([whole[0] ^ 1]) + whole[1:], whole[:-1], (9).to_bytes(8) + whole[8:], b"x"):
        seen.write_bytes(changed)
        refused(unlocked, SeenForged)
    for lost in (b"", bytes(40)):
        seen.write_bytes(lost)
        assert unlocked.read_seen() is None


# refusals in our words


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


def test_a_full_database_loses_nothing_and_says_so(connection: Connection) -> None:
    connection.set_authorizer(None)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    connection.execute("CREATE TEMP TABLE t (a)")
    with pytest.raises(DiskFull):
        connection.execute("CREATE TABLE big AS SELECT randomblob(100000)")
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'big'").fetchone() == (0,)


# nothing in clear


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
