"""SIGKILL in backup and restore: what looks finished is, what was said is there, the vault is as it was left.

Short form; `LONG_FORM=1 ./run test tests/e2e/test_backup_killed.py` kills it three hundred times.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from app import backups, checking
from app.backups import Opener
from app.session import Session
from tests.vaults import PASSPHRASE
from vault import folder

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
    pytest.mark.timeout(3600 if os.environ.get("LONG_FORM") else 120),
]

ROUNDS = 300 if os.environ.get("LONG_FORM") else 5
ROOT = Path(__file__).parents[2]


def nobody(_done: int, _total: int) -> None:
    """Hears of progress."""


def until_killed(places: list[Path], steps: int) -> dict[str, list[Path]]:
    """What the process said was done before SIGKILL, which came after so many lines."""
    command = [sys.executable, "-P", "-m", "tests.e2e.backing_up_for_ever", str(places[0]), PASSPHRASE]
    command += map(str, places[1:])
    said: dict[str, list[Path]] = {"backup": [], "restored": []}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for count, line in enumerate(process.stdout):
            kind, _, what = line.rstrip("\n").partition("\t")
            if kind in said:
                said[kind].append(Path(what))
            if count == steps:
                process.kill()
    assert process.returncode != 1, "it ended by itself"
    return said


def test_what_looks_finished_is_and_the_vault_is_untouched(vault_path: Path, tmp_path: Path) -> None:
    chance, out, restored = random.Random(8), tmp_path / "out", tmp_path / "restored"
    out.mkdir()
    restored.mkdir()
    seen: set[Path] = set()
    for _ in range(ROUNDS):
        said = until_killed([vault_path, out, restored], chance.randrange(90))
        session = Session.open(vault_path, passphrase=PASSPHRASE)
        try:
            assert session.doubts == ()
            opener = Opener(member=(session.unlocked.member.id, session.unlocked.member_key))
            finished = set(out.glob("*.satchelbackup")) - seen
            for file in finished:
                backups.verify(file, opener, nobody, lambda: False)
            assert set(said["backup"]) <= finished
            known = {each.known.path for each in session.read(backups.listed).result() if each.state == "proved"}
            assert set(said["backup"]) <= known
            seen |= finished
        finally:
            session.close()
        look_at(restored, said["restored"])
    swept(vault_path, out, restored)


def look_at(restored: Path, said: list[Path]) -> None:
    """Each vault with a name opens without a doubt; it is then taken away."""
    found = [path for path in restored.iterdir() if not path.name.startswith(".")]
    assert set(said) <= set(found)
    for path in found:
        assert checking.check(path, None, passphrase=PASSPHRASE) == []
        for file in path.iterdir():
            file.unlink()
        path.rmdir()


def swept(vault_path: Path, out: Path, restored: Path) -> None:
    """What the killed left is gone after the next run."""
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    made = backups.run(session, out, nobody, lambda: False)
    session.close()
    backups.restore(
        made.file, restored / "R.satchel", Opener(passphrase=PASSPHRASE), (), lambda _d, _a: None, lambda: False
    )
    for place in (vault_path.parent, out, restored):
        assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []
    folder.unlock(restored / "R.satchel", passphrase=PASSPHRASE).close()
