"""The private temporary folder: made for one process, gone with it, and what a killed one left goes next time."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import temporary

ROOT = Path(__file__).parents[2]
LEAVE = """
import os, sys, tempfile
from pathlib import Path
from app import temporary
folder = temporary.begin(Path(sys.argv[1]))
tempfile.NamedTemporaryFile(delete=False)
print(folder, flush=True)
sys.stdin.read()
if sys.argv[2] == "killed":
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where folders are made; everything is as before afterwards."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("SQLITE_TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield tmp_path / "temporary"
    temporary.wipe()


def started(parent: Path, ending: str) -> tuple["subprocess.Popen[str]", Path]:
    """A process that holds a folder until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", LEAVE, str(parent), ending], env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    return process, Path(process.stdout.readline().rstrip("\n"))


def test_everybody_uses_it_and_it_is_the_owners(parent: Path) -> None:
    folder = temporary.begin(parent)
    assert folder is not None and folder.parent == parent
    assert [path.stat().st_mode & 0o777 for path in (parent, folder)] == [0o700, 0o700]
    assert {os.environ[name] for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR")} == {str(folder)}
    with tempfile.NamedTemporaryFile() as file:
        assert Path(file.name).parent == folder


def test_it_goes_with_all_that_is_in_it_and_the_variables_say_what_they_said(parent: Path) -> None:
    folder = temporary.begin(parent)
    assert folder is not None
    (folder / "a").mkdir()
    (folder / "a" / "b").write_bytes(b"x")
    temporary.wipe()
    assert list(parent.iterdir()) == []
    assert os.environ["TMPDIR"].endswith("elsewhere") and "SQLITE_TMPDIR" not in os.environ
    assert tempfile.tempdir is None


def test_a_program_of_the_system_gets_the_systems_own(parent: Path) -> None:
    folder = temporary.begin(parent)
    with temporary.the_systems_own():
        assert os.environ["TMPDIR"].endswith("elsewhere") and "SQLITE_TMPDIR" not in os.environ
    assert os.environ["TMPDIR"] == os.environ["SQLITE_TMPDIR"] == str(folder)


@pytest.mark.parametrize("ending", ["ended", "killed"])
def test_what_a_dead_process_left_goes_and_what_a_living_one_has_stays(parent: Path, ending: str) -> None:
    dying, theirs = started(parent, ending)
    temporary.begin(parent)
    assert len(list(theirs.iterdir())) == 1
    temporary.wipe()
    dying.communicate()
    assert theirs.exists() == (ending == "killed")
    ours = temporary.begin(parent)
    assert list(parent.iterdir()) == [ours]


@pytest.mark.skipif(sys.platform == "win32", reason="owners and links of POSIX")
@pytest.mark.parametrize("state", ["link", "open_to_others", "file"])
def test_a_place_that_somebody_else_prepared_is_not_used(parent: Path, tmp_path: Path, state: str) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "elsewhere").mkdir()
    if state == "link":
        parent.symlink_to(tmp_path / "theirs")
    elif state == "file":
        parent.write_bytes(b"")
    else:
        parent.mkdir()
        parent.chmod(0o777)
    folder = temporary.begin(parent)
    assert folder is not None and folder.is_relative_to(tmp_path / "elsewhere")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_without_any_place_nothing_is_changed(parent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent.write_bytes(b"")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(parent))
    assert temporary.begin(parent) is None
    assert os.environ["TMPDIR"].endswith("elsewhere")
