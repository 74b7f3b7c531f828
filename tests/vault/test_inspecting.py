"""A database file that is not the expected one, or not whole, or older: each told apart, none ever made anew."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.vaults import CHEAP, PASSPHRASE, USER
from vault import database, folder
from vault.errors import (
    DatabaseCut,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseForeign,
    DatabaseMissing,
    DatabaseNotRegular,
    DatabasePlaintext,
    SatchelError,
    VaultTooNew,
)
from vault.folder import Unlocked
from vault.migrate import LATEST


def refused(unlocked: Unlocked, kind: type[SatchelError], *, readonly: bool = False) -> SatchelError:
    with pytest.raises(kind) as caught:
        database.connect(unlocked, readonly=readonly)
    return caught.value


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


def test_a_database_without_the_table_of_its_state_is_foreign(unlocked: Unlocked) -> None:
    with closing(database.connect(unlocked)) as meddler:
        meddler.execute("DROP TABLE vault_state")
    for readonly in (False, True):
        assert refused(unlocked, DatabaseForeign, readonly=readonly).facts == {"file": "data-0001.db"}
