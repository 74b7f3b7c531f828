"""The whole folder put back: with a backup in reach the command line says so, only reads, and does as it is told."""

import json
import shutil
from pathlib import Path

import pytest

from app.cli.running import run
from tests.vaults import PASSPHRASE


@pytest.fixture
def words(vault_path: Path, tmp_path: Path) -> list[str]:
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE, encoding="utf-8")
    return ["--vault", str(vault_path), "--passphrase-file", str(file), "--json"]


def test_a_folder_put_back_is_found_by_a_backup_until_it_is_accepted(
    words: list[str], vault_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backups, older = tmp_path / "backups", tmp_path / "older"
    backups.mkdir()
    assert run(["add", "contact", "name=Ada", *words]) == 0
    assert run(["backup", "run", "--to", str(backups), *words]) == 0
    shutil.copytree(vault_path, older)
    assert run(["add", "contact", "name=Bea", *words]) == 0
    assert run(["backup", "run", "--to", str(backups), *words]) == 0
    shutil.rmtree(vault_path)
    shutil.copytree(older, vault_path)
    capsys.readouterr()
    assert run(["list", "contacts", *words]) == 0
    told = capsys.readouterr()
    assert [row["name"] for row in json.loads(told.out)["rows"]] == ["Ada"]
    assert "satchel accept" in told.err
    assert run(["add", "contact", "name=Cleo", *words]) == 4
    assert json.loads(capsys.readouterr().out)["error"]["kind"] in ("vault_older", "trail_cut")
    assert run(["check", *words]) == 4
    assert run(["accept", *words]) == 0
    assert run(["add", "contact", "name=Cleo", *words]) == 0
    assert run(["check", *words]) == 0
