"""The program killed in the middle of writing: what it acknowledged is there, whole, and nothing lies in clear.

Short form; `LONG_FORM=1 ./run test tests/e2e/test_killed.py` kills it three hundred times.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from app import details, lists
from app.session import Session
from app.trail import verify
from tests.e2e.writing_for_ever import PLANTED
from vault import folder
from vault.kdf import KdfCost

PASSPHRASE = "correct horse battery staple tango"
ROUNDS = 300 if os.environ.get("LONG_FORM") else 4
ROOT = Path(__file__).parents[2]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    path = tmp_path / "Killed.satchel"
    folder.create(path, name="K", user="Mina", passphrase=PASSPHRASE, kdf=KdfCost(64 * 1024))
    return path


def written_until_killed(vault: Path, lines: int) -> list[tuple[str, str]]:
    """(id, title) of what the process acknowledged before SIGKILL."""
    command = [sys.executable, "-P", "-m", "tests.e2e.writing_for_ever", str(vault), PASSPHRASE]
    said: list[tuple[str, str]] = []
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            record, title = line.rstrip("\n").split("\t")
            said.append((record, title))
            if len(said) >= lines:
                process.kill()
                break
        for line in process.stdout:
            record, title = line.rstrip("\n").split("\t")
            said.append((record, title))
    return said


def bytes_on_disk(*folders: Path) -> bytes:
    return b"".join(file.read_bytes() for each in folders for file in sorted(each.rglob("*")) if file.is_file())


def test_what_was_acknowledged_is_there_after_a_kill_and_nothing_is_half_done(vault: Path) -> None:
    chance, acknowledged = random.Random(5), dict[str, str]()
    for _ in range(ROUNDS):
        acknowledged.update(written_until_killed(vault, chance.randrange(1, 12)))
        session = Session.open(vault, passphrase=PASSPHRASE)
        try:
            rows = session.read(lists.page, "contact", limit=100_000).result().rows
            found = {row.id: row["title"] or "" for row in rows}
            assert {record: found.get(record) for record in acknowledged} == acknowledged
            assert len(found) - len(acknowledged) <= ROUNDS
            assert session.read(verify, session.evidence()).result().ok
            for record in list(acknowledged)[-3:]:
                shown = session.read(details.details, record).result()
                assert len(shown.related["contact_point"]) == 2
        finally:
            session.close()


def test_nothing_planted_lies_in_clear_on_the_disk_of_a_killed_program(
    vault: Path, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    written_until_killed(vault, 20)
    found = bytes_on_disk(vault, own_home, temporary)
    assert len(found) > 100_000
    for text in (*PLANTED, "quibble", "Quibbleworth", "planted.example", "2079460987", "xyzzyplugh"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert text.encode(encoding) not in found
