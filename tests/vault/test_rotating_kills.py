"""SIGKILL in rotation, renewal and a passphrase that may be known: the old or the new secret opens, with everything."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app import lists
from app.session import Session
from tests.vaults import PASSPHRASE
from vault.errors import WrongKey

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")

NEW = "seven green lanterns over the harbour"
ROUNDS = 150 if os.environ.get("LONG_FORM") else 2
WORK = """
import sys
from pathlib import Path
from app import edit, keys
from app.session import Session
from tests.vaults import CHEAP, PASSPHRASE
path, deed, new = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
session = Session.open(path, passphrase=PASSPHRASE)
def add(name):
    session.write(edit.add, "contact", {"name": name, "notes": "long " * 2000}).result()
    print("has", name, flush=True)
for number in range(3):
    add(f"Ada {number}")
print("begins", flush=True)
if deed == "rotate":
    keys.rotate(session, lambda done, all: None, lambda: False)
elif deed == "known":
    keys.change_passphrase(session, None, new, known=True, kdf=CHEAP)
else:
    print("code", keys.renew_recovery(session), flush=True)
print("done", flush=True)
for number in range(3):
    add(f"Bea {number}")
session.close()
print("closed", flush=True)
"""


def told_until_killed(path: Path, deed: str, after_ms: float) -> list[str]:
    """Let a process work, kill it so long after its deed began; what it told."""
    command = [sys.executable, "-c", WORK, str(path), deed, NEW]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1] != "begins":
            lines.append(worker.stdout.readline().strip())
        try:
            rest, _ = worker.communicate(timeout=after_ms / 1000)
        except subprocess.TimeoutExpired:
            os.kill(worker.pid, signal.SIGKILL)
            rest, _ = worker.communicate()
    return lines + rest.splitlines()


@pytest.mark.parametrize("deed", ["rotate", "known", "renew"])
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_vault_whole(
    vault_path: Path, tmp_path: Path, recovery_code: str, deed: str
) -> None:
    dice = random.Random(deed)
    longest_ms = 1_500.0
    for number in range(ROUNDS):
        path = tmp_path / f"{number:03}.satchel"
        shutil.copytree(vault_path, path)
        told = told_until_killed(path, deed, dice.uniform(1, longest_ms))
        look(path, told, recovery_code)
        shutil.rmtree(path)


def look(path: Path, told: list[str], code: str) -> None:
    """Whichever secret opens, it opens all that was acknowledged, and the rows add up."""
    acknowledged = {line.removeprefix("has ") for line in told if line.startswith("has ")}
    session = opened(path, told)
    try:
        assert session.doubts == ()
        assert session.read(session.adds_up).result()
        names = {str(row.values["name"]) for row in session.read(lists.page, "contact").result().rows}
        assert acknowledged <= names
        assert len(names - acknowledged) <= 1
        assert len(list(path.glob("data-*.db"))) == 1
    finally:
        session.close()
    codes = [line.removeprefix("code ") for line in told if line.startswith("code ")]
    if codes:
        Session.open(path, recovery_code=codes[0]).close()
    elif "renew" not in told:
        kit_opens(path, code)


def opened(path: Path, told: list[str]) -> Session:
    """By the passphrase in force: the new one for certain once it was acknowledged."""
    for passphrase in (NEW, PASSPHRASE):
        try:
            return Session.open(path, passphrase=passphrase)
        except WrongKey:
            assert not (passphrase == NEW and "done" in told and "known" in told)
    raise AssertionError("neither opens")


def kit_opens(path: Path, code: str) -> None:
    """The old code opens; or a renewal killed before its code was told is in force, and the passphrase still opens."""
    try:
        Session.open(path, recovery_code=code).close()
    except WrongKey:
        Session.open(path, passphrase=PASSPHRASE).close()


DIE_AT_EACH_STEP = """
import os, shutil, signal, sys
from pathlib import Path
from app import keys
from app.session import Session
from tests.vaults import PASSPHRASE

template, work, first, stride = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

def armed(step):
    left = [step]
    def dying(real):
        def call(*args, **named):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **named)
        return call
    for place, name in ((os, "open"), (os, "fsync"), (os, "write"), (Path, "replace"), (Path, "unlink")):
        setattr(place, name, dying(getattr(place, name)))

def rotate(path, step):
    session = Session.open(path, passphrase=PASSPHRASE)
    armed(step)
    keys.rotate(session, lambda done, all: None, lambda: False)
    os._exit(0)

step = first
while True:
    path = Path(work) / f"{step:03}.satchel"
    shutil.copytree(template, path)
    child = os.fork()
    if child == 0:
        rotate(path, step)
    died = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    print(path.name, flush=True)
    if not died:
        break
    step += stride
"""


def test_a_kill_at_each_step_on_the_disk_leaves_a_vault_that_opens(
    vault_path: Path, tmp_path: Path, recovery_code: str
) -> None:
    work, stride = tmp_path / "work", 1 if os.environ.get("LONG_FORM") else 5
    work.mkdir()
    command = [sys.executable, "-c", DIE_AT_EACH_STEP, str(vault_path), str(work), "1", str(stride)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900).stdout.split()
    assert len(told) * stride > 20
    generations = []
    for name in told:
        session = Session.open(work / name, recovery_code=recovery_code)
        assert session.doubts == ()
        assert session.read(session.adds_up).result()
        generations.append(session.unlocked.header.generation)
        session.close()
        Session.open(work / name, passphrase=PASSPHRASE).close()
    assert generations == sorted(generations)  # the old key up to some step, the new one from there on
    assert {generations[0], generations[-1]} == {1, 2}
