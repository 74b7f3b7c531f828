"""Nothing ends in a traceback before a user: each failure is a sentence, an exit status, no change."""

import itertools
import json
from pathlib import Path

import pytest

from app import opening
from app.__main__ import main
from app.cli import commands
from app.session import Session
from tests.app.cli.conftest import Satchel
from vault import folder


@pytest.mark.parametrize(
    "word", ["frobnicate", "LIST", "-", "--", "список", "a" * 10_000, "\x00", "\ud800", "/etc/passwd"]
)
def test_an_unknown_command_is_2_and_a_sentence(outside: Satchel, word: str) -> None:
    run = outside(word, "--json")
    assert run.status == 2
    assert run.error["message"]
    assert run.err.endswith("\n")
    assert run.err.count("\n") == 1


@pytest.mark.parametrize("word", sorted(commands.LATER))
def test_a_command_of_a_later_version_says_so(outside: Satchel, word: str) -> None:
    run = outside(word, "--json")
    assert (run.status, run.error["kind"], run.error["command"]) == (2, "later_command", word)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", list(commands.COMMANDS))
def test_every_command_explains_itself(outside: Satchel, name: str, lang: str) -> None:
    run = outside(name, "--help", "--lang", lang)
    assert run.status == 0
    assert f"satchel {name}" in run.out


def test_common_options_stand_before_or_after_the_command(satchel: Satchel, path: Path) -> None:
    for words in itertools.permutations((["--json"], ["list"], ["--vault", str(path)], ["--quiet"]), 4):
        run = satchel(*(word for group in words for word in group), "deal")
        assert run.status == 0, words
        assert run.json["rows"] == []


def test_help_and_version_need_no_vault(outside: Satchel) -> None:
    for words in (["--help"], ["help"], ["--version"], ["-h"]):
        assert outside(*words).status == 0
    assert "import" in json.loads(outside("--help", "--json").out)["commands"]


@pytest.mark.parametrize("options", [["--json"], ["--quiet", "--json"], ["--lang", "fr", "list", "deal", "--json"]])
def test_options_alone_are_no_command(outside: Satchel, options: list[str]) -> None:
    assert outside(*options).status == 2


def test_a_vault_path_with_nul_or_without_end_is_a_sentence(outside: Satchel) -> None:
    for place in ("a\x00b", "x" * 5000, "\ud800"):
        run = outside("list", "deal", "--vault", place, "--json")
        assert run.status in (2, 5)
        assert run.error["message"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00\x00", b"x" * 200_000])
def test_no_passphrase_file_breaks_it(satchel: Satchel, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    assert satchel("list", "deal", "--passphrase-file", file).status == 3


def test_a_passphrase_file_that_cannot_be_read_is_5(satchel: Satchel, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none", "x" * 5000):
        run = satchel("list", "deal", "--passphrase-file", place, "--json")
        assert (run.status, run.error["kind"]) == (5, "option_file_unavailable")


@pytest.mark.parametrize(
    "error", [RuntimeError("Ann Lee +49301234"), MemoryError(), RecursionError(), OSError(28, "full")]
)
def test_a_fault_of_our_own_is_a_sentence_without_anything_personal(
    satchel: Satchel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> Session:
        raise error

    monkeypatch.setattr(Session, "open", fail)
    run = satchel("list", "deal", "--json")
    assert run.status == 5
    assert "Ann" not in run.out + run.err
    assert "Traceback" not in run.err
    caplog.clear()


def test_an_interruption_is_130(satchel: Satchel, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Session:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "open", interrupted)
    run = satchel("list", "deal", "--json")
    assert (run.status, run.error["kind"]) == (130, "interrupted")


def test_an_interruption_before_there_are_words_for_it_is_130_and_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "run", interrupted)
    assert main([]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_vault_of_a_later_version_is_left_alone(satchel: Satchel, monkeypatch: pytest.MonkeyPatch) -> None:
    def later(*_: object, **__: object) -> folder.Unlocked:
        from vault.errors import VaultTooNew

        raise VaultTooNew(found=9, known=1)

    monkeypatch.setattr(folder, "unlock", later)
    assert satchel("list", "deal", "--json").error["found"] == 9
