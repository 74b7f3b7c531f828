"""A keychain in memory, a vault that it opens, and what lies in it."""

import base64
from pathlib import Path
from typing import Any

from app import edit, keys
from app.session import Session
from tests.vaults import PASSPHRASE
from vault import cbor, folder


class Ring:
    """A store in memory."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise RuntimeError("locked")
        return self.held.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[username]


def by_keychain(path: Path, **given: Any) -> None:
    folder.unlock(path, use_keychain=True, **given).close()


def entry(ring: Ring) -> dict[str, Any]:
    """What lies in the keychain, read."""
    (text,) = ring.held.values()
    found = cbor.decode(base64.b64decode(text))
    assert isinstance(found, dict)
    return found


def put(ring: Ring, changed: dict[str, Any]) -> None:
    """Put another entry in its place."""
    (account,) = ring.held
    ring.held[account] = base64.b64encode(cbor.encode(changed)).decode()


def turn_on(path: Path) -> Path:
    """Let the keychain open a vault in which Ada is."""
    session = Session.open(path, passphrase=PASSPHRASE)
    session.write(edit.add, "contact", {"name": "Ada"}).result()
    keys.keychain_on(session)
    session.close()
    return path
