"""Reads of a vault that may not be written: sealed beside it, opened by the auditor, entered once it is decided."""

import stat
from pathlib import Path

import pytest

from app.session import Session
from tests.vaults import PASSPHRASE
from vault import aside, audit
from vault.keys import MemberKey


@pytest.fixture
def doubted(vault_path: Path) -> Path:
    """A vault whose mark of the last commit is gone."""
    Session.open(vault_path, passphrase=PASSPHRASE).close()
    (vault_path / "seen").unlink()
    return vault_path


def look(path: Path, *actions: str) -> Session:
    """Look at something in each of so many sessions; gives the last, still open."""
    session = Session.open(path, passphrase=PASSPHRASE)
    for action in actions:
        session.views.note(action, "contact", "record-7")
        session.views.note(action, "contact", "record-7")
        session.views.flush()
    return session


def test_reads_in_doubt_are_sealed_beside_the_vault_and_only_the_auditor_reads_them(
    doubted: Path, auditor: MemberKey
) -> None:
    session = look(doubted, "view", "search")
    vault, user = session.unlocked.vault, session.unlocked.user_id
    session.close()
    found = aside.opened(doubted, vault, auditor)
    assert [(fact["action"], fact["record"], fact["count"]) for fact in found] == [
        ("view", "record-7", 2),
        ("search", "record-7", 2),
    ]
    assert {fact["actor"] for fact in found} == {user}
    file = doubted / aside.FILE
    assert b"record" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert aside.opened(doubted, vault, MemberKey(bytes(32))) == []
    assert aside.opened(doubted, bytes(32), auditor) == []


def test_after_the_decision_their_number_stands_in_the_trail_and_the_file_is_gone(doubted: Path) -> None:
    session = look(doubted, "view", "search")
    session.close()
    session = look(doubted, "view")
    session.accept().result()
    acts = [(entry["action"], entry.get("count")) for entry in session.read(audit.entries).result()]
    assert ("read_in_doubt", 6) in acts
    assert not (doubted / aside.FILE).exists()
    session.close()


def test_a_file_left_over_after_the_decision_is_entered_at_the_next_opening(vault_path: Path) -> None:
    (vault_path / aside.FILE).write_bytes(b"3 AAAA\n4 BBBB\n")
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    acts = [(entry["action"], entry.get("count")) for entry in session.read(audit.entries).result()]
    assert ("read_in_doubt", 7) in acts
    assert not (vault_path / aside.FILE).exists()
    session.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"x", b"9 AAAA", b"-1 AAAA\n", b"1 \xff\n", b"1 2 3\n", b"\x00" * 100, b"9" * 5000 + b" AAAA\n"],
    ids=["empty", "lines", "word", "no end", "negative", "binary", "three", "zeros", "long number"],
)
def test_a_file_that_somebody_else_wrote_opens_nothing_and_breaks_nothing(
    vault_path: Path, auditor: MemberKey, content: bytes
) -> None:
    (vault_path / aside.FILE).write_bytes(content)
    assert aside.opened(vault_path, bytes(32), auditor) == []
    assert (aside.count(vault_path) or 0) >= 0


def test_the_file_does_not_grow_without_end(doubted: Path) -> None:
    (doubted / aside.FILE).write_bytes(b"\n" * (aside.LIMIT - 100))
    look(doubted, "view").close()
    assert (doubted / aside.FILE).stat().st_size == aside.LIMIT - 100


def test_a_link_in_its_place_is_not_followed(doubted: Path, tmp_path: Path) -> None:
    target = tmp_path / "other"
    target.write_bytes(b"")
    (doubted / aside.FILE).symlink_to(target)
    look(doubted, "view").close()
    assert target.read_bytes() == b""
