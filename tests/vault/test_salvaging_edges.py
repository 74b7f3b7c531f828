"""Salvaging logs, trails, older vaults and attachments; and what is refused, stopped or counted."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app import checking, edit
from app.session import Session
from app.vaults import DEMO_PASSPHRASE
from tests.vault.salvage_desk import DB, PAGE, damaged, names, salvage, zeroed
from tests.vault.test_freshness import leave
from tests.vaults import PASSPHRASE
from vault import database, folder, salvaging
from vault.errors import DiskFull, SatchelError, VaultBusy, VaultExists, WrongPassphrase
from vault.errors_of_keeping import NothingToSalvage
from vault.salvaging import Opener

pytestmark = pytest.mark.usefixtures("derived_once")


def test_a_broken_trail_is_cut_where_it_breaks_and_the_rest_kept_aside(vault_path: Path, tmp_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    for number in range(30):
        session.write(edit.add, "contact", {"name": f"Person {number}"}).result()
    session.close()
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked, closing(database.connect(unlocked)) as raw:
        last = raw.execute("SELECT max(seq) FROM audit").fetchone()[0]
        raw.execute("DELETE FROM audit WHERE seq = 12")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    saved = salvage(vault_path, tmp_path / "New", PASSPHRASE)
    assert saved.aside == last - 12
    assert checking.check(tmp_path / "New", None, passphrase=PASSPHRASE, deep=True) == []
    session = Session.open(tmp_path / "New", passphrase=PASSPHRASE)
    entries = session.read(lambda reader: reader.rows("SELECT entry FROM audit ORDER BY seq")).result()
    receipts = session.read(lambda reader: reader.rows("SELECT body FROM receipts")).result()
    session.close()
    assert any('"action":"salvage"' in str(entry) for (entry,) in entries)
    assert any("trail_aside" in str(body) and "Person" not in str(body) for (body,) in receipts)


def test_what_lies_in_the_log_after_a_kill_comes_over(vault_path: Path, tmp_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    for number in range(20):
        session.write(edit.add, "contact", {"name": f"Person {number}"}).result()
    leave(session)
    assert (vault_path / (DB + "-wal")).stat().st_size > 0
    data = bytearray((vault_path / DB).read_bytes())
    data[PAGE * 3 : PAGE * 4] = bytes(PAGE)
    (vault_path / DB).write_bytes(data)
    salvage(vault_path, tmp_path / "New", PASSPHRASE)
    assert names(tmp_path / "New") == {f"Person {number}" for number in range(20)}


def test_a_log_that_breaks_off_counts_to_its_last_whole_commit(vault_path: Path, tmp_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    for number in range(20):
        session.write(edit.add, "contact", {"name": f"Person {number}"}).result()
    leave(session)
    log = vault_path / (DB + "-wal")
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    salvage(vault_path, tmp_path / "New", PASSPHRASE)
    found = names(tmp_path / "New")
    assert found == {f"Person {number}" for number in range(len(found))}
    assert 3 < len(found) < 20


def test_a_vault_of_the_version_before_comes_over_in_the_latest(tmp_path: Path) -> None:
    from tests.vault.test_old_vaults import MUSEUM

    source = damaged(MUSEUM / "v0001-small.satchel", tmp_path / "Old", zeroed([0]))
    salvage(source, tmp_path / "New", PASSPHRASE)
    assert names(tmp_path / "New") == {"Łukasz Müller", "王佳宁"}


@pytest.mark.parametrize("name", ["vault.hdr", "data-0001.db"])
def test_the_new_vault_can_be_written_and_the_header_before_will_do(
    vault_path: Path, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Ada"}).result()
    session.close()
    data = bytearray((vault_path / name).read_bytes())
    data[100] ^= 1
    (vault_path / name).write_bytes(data)
    salvage(vault_path, tmp_path / "New", PASSPHRASE)
    session = Session.open(tmp_path / "New", passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Bea"}).result()
    session.close()
    assert names(tmp_path / "New") == {"Ada", "Bea"}
    assert checking.check(tmp_path / "New", None, passphrase=PASSPHRASE, deep=True) == []
    caplog.clear()  # that the header before was put in force


# refused


def refused(path: Path, to: Path, kind: type[SatchelError], passphrase: str = PASSPHRASE) -> SatchelError:
    with pytest.raises(kind) as caught:
        salvage(path, to, passphrase)
    assert [each.name for each in to.parent.iterdir() if each.name.endswith(".making")] == []
    return caught.value


@pytest.mark.parametrize("data", [b"", b"x" * 100, bytes(40 * PAGE)], ids=["empty", "short", "zeroes"])
def test_where_nothing_can_be_read_it_is_said_and_no_vault_is_made(
    vault_path: Path, tmp_path: Path, data: bytes
) -> None:
    (vault_path / DB).write_bytes(data)
    error = refused(vault_path, tmp_path / "New", NothingToSalvage)
    assert error.facts["pages"] == -(-len(data) // PAGE)
    assert not (tmp_path / "New").exists()


def test_without_its_database_there_is_nothing_to_salvage(vault_path: Path, tmp_path: Path) -> None:
    (vault_path / DB).unlink()
    refused(vault_path, tmp_path / "New", NothingToSalvage)


def test_a_wrong_passphrase_counts_where_the_vault_lies(demo: Path, tmp_path: Path) -> None:
    source = damaged(demo, tmp_path / "Old", lambda _: None)
    opener = Opener(passphrase="a wrong one entirely")
    with pytest.raises(WrongPassphrase):
        salvaging.salvage(source, tmp_path / "New", opener, str, lambda *_: None)
    assert (source / "tries").exists()
    assert not (tmp_path / "New").exists()


def test_a_place_that_is_taken_and_a_vault_in_use_are_left_alone(vault_path: Path, tmp_path: Path) -> None:
    (tmp_path / "New").mkdir()
    (tmp_path / "New" / "letter.txt").write_text("mine")
    refused(vault_path, tmp_path / "New", VaultExists)
    with folder.unlock(vault_path, passphrase=PASSPHRASE):
        refused(vault_path, tmp_path / "Other", VaultBusy)


def test_it_can_be_stopped_at_any_moment(demo: Path, tmp_path: Path) -> None:
    source = damaged(demo, tmp_path / "Old", zeroed([0, 40]))
    for most in (0, 3, 60):
        steps = iter(range(most))

        def step(*_: int, steps: Iterator[int] = steps) -> None:
            if next(steps, None) is None:
                raise DiskFull

        with pytest.raises(DiskFull):
            salvaging.salvage(source, tmp_path / "New", Opener(passphrase=DEMO_PASSPHRASE), str, step)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["Old"]


def test_attachments_come_along(vault_path: Path, tmp_path: Path) -> None:
    import io

    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Ada"}).result()
    session.attach(io.BytesIO(b"a letter"))
    session.close()
    salvage(vault_path, tmp_path / "New", PASSPHRASE)
    assert checking.check(tmp_path / "New", None, passphrase=PASSPHRASE, deep=True) == []
