"""What every test has around it: no screen, no real home, no warning in the log that nobody expected."""

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.desk import Desk
from tests.vaults import CHEAP, DEVICE, PASSPHRASE, USER, VAULT_NAME
from vault import folder, kdf
from vault.opened import OpenVault

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM", "offscreen")
for _name in [name for name in os.environ if name.startswith("SATCHEL_")]:
    del os.environ[_name]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for settings, logs and the demo vault; gives its path."""
    home = tmp_path_factory.mktemp("home")
    places = {
        "HOME": "",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
    }
    for name, place in (places | {"XDG_CACHE_HOME": ".cache", "XDG_RUNTIME_DIR": "run"}).items():
        (home / place).mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(name, str(home / place))
    return home


@pytest.fixture(autouse=True)
def cheap_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """No vault of a test is outdated for being cheap to open."""
    monkeypatch.setattr(kdf, "LEAST_MIB", CHEAP.memory_kib // 1024)


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that left a warning in the log; one that expects it ends with `caplog.clear()`."""
    yield
    loud = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not loud


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, folder.Created]:
    """A vault made once per run, never opened, and what its making told."""
    path = tmp_path_factory.mktemp("made") / "Acme.satchel"
    made = folder.create(path, name=VAULT_NAME, user=USER, passphrase=PASSPHRASE, kdf=CHEAP, device_name=DEVICE)
    return path, made


@pytest.fixture
def vault_path(made_vault: tuple[Path, folder.Created], tmp_path: Path) -> Path:
    """A vault of the test's own: a copy of the one made."""
    path = tmp_path / "Acme.satchel"
    shutil.copytree(made_vault[0], path)
    return path


@pytest.fixture
def recovery_code(made_vault: tuple[Path, folder.Created]) -> str:
    """The recovery code of `vault_path`."""
    return made_vault[1].recovery_code


@pytest.fixture
def desk(vault_path: Path) -> Iterator[Desk]:
    """A desk over a vault of the test's own."""
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    yield Desk(vault)
    vault.close()


@pytest.fixture
def unlocked(vault_path: Path) -> Iterator[folder.Unlocked]:
    """`vault_path`, unlocked by passphrase; locked again after the test."""
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as opened:
        yield opened
