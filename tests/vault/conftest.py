"""Who attacks the vault: an insider of the template, who knows all that a member knows; one at a trail lived in."""

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from app import demonstrating, edit, undo
from tests.vault.desk import Desk
from tests.vault.forging import Insider, insider
from tests.vault.rings import Ring, turn_on
from tests.vault.trail_attacker import Attacker
from tests.vaults import PASSPHRASE
from vault import folder, keychain, slots
from vault.kdf import stretch
from vault.keyrings import Keyring
from vault.keys import MemberKey
from vault.opened import OpenVault
from vault.recovery import auditor_key


@pytest.fixture(scope="module")
def derived_once() -> Iterator[None]:
    """Many openings with one passphrase: the same real derivation is made once."""
    patch = pytest.MonkeyPatch()
    patch.setattr(slots, "stretch", cache(stretch))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with some hundreds of records, closed in order; tests work on copies."""
    path = tmp_path_factory.mktemp("demo") / "Demo.satchel"
    wanted = demonstrating.Wanted(today=date(2026, 3, 2), accounts=60)
    demonstrating.make(path, wanted, lambda *_: None, lambda: False)
    return path


@pytest.fixture(scope="session")
def known(made_vault: tuple[Path, folder.Created], tmp_path_factory: pytest.TempPathFactory) -> Insider:
    path = tmp_path_factory.mktemp("known") / "Acme.satchel"
    shutil.copytree(made_vault[0], path)
    return insider(path)


@pytest.fixture
def member(known: Insider, vault_path: Path) -> Insider:
    return dataclasses.replace(known, path=vault_path)


def first_visit(desk: Desk) -> None:
    contact = desk.add("contact", name="Planted Person")
    desk.do(edit.change, contact, {"notes": "planted note"})
    desk.do(edit.delete, [contact])
    desk.do(undo.undo)


def second_visit(desk: Desk) -> None:
    for name in ("Bea", "Cleo", "Dora"):
        desk.add("contact", name=name)


@pytest.fixture(scope="session")
def lived_in(made_vault: tuple[Path, folder.Created], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault after two sessions: entries 1 to 4 of the trail, 5 to 7, each under a checkpoint."""
    path = tmp_path_factory.mktemp("lived") / "Acme.satchel"
    shutil.copytree(made_vault[0], path)
    for visit in (first_visit, second_visit):
        vault = OpenVault(folder.unlock(path, passphrase=PASSPHRASE))
        visit(Desk(vault))
        vault.close()
    return path


@pytest.fixture
def auditor(recovery_code: str) -> MemberKey:
    """The auditor's key of `vault_path`."""
    return auditor_key(recovery_code)


@pytest.fixture
def at_work(lived_in: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk in a third session of it, after entry 8."""
    path = tmp_path / "Lived.satchel"
    shutil.copytree(lived_in, path)
    vault = OpenVault(folder.unlock(path, passphrase=PASSPHRASE))
    desk = Desk(vault)
    desk.add("contact", name="Ede")
    yield desk
    vault._writer.close()
    vault.unlocked.abandon()


@pytest.fixture
def attacker(at_work: Desk, auditor: MemberKey) -> Attacker:
    """A member who writes past the writer of `at_work`."""
    return Attacker(at_work.vault.unlocked, auditor)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """A keychain in memory instead of the system's."""
    made = Ring()
    monkeypatch.setattr(keychain, "of_system", lambda: Keyring(made))
    return made


@pytest.fixture
def turned_on(vault_path: Path, ring: Ring) -> Path:
    """A vault that the keychain opens."""
    return turn_on(vault_path)
