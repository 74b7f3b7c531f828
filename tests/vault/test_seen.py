"""The mark of the last commit seen: taken away, put back, or another thing in its place."""

import os
from pathlib import Path

import pytest

from app import keys
from app.session import Session
from tests.vault.test_freshness import decide, doubts, leave, visit
from tests.vaults import PASSPHRASE
from vault import folder
from vault.errors import FolderUnavailable
from vault.keys import mac
from vault.seen import Mark, Seen


@pytest.mark.parametrize("mark", [None, bytes(40)], ids=["gone", "of nothing"])
def test_a_log_taken_away_with_its_mark_in_the_first_session_is_found(vault_path: Path, mark: bytes | None) -> None:
    visit(vault_path, "Ada", crash=True)
    (vault_path / "data-0001.db-wal").unlink()
    (vault_path / "seen").unlink()
    if mark is not None:
        (vault_path / "seen").write_bytes(mark)
    assert doubts(vault_path) == ["seen_missing"]


def test_a_mark_of_the_first_version_put_back_is_found(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked:
        commits = (1).to_bytes(8)
        (vault_path / "seen").write_bytes(commits + mac(unlocked.subkey("seen"), commits))
        unlocked.abandon()
    assert doubts(vault_path) == ["seen_older"]


def test_the_header_before_another_passphrase_put_back_with_its_mark_after_a_crash_is_found(vault_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    before = {name: (vault_path / name).read_bytes() for name in ("vault.hdr", "seen")}
    keys.change_passphrase(session, PASSPHRASE, "a passphrase of quite another kind 7")
    leave(session)
    for name, data in before.items():
        (vault_path / name).write_bytes(data)
    assert doubts(vault_path) == ["header_older"]
    decide(vault_path)
    visit(vault_path, "Ada", crash=True)
    assert doubts(vault_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are of Unix")
def test_a_pipe_in_the_place_of_the_mark_is_no_place_to_wait(vault_path: Path) -> None:
    visit(vault_path, "Ada")
    (vault_path / "seen").unlink()
    os.mkfifo(vault_path / "seen")
    with pytest.raises(FolderUnavailable):
        Session.open(vault_path, passphrase=PASSPHRASE)


def test_a_mark_keeps_its_length_whatever_it_says_and_under_which_keys(tmp_path: Path) -> None:
    seen, next_one = Seen(tmp_path / "seen", bytes(32)), Seen(tmp_path / "seen", bytes([1]) * 32)
    seen.write(Mark(1, 2, settled=True))
    size = (tmp_path / "seen").stat().st_size
    seen.write(Mark(2, 3), durable=True, also=bytes([1]) * 32)
    assert seen.read() == next_one.read() == Mark(2, 3)
    next_one.write(Mark(3, 3, settled=True))
    assert (tmp_path / "seen").stat().st_size == size
    assert next_one.read() == Mark(3, 3, settled=True)
    seen.close()
    next_one.close()
