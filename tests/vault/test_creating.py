"""Making a vault: whole or not at all, over nothing, for its owner alone, with no chosen name in clear."""

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.vaults import CHEAP, DEVICE, PASSPHRASE, USER, VAULT_NAME
from vault import database, folder
from vault.errors import (
    BadName,
    FolderUnavailable,
    KdfCostRefused,
    ParentFolderMissing,
    PassphraseRefused,
    SatchelError,
    VaultExists,
)
from vault.errors_of_keeping import VaultInsideVault
from vault.folder import Unlocked
from vault.kdf import KdfCost


def test_files_are_for_their_owner_alone(unlocked: Unlocked) -> None:
    with closing(database.connect(unlocked)) as connection:
        connection.execute("UPDATE vault_state SET value = value")
        unlocked.write_seen(1)
        assert stat.S_IMODE(unlocked.path.stat().st_mode) == 0o700
        found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in unlocked.path.iterdir()}
    assert set(found) >= {"vault.hdr", "vault.hdr.prev", "vault.chain", "LOCK", "seen", "data-0001.db"}
    assert {"data-0001.db-wal", "data-0001.db-shm"} <= set(found)
    assert set(found.values()) == {0o600}


def make(path: Path, **changes: object) -> None:
    wanted: dict[str, object] = {"name": "N", "user": "U", "passphrase": PASSPHRASE, "kdf": CHEAP} | changes
    folder.create(path, **wanted)  # type: ignore[arg-type]  # the test's own words


def test_nothing_is_made_over_something(vault_path: Path, tmp_path: Path) -> None:
    before = (vault_path / "vault.hdr").read_bytes()
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")
    for taken in (vault_path, file, link):
        with pytest.raises(VaultExists):
            make(taken)
    assert (vault_path / "vault.hdr").read_bytes() == before
    assert file.read_text() == "mine"


def test_an_empty_folder_may_become_a_vault(tmp_path: Path) -> None:
    place = tmp_path / "New.satchel"
    place.mkdir(mode=0o755)
    make(place)
    assert folder.info(place).name == "N"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, BadName),
        ({"user": "a\nb"}, BadName),
        ({"name": "x" * 101}, BadName),
        ({"name": "\ud800"}, BadName),
        ({"passphrase": "too short"}, PassphraseRefused),
        ({"kdf": KdfCost(1024)}, KdfCostRefused),
        ({"kdf": KdfCost(2**32)}, KdfCostRefused),
    ],
)
def test_a_refused_vault_leaves_nothing(
    tmp_path: Path, changes: dict[str, object], refusal: type[SatchelError]
) -> None:
    with pytest.raises(refusal):
        make(tmp_path / "New.satchel", **changes)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_parent_is_said(tmp_path: Path) -> None:
    with pytest.raises(ParentFolderMissing):
        make(tmp_path / "no" / "New.satchel")


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_who_was_faster_at_the_same_place_is_left_alone(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "New.satchel"

    def meanwhile(_: object) -> None:
        if kind == "folder":
            place.mkdir()
        (place / "theirs" if kind == "folder" else place).write_text("precious")

    with pytest.raises(VaultExists):
        make(place, prepare=meanwhile)
    assert (place / "theirs" if kind == "folder" else place).read_text() == "precious"
    assert list(tmp_path.iterdir()) == [place]


def test_no_vault_is_made_in_anothers_folder(vault_path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(vault_path)
    for inside in (vault_path, tmp_path / "link"):
        with pytest.raises(VaultInsideVault):
            make(inside / "New.satchel")
    assert not (vault_path / "New.satchel").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != tmp_path)
    with pytest.raises(FolderUnavailable):
        make(tmp_path / "New.satchel")


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make(tmp_path / "New.satchel", prepare=fail)
    assert list(tmp_path.iterdir()) == []


def test_chosen_names_are_nowhere_in_clear_but_where_people_are_told(vault_path: Path) -> None:
    everything = {file.name: file.read_bytes() for file in vault_path.rglob("*") if file.is_file()}
    for planted in (DEVICE, PASSPHRASE):
        for writing in (planted.encode(), planted.encode("utf-16-le"), planted.encode().hex().encode()):
            assert [name for name, data in everything.items() if writing in data] == []
    assert [name for name, data in everything.items() if USER.encode() in data] == ["vault.hdr"]
    assert [name for name, data in everything.items() if VAULT_NAME.encode() in data] == ["vault.hdr"]
