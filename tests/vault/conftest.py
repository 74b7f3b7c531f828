"""An insider of the template vault: everything a member knows, made once, to attack each test's own copy."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from tests.vault.forging import Insider, insider
from vault import folder


@pytest.fixture(scope="session")
def known(made_vault: tuple[Path, folder.Created], tmp_path_factory: pytest.TempPathFactory) -> Insider:
    path = tmp_path_factory.mktemp("known") / "Acme.satchel"
    shutil.copytree(made_vault[0], path)
    return insider(path)


@pytest.fixture
def member(known: Insider, vault_path: Path) -> Insider:
    return dataclasses.replace(known, path=vault_path)
