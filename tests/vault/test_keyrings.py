"""The system's keychain is chosen by the system: nothing in the environment or the home folder names another."""

import sys
from collections.abc import Iterator
from pathlib import Path

import keyring.backends.null
import pytest

from tests.vault import secret_service
from vault import keyrings
from vault.errors_of_keeping import KeychainUnavailable

secretstorage = pytest.importorskip("secretstorage", reason="a Secret Service is a thing of Linux")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a Secret Service is a thing of Linux")


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with secret_service.running(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield


def test_what_is_kept_is_found_and_forgotten(service: None) -> None:
    ring = keyrings.of_system()
    assert ring.read("one") is None
    ring.write("one", "first")
    ring.write("one", "second")
    ring.write("two", "other")
    assert (ring.read("one"), ring.read("two")) == ("second", "other")
    ring.remove("one")
    ring.remove("one")
    assert ring.read("one") is None


def test_label_and_attributes_tell_nothing_but_the_program_and_the_account(service: None) -> None:
    keyrings.of_system().write("0123-4567", "hidden")
    with secretstorage.dbus_init() as bus:
        (item,) = secretstorage.get_default_collection(bus).get_all_items()
        assert item.get_label() == "Password for '0123-4567' on 'Satchel'"
        told = item.get_attributes()
    assert {told["service"], told["username"]} == {"Satchel", "0123-4567"}


def test_without_a_service_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(KeychainUnavailable):
        keyrings.of_system()


HOSTILE = """
import keyring.backend
from pathlib import Path
Path(__file__).with_suffix(".loaded").touch()
class Keyring(keyring.backend.KeyringBackend):
    priority = 99
    def get_password(self, service, username): return "stolen"
    def set_password(self, service, username, password): Path(__file__).with_suffix(".taken").write_text(password)
    def delete_password(self, service, username): pass
"""


def test_a_backend_named_by_the_environment_or_a_file_is_never_loaded(
    service: None, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hostile_ring.py").write_text(HOSTILE)
    monkeypatch.syspath_prepend(str(tmp_path))
    for folder in (own_home / ".config" / "python_keyring", own_home / ".local" / "share" / "python_keyring"):
        folder.mkdir(parents=True)
        (folder / "keyringrc.cfg").write_text(
            f"[backend]\ndefault-keyring=hostile_ring.Keyring\nkeyring-path={tmp_path}\n"
        )
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "hostile_ring.Keyring")
    monkeypatch.setenv("KEYRING_PROPERTY_APPID", "stranger")
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/org/freedesktop/secrets/collection/session")
    ring = keyrings.of_system()
    ring.write("one", "text")
    assert ring.read("one") == "text"
    assert sorted(file.name for file in tmp_path.glob("hostile_ring.*")) == ["hostile_ring.py"]
    with secretstorage.dbus_init() as bus:
        (item,) = secretstorage.get_default_collection(bus).get_all_items()
        assert item.get_attributes()["application"] != "stranger"


def test_a_backend_that_loses_silently_is_noticed() -> None:
    ring = keyrings.Keyring(keyring.backends.null.Keyring())
    with pytest.raises(KeychainUnavailable):
        ring.write("one", "text")


@pytest.mark.parametrize(("system", "module"), [("win32", "Windows"), ("darwin", "macOS"), ("linux", "SecretService")])
def test_each_system_has_its_own(system: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(keyrings, "_made", lambda name, _kind: asked.append(name))
    with pytest.raises(KeychainUnavailable):
        keyrings.of_system(system)
    assert asked[0] == module
