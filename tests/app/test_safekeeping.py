"""How backups stand, and the one on lock: made when it takes a moment, never in anybody's way."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import backups, edit, safekeeping
from app.backups import Policy
from app.session import Session
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder
from vault.errors_of_keeping import BackupOfAnother

DAY_MS = 86_400_000


@pytest.fixture
def session(vault_path: Path) -> Iterator[Session]:
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    yield opened
    opened.close()


def add(session: Session, count: int) -> None:
    for number in range(count):
        session.write(edit.add, "contact", {"name": f"Ada {number}"}).result()


def wanted(session: Session, to: Path, *, on_lock: bool = True, days: int = 0) -> Path:
    to.mkdir(exist_ok=True)
    session.write(backups.set_policy, Policy(str(to), days, on_lock)).result()
    return to


def run(session: Session, to: Path) -> backups.Made:
    return backups.run(session, to, lambda _done, _all: None, lambda: False)


def files(folder: Path) -> int:
    return len(list(folder.glob("*.satchelbackup")))


def standing(session: Session, at_ms: int, *, opening: bool = False) -> safekeeping.Standing:
    return session.read(safekeeping.standing, at_ms, opening=opening).result()


def test_a_vault_never_backed_up_stands_as_such(session: Session) -> None:
    found = standing(session, 0)
    assert (found.last, found.policy, found.late, found.due) == (None, None, False, False)


def test_what_remembering_a_backup_commits_is_no_change_of_anybodys(session: Session, tmp_path: Path) -> None:
    made = run(session, wanted(session, tmp_path / "out", days=1))
    assert standing(session, made.proved_at).changes == 0
    add(session, 5)
    assert standing(session, made.proved_at).changes >= 5


def test_what_was_not_made_on_lock_is_due_at_the_next_opening(session: Session, tmp_path: Path) -> None:
    wanted(session, tmp_path / "out")
    add(session, 1)
    assert not standing(session, 0).due
    assert standing(session, 0, opening=True).due


def test_one_import_of_many_rows_is_a_reason_for_a_backup_and_to_be_late(session: Session, tmp_path: Path) -> None:
    made = run(session, wanted(session, tmp_path / "out", days=1))
    unchanged = standing(session, made.proved_at + 9 * DAY_MS)
    assert not unchanged.due and not unchanged.late
    add(session, 1)  # one commit, as an import is
    later = standing(session, made.proved_at + 9 * DAY_MS)
    assert later.due and later.late and later.changes


def test_on_lock_a_small_vault_is_backed_up(session: Session, tmp_path: Path) -> None:
    out = wanted(session, tmp_path / "out")
    safekeeping.before_closing(session)
    assert files(out) == 1


@pytest.mark.parametrize("on_lock", [False, None], ids=["by time only", "no policy"])
def test_on_lock_nothing_is_made_that_was_not_asked_for(session: Session, tmp_path: Path, on_lock: bool | None) -> None:
    out = tmp_path / "out"
    if on_lock is not None:
        wanted(session, out, on_lock=False, days=1)
    assert safekeeping.before_closing(session) is None
    assert not out.exists() or files(out) == 0


def test_a_large_vault_is_left_to_the_next_opening(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = wanted(session, tmp_path / "out")
    monkeypatch.setattr(safekeeping, "_QUICK_BYTES", 1)
    assert safekeeping.before_closing(session) is None
    assert files(out) == 0


def test_what_takes_longer_than_its_patience_is_broken_off_without_a_trace(session: Session, tmp_path: Path) -> None:
    out, ticks = wanted(session, tmp_path / "out"), iter(range(10_000))
    safekeeping.before_closing(session, clock=lambda: float(next(ticks)))
    assert list(out.iterdir()) == []


def test_a_medium_that_hangs_keeps_nobody(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted(session, tmp_path / "out")
    go = threading.Event()
    monkeypatch.setattr(backups, "run", lambda *_args: go.wait(30))
    monkeypatch.setattr(safekeeping, "PATIENCE_S", 0.05)
    thread = safekeeping.before_closing(session)
    assert thread is not None and thread.is_alive() and thread.daemon
    go.set()
    thread.join()


def test_a_folder_that_is_gone_is_nobodys_failure_on_lock(session: Session, tmp_path: Path) -> None:
    out = wanted(session, tmp_path / "out")
    out.rmdir()
    thread = safekeeping.before_closing(session)
    assert thread is not None and not thread.is_alive()


def test_a_folder_on_the_vaults_own_disk_is_told(session: Session, tmp_path: Path) -> None:
    assert safekeeping.place_of(session, tmp_path).same_disk
    assert not safekeeping.place_of(session, tmp_path / "gone").same_disk


def test_the_list_leaves_out_what_the_policy_removed(session: Session, tmp_path: Path) -> None:
    out = wanted(session, tmp_path / "out")
    run(session, out)
    run(session, out)
    assert [each.state for each in safekeeping.listed(session)] == ["proved"]
    assert len(session.read(backups.listed).result()) == 2


def test_the_keys_at_hand_prove_a_backup_of_the_same_vault_only(
    session: Session, tmp_path: Path, other_vault: Callable[[], Session]
) -> None:
    made = run(session, wanted(session, tmp_path / "out"))
    found = backups.verify_own(session, made.file, lambda _done, _all: None, lambda: False)
    assert found.digest == made.digest
    other = other_vault()
    with pytest.raises(BackupOfAnother):
        backups.verify_own(other, made.file, lambda _done, _all: None, lambda: False)
    other.close()


@pytest.fixture
def other_vault(tmp_path: Path) -> Callable[[], Session]:
    def made() -> Session:
        folder.create(tmp_path / "Other.satchel", name="Other", user="Bo", passphrase=PASSPHRASE, kdf=CHEAP)
        return Session.open(tmp_path / "Other.satchel", passphrase=PASSPHRASE)

    return made
