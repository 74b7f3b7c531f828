"""The program as a process of its own: its streams, signals and surroundings."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.calls import Call
from app.cli.console import Console
from app.importing.running import BATCH
from tests.app.cli.conftest import Satchel

ROOT = Path(__file__).parents[3]
HOLDER = """
import pathlib, sys
from app.session import Session
from tests.app.cli.conftest import PASSPHRASE

session = Session.open(pathlib.Path(sys.argv[1]), passphrase=PASSPHRASE)
print("open", flush=True)
sys.stdin.readline()
session.close()
"""
Process = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")


@pytest.fixture
def environment(path: Path, passphrase_file: Path) -> dict[str, str]:
    """What the process finds around it."""
    own = {"PYTHONPATH": str(ROOT), "SATCHEL_VAULT": str(path), "SATCHEL_PASSPHRASE_FILE": str(passphrase_file)}
    return {**os.environ, **own, "LC_ALL": "C"}


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Process:
    """Starts the program with words; standard input is empty."""

    def run(*words: str | Path, **extra: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-P", "-m", "app", *map(str, words)]
        return subprocess.Popen(
            command, env={**environment, **extra}, cwd=tmp_path, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    return run


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=90)
    return process.returncode, out, err


def test_chinese_reaches_a_plain_terminal(start: Process) -> None:
    assert ended(start("add", "account", "name=北京公司", "--json"))[0] == 0
    status, out, _ = ended(start("list", "account", "--json"))
    assert status == 0
    assert json.loads(out)["rows"][0]["name"] == "北京公司"


def test_an_encoding_that_lacks_the_sign_does_not_stop_it(start: Process) -> None:
    ended(start("add", "account", "name=北京公司"))
    status, out, err = ended(start("list", "account", PYTHONIOENCODING="ascii"))
    assert (status, err) == (0, "")
    assert "\\u5317" in out


def test_a_reader_that_went_away_ends_it_quietly(start: Process) -> None:
    process = start("fields")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_full_disk_behind_standard_output_is_5(environment: dict[str, str], tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "app", "fields"], env=environment, cwd=tmp_path, stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_ctrl_c_in_an_import_leaves_nothing_of_it(
    satchel: Satchel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "many.csv"
    file.write_text("Full name\n" + "".join(f"Person {n}\n" for n in range(4 * BATCH)), encoding="utf-8")
    heard, stop = threading.Event(), Call._stop

    def listened(call: Call, number: int, frame: object) -> None:
        stop(call, number, frame)
        heard.set()

    def pressed(_console: Console, _done: int, _total: int) -> None:
        if not heard.is_set():
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            heard.wait(60)

    monkeypatch.setattr(Call, "_stop", listened)
    monkeypatch.setattr(Console, "progress", pressed)
    run = satchel("import", file, "--json")
    assert (run.status, run.error["kind"], run.err.count("\n")) == (130, "cancelled", 1)
    assert satchel("list", "contact", "--count").out == "0\n"
    assert satchel("batches", "--json").json["batches"] == []


def test_another_process_that_holds_the_vault_is_named(start: Process, satchel: Satchel, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-P", "-c", HOLDER, str(tmp_path / "Acme.satchel")],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        status, out, err = ended(start("list", "deal", "--json"))
        assert (status, json.loads(out)["error"]["pid"]) == (5, holder.pid)
        assert str(holder.pid) in err.replace(",", "")
        assert ended(start("info"))[0] == 0
        holder.communicate("\n", timeout=60)
    assert satchel("list", "deal").status == 0


def test_without_a_screen_the_window_is_refused_in_words(start: Process) -> None:
    status, out, err = ended(start(DISPLAY=":987", WAYLAND_DISPLAY="", QT_QPA_PLATFORM=""))
    assert (status, out) == (5, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_folder_that_takes_no_files_is_5(start: Process) -> None:
    for place in ("/proc/New.satchel", "/dev/null/New.satchel"):
        status, _, err = ended(start("new", place))
        assert status == 5
        assert err.count("\n") == 1


def test_files_are_for_their_owner_alone(start: Process, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert ended(start("export", "contacts", "--out", out))[0] == 0
    assert out.stat().st_mode & 0o077 == 0


def test_a_window_is_asked_for_only_without_a_command(start: Process) -> None:
    status, _, err = ended(start("--json", DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM=""))
    assert status == 2
    assert "COMMAND" in err
