"""`salvage`: what can still be read, in a new vault; in words and as a document."""

import shutil
from pathlib import Path

import pytest

from tests.app.cli.conftest import Satchel

PAGE = 4096


def hurt(vault: Path, pages: slice) -> None:
    """Zero pages of the database, counted from 0."""
    data = bytearray((vault / "data-0001.db").read_bytes())
    start, stop, _ = pages.indices(len(data) // PAGE)
    data[start * PAGE : stop * PAGE] = bytes((stop - start) * PAGE)
    (vault / "data-0001.db").write_bytes(data)


def test_a_damaged_vault_is_salvaged_and_the_new_one_opens(satchel: Satchel, path: Path, tmp_path: Path) -> None:
    assert satchel("add", "contact", "name=Ada", "email=ada@example.org").status == 0
    hurt(path, slice(0, 1))
    assert satchel("list", "contact").status == 4
    to = tmp_path / "Saved.satchel"
    run = satchel("salvage", "--to", str(to))
    assert run.status == 0, run.err
    assert "left as it is" in run.out
    assert "Contact" in run.out or "contact" in run.out
    shown = satchel("list", "contact", "--json", "--vault", str(to))
    assert [row["name"] for row in shown.json["rows"]] == ["Ada"]
    assert satchel("check", "--deep", "--vault", str(to)).status == 0
    assert satchel("list", "contact").status == 4


def test_the_document_counts_what_was_saved_and_what_is_lost(satchel: Satchel, path: Path, tmp_path: Path) -> None:
    satchel("add", "contact", "name=Ada")
    hurt(path, slice(0, 1))
    found = satchel("salvage", "--to", str(tmp_path / "Saved.satchel"), "--json").json
    assert found["saved"]["contact"] == 1
    assert (found["lost"], found["lost_pages"], found["lost_rows"], found["trail_aside"]) == ({}, 1, 0, 0)


@pytest.mark.parametrize(("language", "said"), [("en", "restore a backup"), ("zh_CN", "恢复备份")])
def test_where_nothing_is_left_the_hint_is_a_backup(
    satchel: Satchel, path: Path, tmp_path: Path, language: str, said: str
) -> None:
    hurt(path, slice(0, None))
    run = satchel("salvage", "--to", str(tmp_path / "Saved.satchel"), "--lang", language)
    assert run.status == 4
    assert said in run.err
    assert not (tmp_path / "Saved.satchel").exists()


def test_a_place_that_is_taken_is_refused(satchel: Satchel, path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, tmp_path / "Taken.satchel")
    assert satchel("salvage", "--to", str(tmp_path / "Taken.satchel")).status == 1
