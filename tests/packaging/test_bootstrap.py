"""The starter: which words mean what, and what it says, in both languages, when something is missing."""

import json
import os
import runpy
import socket
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bootstrap() -> dict[str, Any]:
    """The starter's names; the file itself cannot be imported, on purpose."""
    return runpy.run_path(str(ROOT / "packaging" / "bootstrap.py"), run_name="bootstrap")


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `./run` without any display but what `env` says."""
    clean = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "LC_ALL")}
    clean.pop("QT_QPA_PLATFORM", None)
    command = [str(ROOT / "run"), *words]
    return subprocess.run(command, env=clean | env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], ""),
        (["list", "accounts"], "list"),
        (["--vault", "list", "find", "x"], "find"),
        (["--vault", "a.satchel"], ""),
        (["--json", "info"], "info"),
        (["--help"], "help"),
        (["test", "-k", "x"], "test"),
    ],
)
def test_the_command_is_found_among_the_options(bootstrap: dict[str, Any], words: list[str], command: str) -> None:
    assert bootstrap["command_of"](words) == command


@pytest.mark.parametrize("lang", ["C.UTF-8", "zh_CN.UTF-8"])
def test_without_a_display_the_window_is_refused_with_a_way_out(lang: str) -> None:
    done = run(LANG=lang)
    assert done.returncode == 5
    assert done.stdout == ""
    assert "xvfb-run -a ./run" in done.stderr
    assert ("没有可用的显示器" in done.stderr) == lang.startswith("zh")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_where_nothing_listens_is_told_from_a_live_one(name: str, tmp_path: Path) -> None:
    dead = ":987" if name == "DISPLAY" else "wayland-987"
    done = run(LANG="C.UTF-8", XDG_RUNTIME_DIR=str(tmp_path), **{name: dead})
    assert done.returncode == 5
    assert f"Nothing answers at the display {dead}." in done.stderr


def test_a_display_that_answers_is_found(bootstrap: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    with socket.socket(socket.AF_UNIX) as compositor:
        place = Path(os.environ["XDG_RUNTIME_DIR"], "wayland-1")
        compositor.bind(str(place))
        compositor.listen()
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-1")
        assert bootstrap["display_platforms"]() == ["offscreen", "wayland"]


def test_the_server_is_promised_not_pretended() -> None:
    done = run("server", "run", LANG="C.UTF-8")
    assert done.returncode == 1
    assert "arrives with synchronisation" in done.stderr


def test_a_stamp_counts_only_for_this_lock_this_python_and_this_place(bootstrap: dict[str, Any]) -> None:
    wanted = bootstrap["wanted"]
    assert wanted("program") != wanted("development")
    assert wanted("program").endswith(f" {sys.version_info[0]}.{sys.version_info[1]} {ROOT}")


def test_its_sentences_are_whole_in_both_languages() -> None:
    sentences: dict[str, dict[str, str]] = json.loads((ROOT / "packaging" / "bootstrap.json").read_text("utf-8"))
    for key, words in sentences.items():
        assert set(words) == {"en", "zh_CN"}, key
        filled = [{name for _, name, _, _ in string.Formatter().parse(text)} - {None} for text in words.values()]
        assert filled[0] == filled[1], key


def test_its_sentences_are_those_it_says() -> None:
    source = (ROOT / "packaging" / "bootstrap.py").read_text("utf-8")
    sentences = json.loads((ROOT / "packaging" / "bootstrap.json").read_text("utf-8"))
    assert [key for key in sentences if f'"{key}"' not in source] == []


def test_a_checkout_that_cannot_be_written_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "packaging").mkdir()
    for name in ("bootstrap.py", "bootstrap.json", "requirements.txt", "requirements-development.txt"):
        (tmp_path / "packaging" / name).write_bytes((ROOT / "packaging" / name).read_bytes())
    (tmp_path / ".venv").write_text("a file where the environment should be", "utf-8")
    command = [sys.executable, "-I", str(tmp_path / "packaging" / "bootstrap.py"), "info"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert ".venv" in done.stderr


@pytest.fixture
def own_place(bootstrap: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The starter's names as its functions see them, with an environment of the test's own."""
    names = bootstrap["provide_programs"].__globals__
    for name, value in bootstrap.items():
        monkeypatch.setitem(names, name, value)  # the runner empties them when it is through
    monkeypatch.setitem(names, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setitem(names, "PRIVATE", tmp_path / "system")
    return names


@pytest.mark.parametrize("refused", [True, False])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has packages of the system to ask for")
def test_programs_for_tests_are_asked_for_once_and_a_refusal_is_no_end(
    own_place: dict[str, Any], monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    asked: list[str] = []

    def provide(packages: str, what: str) -> None:
        asked.append(packages)
        if refused:
            raise own_place["MissingError"](what)

    monkeypatch.setitem(own_place, "PROGRAMS", {"no-such-program": "a-package", "sh": "dash"})
    monkeypatch.setitem(own_place, "provide", provide)
    own_place["provide_programs"]()
    own_place["provide_programs"]()
    assert asked == ["a-package"]


def test_unpacked_programs_are_found_after_those_of_the_system(own_place: dict[str, Any]) -> None:
    assert "PATH" not in own_place["private_settings"]()
    unpacked = own_place["PRIVATE"] / "usr" / "bin"
    unpacked.mkdir(parents=True)
    assert own_place["private_settings"]()["PATH"].split(os.pathsep)[-1] == str(unpacked)
