"""A log is looked at before the database swallows it: a foreign one is refused, a broken one kept for salvage."""

import shutil
from pathlib import Path

import pytest

from app import edit, lists
from app.session import Session
from tests.vault.rotations import opened_names
from tests.vault.salvage_desk import names, salvage
from tests.vault.test_freshness import leave, visit
from tests.vaults import CHEAP, PASSPHRASE, USER
from vault import folder
from vault.errors_of_keeping import LogForeign, LogOlder
from vault.logs_found import adds_up, kept_beside
from vault.pages import FRAME, FRAME_HEAD, LOG_HEAD

DB, LOG = "data-0001.db", "data-0001.db-wal"


def killed(path: Path, people: int) -> Path:
    """Add people and leave as a kill does; the log."""
    session = Session.open(path, passphrase=PASSPHRASE)
    for number in range(people):
        session.write(edit.add, "contact", {"name": f"Person {number}"}).result()
    leave(session)
    return path / LOG


def test_a_log_of_another_vault_is_refused_and_nothing_is_touched(vault_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other.satchel"
    folder.create(other, name="O", user=USER, passphrase=PASSPHRASE, kdf=CHEAP)
    foreign = killed(other, 3).read_bytes()
    assert adds_up(foreign, len(foreign) // FRAME - 1)
    killed(vault_path, 2)
    (vault_path / LOG).write_bytes(foreign)
    database = (vault_path / DB).read_bytes()
    for _ in range(2):
        with pytest.raises(LogForeign) as refused:
            Session.open(vault_path, passphrase=PASSPHRASE)
        assert refused.value.facts == {"file": LOG}
        assert (vault_path / LOG).read_bytes() == foreign
        assert (vault_path / DB).read_bytes() == database


def test_a_foreign_log_without_the_first_page_would_have_overwritten_sound_pages(
    vault_path: Path, tmp_path: Path
) -> None:
    """Its frames number their pages as ours do: only the key tells whose they are."""
    other = tmp_path / "Other.satchel"
    folder.create(other, name="O", user=USER, passphrase=PASSPHRASE, kdf=CHEAP)
    log = killed(other, 3).read_bytes()
    numbers = [int.from_bytes(log[at : at + 4]) for at in range(LOG_HEAD, len(log), FRAME)]
    assert len(set(numbers)) > 5
    (vault_path / LOG).write_bytes(log)
    with pytest.raises(LogForeign):
        Session.open(vault_path, passphrase=PASSPHRASE)


def test_a_log_that_breaks_in_the_middle_is_kept_and_salvaged_past_the_break(vault_path: Path, tmp_path: Path) -> None:
    log = killed(vault_path, 20)
    data = bytearray(log.read_bytes())
    middle = LOG_HEAD + len(data) // FRAME // 2 * FRAME
    data[middle + FRAME_HEAD + 99] ^= 1
    log.write_bytes(data)
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert [doubt.kind for doubt in session.doubts] == ["vault_older"]
    left = session.read(lists.count, "contact").result()
    session.close()
    assert left < 20
    assert kept_beside(vault_path / LOG).read_bytes() == data
    salvage(vault_path, tmp_path / "Saved.satchel", PASSPHRASE)
    assert names(tmp_path / "Saved.satchel") == {f"Person {number}" for number in range(20)}


def test_the_copy_goes_once_the_administrator_has_decided_and_where_nothing_was_lost(vault_path: Path) -> None:
    log = killed(vault_path, 4)
    shutil.copytree(vault_path, vault_path.with_name("whole"))
    Session.open(vault_path.with_name("whole"), passphrase=PASSPHRASE).close()
    assert not kept_beside(vault_path.with_name("whole") / LOG).exists()
    log.write_bytes(log.read_bytes()[: LOG_HEAD + 3 * FRAME])
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert kept_beside(log).exists()
    session.accept().result()
    session.close()
    assert not kept_beside(log).exists()


def test_a_log_with_a_torn_end_raises_no_doubt(vault_path: Path) -> None:
    """What a power cut leaves of a commit that nobody was told of."""
    log = killed(vault_path, 4)
    whole = log.read_bytes()
    last = whole[len(whole) - FRAME :]
    log.write_bytes(whole + last[:8] + whole[16:24] + last[16 : FRAME // 2])
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert session.doubts == ()
    assert session.read(lists.count, "contact").result() == 4
    session.close()


def test_without_room_for_the_copy_the_vault_opens_all_the_same(
    vault_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = killed(vault_path, 4)

    def full(*_: object) -> None:
        raise OSError(28, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", full)
        session = Session.open(vault_path, passphrase=PASSPHRASE)
    assert session.read(lists.count, "contact").result() == 4
    assert not kept_beside(log).exists()
    session.close()


def test_an_older_log_beside_a_newer_database_is_refused_and_takes_nothing_back(vault_path: Path) -> None:
    older = killed(vault_path, 3).read_bytes()
    visit(vault_path, "Newer")
    (vault_path / LOG).write_bytes(older)
    database = (vault_path / DB).read_bytes()
    for _ in range(2):
        with pytest.raises(LogOlder):
            Session.open(vault_path, passphrase=PASSPHRASE)
        assert (vault_path / DB).read_bytes() == database
        assert (vault_path / LOG).read_bytes() == older
    (vault_path / LOG).unlink()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Newer", *(f"Person {number}" for number in range(3))]


def test_a_broken_log_that_lies_in_the_database_already_takes_nothing_back(vault_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    for number in range(20):
        session.write(edit.add, "contact", {"name": f"Person {number:02}"}).result()
    session.order(lambda vault: vault._writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()).result()
    leave(session)
    log = vault_path / LOG
    data = bytearray(log.read_bytes())
    data[LOG_HEAD + len(data) // FRAME // 2 * FRAME + FRAME_HEAD + 99] ^= 1
    log.write_bytes(data)
    with pytest.raises(LogOlder):
        Session.open(vault_path, passphrase=PASSPHRASE)
    log.unlink()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == [f"Person {number:02}" for number in range(20)]
