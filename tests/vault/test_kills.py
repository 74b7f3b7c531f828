"""SIGKILL at every step of writing a header, and in the middle of commits: what was acknowledged is there."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.vaults import CHEAP, PASSPHRASE
from vault import database, folder
from vault.errors import WrongPassphrase

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

NEW = "seven green lanterns over the harbour"

DIE_AT_EACH_STEP = """
import os, shutil, signal, sys
from pathlib import Path
from tests.vaults import CHEAP
from vault import folder

template, work, old, new, way = sys.argv[1:]

def armed(step):
    # every call that changes the disk is a step; the process dies just before the one it was told
    left = [step]
    def dying(real):
        def call(*args, **named):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **named)
        return call
    for place, name in ((os, "open"), (os, "fsync"), (Path, "replace"), (Path, "unlink")):
        setattr(place, name, dying(getattr(place, name)))

def change(path, step):
    with folder.unlock(path, **{way: old}) as opened:
        armed(step)
        folder.change_passphrase(opened, new, kdf=CHEAP)
        os._exit(0)

step = 1
while True:
    path = Path(work) / f"{step:03}.satchel"
    shutil.copytree(template, path)
    child = os.fork()
    if child == 0:
        change(path, step)
    died = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    print(path.name, "died" if died else "done", flush=True)
    if not died:
        break
    step += 1
"""


def python(script: str, *arguments: object) -> list[str]:
    """The command that runs a script of ours."""
    return [sys.executable, "-c", script, *map(str, arguments)]


@pytest.mark.parametrize("way", ["passphrase", "recovery_code"])
def test_a_kill_at_any_step_of_changing_a_passphrase_leaves_the_old_or_the_new_one(
    vault_path: Path, tmp_path: Path, recovery_code: str, way: str
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    old = {"passphrase": PASSPHRASE, "recovery_code": recovery_code}[way]
    told = subprocess.run(
        python(DIE_AT_EACH_STEP, vault_path, work, old, NEW, way),
        check=True,
        capture_output=True,
        text=True,
        timeout=110,
    ).stdout.split()
    outcomes = dict(zip(told[::2], told[1::2], strict=True))
    assert list(outcomes.values()).count("died") >= 8
    opened_by = [which_opens(work / name, recovery_code) for name in outcomes]
    assert opened_by == sorted(opened_by)  # the old one up to some step, the new one from there on
    assert opened_by[0] == "1 old"
    assert opened_by[-1] == "2 new"


def which_opens(path: Path, recovery_code: str) -> str:
    """Which passphrase opens, exactly one of both; the recovery code and the database always do."""
    found = []
    for name, passphrase in (("1 old", PASSPHRASE), ("2 new", NEW)):
        try:
            with folder.unlock(path, passphrase=passphrase) as opened:
                database.connect(opened).close()
            found.append(name)
        except WrongPassphrase:
            continue
    assert len(found) == 1
    folder.unlock(path, recovery_code=recovery_code).close()
    return found[0]


WRITE_WITHOUT_END = """
import sys
from vault import database, folder
opened = folder.unlock(sys.argv[1], passphrase=sys.argv[2])
connection = database.connect(opened)
number = int(connection.execute("SELECT max(value) FROM vault_state").fetchone()[0])
while True:
    number += 1
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE vault_state SET value = ? WHERE key = 'commit_counter'", (number,))
    connection.executemany("INSERT INTO vault_state VALUES (?, 0)", [(f"{number} {row}",) for row in range(20)])
    connection.execute("COMMIT")
    opened.write_seen(number)
    print(number, flush=True)
"""


def test_a_kill_in_a_write_keeps_what_was_acknowledged_and_nothing_half(vault_path: Path) -> None:
    for acknowledged in (1, 25, 90):
        last = killed_after(vault_path, acknowledged)
        with folder.unlock(vault_path, passphrase=PASSPHRASE) as opened:
            assert opened.notes == (folder.NOT_CLOSED,)
            with closing(database.connect(opened)) as connection:
                query = "SELECT value FROM vault_state WHERE key = 'commit_counter'"
                counter = connection.execute(query).fetchone()[0]
                rows = connection.execute("SELECT count(*) FROM vault_state WHERE key LIKE '% %'").fetchone()[0]
            assert counter >= last
            assert rows == counter * 20
            assert folder.check(opened) == []


def killed_after(path: Path, acknowledged: int) -> int:
    """Let a process write, kill it after so many commits more; gives the last number it told."""
    with subprocess.Popen(python(WRITE_WITHOUT_END, path, PASSPHRASE), stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(acknowledged):
            last = int(writer.stdout.readline())
        writer.kill()
    return last


def test_a_kill_while_a_vault_is_made_leaves_no_vault_and_the_place_free(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from tests.vaults import CHEAP
from vault import folder
die = lambda connection: os.kill(os.getpid(), signal.SIGKILL)
folder.create(sys.argv[1], name="N", user="U", passphrase=sys.argv[2], kdf=CHEAP, prepare=die)
"""
    place = tmp_path / "New.satchel"
    assert subprocess.run(python(script, place, PASSPHRASE), check=False).returncode == -9
    assert not place.exists()
    folder.create(place, name="N", user="U", passphrase=PASSPHRASE, kdf=CHEAP)
    assert folder.info(place).name == "N"
