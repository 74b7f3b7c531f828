"""The command line in this process: a vault of the test's own, words in, status and both streams out."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import words
from app.__main__ import main

PASSPHRASE = "correct horse battery staple tango"


@dataclass(frozen=True)
class Run:
    """What one command gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error in that document."""
        found: dict[str, Any] = self.json["error"]
        return found


Satchel = Callable[..., Run]


@pytest.fixture(scope="session")
def passphrase_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the passphrase of every vault here."""
    file = tmp_path_factory.mktemp("secret") / "passphrase"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    file.chmod(0o600)
    return file


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, passphrase_file: Path) -> Path:
    """A vault as `satchel new` makes it, made once."""
    folder = tmp_path_factory.mktemp("template")
    path, code = folder / "Acme.satchel", folder / "code.txt"
    options = ["--user", "Mina", "--kdf-memory", "64", "--region", "DE", "--quiet"]
    assert (
        main(["new", str(path), *options, "--passphrase-file", str(passphrase_file), "--recovery-file", str(code)]) == 0
    )
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A vault of the test's own."""
    copy = tmp_path / "Acme.satchel"
    shutil.copytree(template, copy)
    return copy


@pytest.fixture
def recovery_file(template: Path) -> Path:
    """The sheet with the recovery code of `path`."""
    return template.parent / "code.txt"


@pytest.fixture
def outside(passphrase_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Satchel:
    """Runs the program with words, without a vault chosen."""
    monkeypatch.setenv("SATCHEL_PASSPHRASE_FILE", str(passphrase_file))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Berlin")

    def run(*arguments: str | Path) -> Run:
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        words.set_language("en")
        out, err = capsys.readouterr()
        return Run(status, out, err)

    return run


@pytest.fixture
def satchel(outside: Satchel, path: Path, monkeypatch: pytest.MonkeyPatch) -> Satchel:
    """Runs the program with words on `path`."""
    monkeypatch.setenv("SATCHEL_VAULT", str(path))
    return outside


@pytest.fixture
def added(satchel: Satchel) -> Callable[..., str]:
    """Adds a record; gives its id."""

    def add(*arguments: str) -> str:
        run = satchel("add", *arguments, "--json")
        assert run.status == 0, run.err
        found: str = run.json["id"]
        return found

    return add
