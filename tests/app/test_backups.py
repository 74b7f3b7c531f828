"""Backups by themselves: when they are due, which are kept, and what they say as witnesses."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import backups, edit
from app.backups import Keep, Known, Policy
from app.errors import Cancelled
from app.session import Session
from tests.vaults import PASSPHRASE
from vault import backup_records, backup_witness
from vault.backup_manifest import Manifest
from vault.errors import VaultOlder
from vault.errors_of_keeping import BackupPlaceMissing, TrailCut

DAY_MS = 86_400_000


@pytest.fixture
def session(vault_path: Path) -> Iterator[Session]:
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    yield opened
    opened.close()


def run(session: Session, to: Path) -> backups.Made:
    to.mkdir(exist_ok=True)
    return backups.run(session, to, lambda _done, _all: None, lambda: False)


def add(session: Session, *names: str) -> None:
    for name in names:
        session.write(edit.add, "contact", {"name": name}).result()


def known(at: datetime, **more: object) -> Known:
    facts = {"destination": "/b", "file": "f", "size": 1, "digest": b"", "commits": 1, "entries": 1, "proved_at": 1}
    outcome = backup_records.PROVED
    ms = int(at.timestamp() * 1000)
    return Known(id=at.isoformat(), at=ms, **{**facts, "outcome": outcome, **more})  # type: ignore[arg-type]  # facts


def test_progress_goes_from_nothing_to_all_and_never_back(session: Session, tmp_path: Path) -> None:
    told: list[float] = []
    (tmp_path / "out").mkdir()
    backups.run(session, tmp_path / "out", lambda done, total: told.append(done / total), lambda: False)
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.7 < told[-1] <= 1


def test_who_cancels_gets_no_backup_and_none_is_remembered(session: Session, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(Cancelled):
        backups.run(session, tmp_path / "out", lambda _done, _all: None, lambda: True)
    assert list((tmp_path / "out").iterdir()) == []
    assert session.read(backups.listed).result() == []


def test_the_list_tells_how_each_stands(session: Session, tmp_path: Path) -> None:
    made = [run(session, tmp_path / name) for name in ("proved", "missing", "changed", "away")]
    made[1].file.unlink()
    made[2].file.write_bytes(b"short")
    shutil.rmtree(made[3].file.parent)
    found = {each.known.path.parent.name: each.state for each in session.read(backups.listed).result()}
    assert found == {name: name for name in ("proved", "missing", "changed", "away")}


def test_without_a_policy_nothing_is_ever_due(session: Session) -> None:
    assert session.read(backups.due, 10**15, locking=True).result() is None
    assert session.read(backups.late, 10**15).result() is False


@pytest.mark.parametrize(
    ("policy", "days", "locking", "expected"),
    [
        (Policy("/b", every_days=1), 0, False, False),
        (Policy("/b", every_days=1), 1, False, True),
        (Policy("/b", every_days=7), 6, True, False),
        (Policy("/b", on_lock=True), 0, False, False),
        (Policy("/b", on_lock=True), 0, True, True),
        (Policy("/b", after_changes=5), 0, False, True),
        (Policy("/b", after_changes=500), 900, True, False),
    ],
    ids=["day_not_yet", "day", "week_not_yet", "lock_not_yet", "lock", "changes", "changes_not_yet"],
)
def test_a_backup_is_due_as_the_policy_says(
    session: Session, tmp_path: Path, policy: Policy, days: int, locking: bool, expected: bool
) -> None:
    session.write(backups.set_policy, policy).result()
    made = run(session, tmp_path / "out")
    add(session, "Ada", "Bea", "Cleo", "Dora", "Eve")
    now = made.manifest.created + days * DAY_MS
    assert (session.read(backups.due, now, locking=locking).result() is not None) is expected


def test_a_vault_nobody_changed_needs_no_further_backup(session: Session, tmp_path: Path) -> None:
    session.write(backups.set_policy, Policy(str(tmp_path / "out"), every_days=1, on_lock=True)).result()
    assert session.read(backups.due, 0).result() is not None, "the first one"
    made = run(session, tmp_path / "out")
    assert session.read(backups.due, made.manifest.created + 9 * DAY_MS, locking=True).result() is None


def test_a_backup_is_late_once_twice_its_time_has_passed(session: Session, tmp_path: Path) -> None:
    session.write(backups.set_policy, Policy(str(tmp_path / "out"), every_days=2)).result()
    assert session.read(backups.late, 0).result()
    at = run(session, tmp_path / "out").manifest.created
    assert not session.read(backups.late, at + 4 * DAY_MS - 1).result()
    assert session.read(backups.late, at + 4 * DAY_MS).result()


def test_the_policy_is_kept_in_the_vault_and_taken_back(session: Session) -> None:
    wanted = Policy("/media/stick", 3, True, 100, Keep(1, 2, 3))
    session.write(backups.set_policy, wanted).result()
    assert session.read(backups.policy).result() == wanted
    session.write(backups.set_policy, None).result()
    assert session.read(backups.policy).result() is None


def test_days_weeks_and_months_keep_the_newest_of_each() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = [known(start + timedelta(hours=12 * number)) for number in range(730)]
    gone = {each.id for each in backup_records.removable(made, "/b", Keep(7, 4, 12))}
    left = [each for each in made if each.id not in gone]
    days = {each.id[:10] for each in made[-12:]}
    assert days <= {each.id[:10] for each in left}
    assert {each.id[:7] for each in left} == {f"2026-{month:02}" for month in range(1, 13)}
    assert 7 + 10 <= len(left) <= 7 + 4 + 12
    assert made[-1] in left


def test_the_last_proved_one_is_never_removed() -> None:
    only = [known(datetime(2020, 1, 1, tzinfo=UTC))]
    assert backup_records.removable(only, "/b", Keep(0, 0, 0)) == []


def test_what_is_not_proved_or_lies_elsewhere_is_not_ours_to_remove() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    others = [known(start, destination="/c"), known(start, outcome=backup_records.REMOVED)]
    newest = known(start + timedelta(days=9))
    assert backup_records.removable([*others, newest], "/b", Keep(0, 0, 0)) == []


def test_a_run_removes_what_the_policy_no_longer_needs_and_nothing_else(session: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(session, out)
    foreign = out / first.file.name.replace(first.file.name[8:24], "0" * 16)
    foreign.write_bytes(b"another vault's")
    (out / "letter.txt").write_bytes(b"mine")
    session.write(backups.set_policy, Policy(str(out), every_days=1, keep=Keep(1, 0, 0))).result()
    second = run(session, out)
    assert not first.file.exists()
    assert second.file.exists()
    assert foreign.exists()
    assert (out / "letter.txt").exists()
    states = [each.state for each in session.read(backups.listed).result()]
    assert states == ["proved", "removed"]


# witnesses


def rolled_back(vault_path: Path, tmp_path: Path) -> Path:
    """A vault put back to before its newest backup, whole, with everything in the folder that could tell."""
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    run(opened, tmp_path / "out")
    opened.close()
    shutil.copytree(vault_path, tmp_path / "old")
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    add(opened, *"abcdefghij")
    run(opened, tmp_path / "out")
    opened.close()
    shutil.rmtree(vault_path)
    shutil.copytree(tmp_path / "old", vault_path)
    return vault_path


def test_a_vault_older_than_its_newest_backup_is_only_read(vault_path: Path, tmp_path: Path) -> None:
    path = rolled_back(vault_path, tmp_path)
    session = Session.open(path, passphrase=PASSPHRASE)
    assert session.doubts == (), "nothing in the folder tells"
    for thread in backups.witnesses(session):
        thread.join()
    with pytest.raises(VaultOlder):
        add(session, "Late")
    session.close()
    session = Session.open(path, passphrase=PASSPHRASE)
    assert [type(each) for each in session.doubts] == [VaultOlder], "remembered"
    with pytest.raises(VaultOlder):
        run(session, tmp_path / "out")
    session.accept().result()
    for thread in backups.witnesses(session):
        thread.join()
    add(session, "Bea")
    session.close()


def test_a_vault_put_back_and_written_on_is_doubted_all_the_same(vault_path: Path, tmp_path: Path) -> None:
    session = Session.open(rolled_back(vault_path, tmp_path), passphrase=PASSPHRASE)
    add(session, *"klmnopqrstuvwxyz")
    for thread in backups.witnesses(session):
        thread.join()
    with pytest.raises(TrailCut):
        add(session, "Late")
    session.close()


def test_the_newest_vault_is_not_doubted(session: Session, tmp_path: Path) -> None:
    run(session, tmp_path / "out")
    add(session, "Ada")
    run(session, tmp_path / "out")
    for thread in backups.witnesses(session):
        thread.join()
    add(session, "Bea")
    assert session.doubts == ()


def test_a_folder_that_hangs_keeps_nobody_waiting(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(session, tmp_path / "out")
    hanging = threading.Event()

    def hang(*_: object) -> list[Manifest]:
        hanging.wait()
        return []

    monkeypatch.setattr(backup_witness, "told", hang)
    threads = backups.witnesses(session)
    assert [each.daemon for each in threads] == [True]
    add(session, "Ada")
    hanging.set()
    for each in threads:
        each.join()


def test_a_folder_that_is_gone_says_nothing(session: Session, tmp_path: Path) -> None:
    run(session, tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    for thread in backups.witnesses(session):
        thread.join()
    assert session.doubts == ()
    with pytest.raises(BackupPlaceMissing):
        backups.run(session, tmp_path / "out", lambda _done, _all: None, lambda: False)


def test_a_witness_that_was_forged_is_not_believed(vault_path: Path, tmp_path: Path) -> None:
    path = rolled_back(vault_path, tmp_path)
    newest = max((tmp_path / "out").glob("*.satchelbackup"), key=lambda file: file.stat().st_mtime_ns)
    data = bytearray(newest.read_bytes())
    data[700] ^= 1
    newest.write_bytes(data)
    session = Session.open(path, passphrase=PASSPHRASE)
    for thread in backups.witnesses(session):
        thread.join()
    add(session, "Ada")
    session.close()
