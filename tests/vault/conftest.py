"""A desk over a real vault, made once with the cheapest key derivation that is still accepted, copied per test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.desk import Desk
from vault import folder
from vault.kdf import KdfCost
from vault.opened import OpenVault

PASSPHRASE = "correct horse battery staple tango"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "Desk.satchel"
    folder.create(
        path, name="Desk", user="Mina", passphrase=PASSPHRASE, kdf=KdfCost(memory_kib=64 * 1024, passes=3)
    )
    return path


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "Desk.satchel"
    shutil.copytree(template, path)
    vault = OpenVault(folder.unlock(path, user="Mina", passphrase=PASSPHRASE))
    yield Desk(vault)
    vault.close()
