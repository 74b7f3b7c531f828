"""A session: writes one at a time, reads beside them, a masked view, and nothing left open behind it."""

from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest

from app import details, edit, finding, lists, undo
from app.errors import MaskedViewOnly
from app.session import Session
from app.trail import entries, verify
from vault import folder
from vault.errors import SatchelError, VaultBusy, WrongPassphrase
from vault.kdf import KdfCost
from vault.transaction import Transaction
from vault.values import Masked

PASSPHRASE = "correct horse battery staple tango"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Own.satchel"
    folder.create(made, name="Own", user="Mina", passphrase=PASSPHRASE, kdf=KdfCost(64 * 1024))
    return made


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    opened = Session.open(path, passphrase=PASSPHRASE)
    yield opened
    opened.close()


def add(session: Session, noun: str, /, **values: object) -> str:
    return session.write(edit.add, noun, values).result().value


def test_a_reader_sees_what_was_committed_before_it_asked(session: Session) -> None:
    for number in range(5):
        add(session, "contact", name=f"P{number}")
        assert session.read(lists.count, "contact").result() == number + 1


def test_reads_go_on_while_a_long_write_is_under_way(session: Session) -> None:
    def long(tx: Transaction) -> int:
        edit.add(tx, "contact", {"name": "Half"})
        return session.read(lists.count, "contact").result(timeout=20)

    assert session.write(long).result(timeout=30).value == 0
    assert session.read(lists.count, "contact").result() == 1


def test_the_masked_view_masks_every_door(session: Session) -> None:
    contact = add(session, "contact", name="Ava Lindqvist", phone="+442079460203")
    add(session, "activity", kind="note", subject="Secret", about=(contact,))
    session.masked = True
    assert session.read(lists.page, "contact").result().rows[0]["phone"] == Masked("+44 *** 0203")
    shown = session.read(details.details, contact).result()
    assert shown.timeline[0]["subject"] == Masked(None)
    assert session.read(finding.find, "ava").result() == []
    session.masked = False
    assert session.read(finding.find, "ava").result()[0].title == "Ava Lindqvist"


def test_a_rehearsal_tells_the_result_and_leaves_nothing(session: Session) -> None:
    add(session, "contact", name="Ava")
    before = session.read(entries).result()
    outcome = session.rehearse(edit.add, "contact", {"name": "Bea"}).result()
    assert outcome.changes.created == 1
    assert session.read(lists.count, "contact").result() == 1
    assert session.read(entries).result() == before
    add(session, "contact", name="Cid")
    assert session.read(verify, session.evidence()).result().ok


def test_undo_works_after_the_vault_was_closed_and_opened_again(path: Path) -> None:
    first = Session.open(path, passphrase=PASSPHRASE)
    contact = add(first, "contact", name="Ava")
    first.write(edit.change, contact, {"name": "Bea"}).result()
    first.close()
    again = Session.open(path, passphrase=PASSPHRASE)
    again.write(undo.undo).result()
    assert [row["name"] for row in again.read(lists.page, "contact").result().rows] == ["Ava"]
    again.close()
    third = Session.open(path, passphrase=PASSPHRASE)
    third.write(undo.redo).result()
    assert [row["name"] for row in third.read(lists.page, "contact").result().rows] == ["Bea"]
    third.close()


def test_unlocking_and_failed_tries_enter_the_trail(path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        Session.open(path, passphrase="wrong wrong wrong wrong wrong")
    session = Session.open(path, passphrase=PASSPHRASE)
    newest = session.read(entries).result()[0]
    session.close()
    assert (newest["action"], newest["count"]) == ("unlock", 1)


def test_views_are_entered_in_the_trail_without_slowing_the_reader(session: Session) -> None:
    contact = add(session, "contact", name="Ava")
    for _ in range(3):
        session.views.note("view", "contact", contact)
    session.views.flush()
    add(session, "contact", name="Bea")
    seen = [entry for entry in session.read(entries).result() if entry["action"] == "view"]
    assert [(entry["record"], entry["count"]) for entry in seen] == [(contact, 3)]


def test_one_process_writes_at_a_time(session: Session) -> None:
    with pytest.raises(VaultBusy):
        Session.open(session.path, passphrase=PASSPHRASE)


def test_a_failed_write_says_why_and_the_next_one_works(session: Session) -> None:
    futures = [session.write(edit.add, "contact", {"name": name}) for name in ("Ava", "", "Bea")]
    wait(futures)
    assert isinstance(futures[1].exception(), SatchelError)
    assert session.read(lists.count, "contact").result() == 2


def test_closing_lets_go_of_the_folder(path: Path) -> None:
    for _ in range(2):
        Session.open(path, passphrase=PASSPHRASE).close()
    assert not (path / "data-0001.db-wal").exists() or (path / "data-0001.db-wal").stat().st_size == 0


def test_what_is_asked_of_a_closed_vault_is_cancelled_and_waits_for_nothing(vault_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.close()
    for future in (session.read(lists.count, "contact"), session.write(edit.add, "contact", {"name": "Ava"})):
        assert future.done() and future.cancelled()


def test_the_masked_view_writes_nothing_but_what_looking_leaves_in_the_trail(session: Session) -> None:
    contact = add(session, "contact", name="Ava", birth_year=1980)
    session.masked = True
    for attempt in (session.write, session.rehearse):
        with pytest.raises(MaskedViewOnly):
            attempt(edit.change, contact, {"birth_year": 1981}).result()
    session.views.note("view", "contact", contact)
    session.views.flush()
    session.enter(lambda _tx: None).result()
    session.masked = False
    assert session.read(entries).result()[0]["action"] == "view"
