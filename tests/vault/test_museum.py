"""Damaged vaults, never edited: each is refused, or doubted, with exactly its sentence, and left as it was."""

import hashlib
import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app import checking, words
from app.session import Session
from tests.data import museum
from tests.vault import test_old_vaults
from tests.vaults import PASSPHRASE
from vault import folder
from vault.errors import Damaged, SatchelError

DATA = Path(__file__).parents[1] / "data"
BASE = DATA / "vaults" / "v0001-small.satchel"
DAMAGED = DATA / "damaged"
EXPECTED: dict[str, dict[str, Any]] = json.loads((DAMAGED / "expected.json").read_text("utf-8"))
DIGEST = "3296af6544c8b6edfae92cdfb197a65078ac32a3ae0d68ce0a98eb3af5466e8b"
"""SHA-256 over names and contents of everything in `damaged` and of the first vault."""
WRITTEN_BY_OPENING = {"LOCK", "tries", "vault.hdr", "vault.hdr.prev", "seen"}
"""What an opening that got as far as the keys may write: that it was open, and why it is doubted."""
BEFORE_THE_KEYS = ("header", "slot", "grant", "chain")
pytestmark = pytest.mark.usefixtures("derived_once")


@pytest.fixture(params=sorted(EXPECTED))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def exhibit(kind: str, tmp_path: Path) -> Path:
    """The damaged vault, put together."""
    path = tmp_path / "Damaged.satchel"
    shutil.copytree(BASE, path)
    for name in EXPECTED[kind]["without"]:
        (path / name).unlink()
    if (DAMAGED / f"{kind}.satchel").is_dir():
        shutil.copytree(DAMAGED / f"{kind}.satchel", path, dirs_exist_ok=True)
    return path


def contents(path: Path, *, but: set[str]) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.iterdir() if each.name not in but}


def untouched(kind: str) -> set[str]:
    """The files that may differ after an opening."""
    says = str(EXPECTED[kind]["says"])
    return {"LOCK", "tries"} if says.startswith(BEFORE_THE_KEYS) and says != "header_older" else WRITTEN_BY_OPENING


def opened(path: Path) -> SatchelError:
    """What opening says."""
    try:
        session = Session.open(path, passphrase=PASSPHRASE)
    except SatchelError as refused:
        return refused
    doubts = session.doubts
    session.close()
    return doubts[0]


def test_it_says_exactly_its_sentence_and_is_left_as_it_was(exhibit: Path, kind: str) -> None:
    before = contents(exhibit, but=untouched(kind))
    error = opened(exhibit)
    assert error.kind == EXPECTED[kind]["says"]
    assert contents(exhibit, but=untouched(kind)) == before
    assert opened(exhibit).kind == error.kind


def test_its_sentence_is_there_in_both_languages(exhibit: Path) -> None:
    error = opened(exhibit)
    said = {}
    for language in ("zh_CN", "en"):
        words.set_language(language)
        said[language] = words.error_words(error)
    assert all(message and hint and "{" not in message + hint for message, hint in said.values())
    assert said["en"] != said["zh_CN"]


def test_looking_at_it_changes_nothing(exhibit: Path) -> None:
    before = contents(exhibit, but=set())
    with suppress(Damaged):
        folder.info(exhibit)
    assert contents(exhibit, but=set()) == before


def test_a_check_names_it_and_changes_nothing(exhibit: Path, kind: str) -> None:
    before = contents(exhibit, but=untouched(kind))
    found = checking.check(exhibit, None, passphrase=PASSPHRASE, deep=True)
    assert found
    assert all(each.severity == "damaged" for each in found)
    assert contents(exhibit, but=untouched(kind)) == before


def test_the_museum_is_never_edited() -> None:
    found = hashlib.sha256()
    for path in sorted([*DAMAGED.rglob("*"), *BASE.rglob("*")]):
        if path.is_file():
            found.update(path.relative_to(DATA).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
    assert found.hexdigest() == DIGEST


def test_every_damaged_folder_is_expected_and_small() -> None:
    assert {path.stem for path in DAMAGED.glob("*.satchel")} <= EXPECTED.keys()
    assert sum(path.stat().st_size for path in DAMAGED.rglob("*") if path.is_file()) < 1_500_000


def test_the_recipe_makes_a_vault_as_the_museum_holds_them(tmp_path: Path) -> None:
    museum.make_vault(tmp_path / "v.satchel")
    test_old_vaults.test_an_old_vault_opens_and_holds_what_it_held(tmp_path / "v.satchel")
    test_old_vaults.test_an_old_vault_can_be_written_and_what_was_undone_then_done_again(tmp_path / "v.satchel")
