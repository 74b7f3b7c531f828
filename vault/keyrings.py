"""The system's own store of secrets: Windows' Credential Manager, macOS' Keychain, Secret Service or KWallet.

Chosen by the system alone. The library `keyring` would let an environment variable or a file in the home folder name
any module as its backend; its choosing is never asked, and its settings from the environment are never read.
"""

import sys
from importlib import import_module
from typing import Final, Protocol

from vault.errors_of_keeping import KeychainUnavailable

SERVICE: Final = "Satchel"
_LINUX: Final = (("SecretService", "Keyring"), ("kwallet", "DBusKeyring"))
_BACKENDS: Final = {"win32": (("Windows", "WinVaultKeyring"),), "darwin": (("macOS", "Keyring"),)}


class Backend(Protocol):
    """The part of a backend of `keyring` that is used."""

    def get_password(self, service: str, username: str, /) -> str | None: ...
    def set_password(self, service: str, username: str, password: str, /) -> None: ...
    def delete_password(self, service: str, username: str, /) -> None: ...


class Keyring:
    """The store of this system; `account` names an entry and tells nothing about a person."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def read(self, account: str) -> str | None:
        """An entry; None where there is none. Raises KeychainUnavailable, also where the person refuses."""
        with _In():
            return self._backend.get_password(SERVICE, account)

    def write(self, account: str, text: str) -> None:
        """Keep an entry, and look whether it was kept. Raises KeychainUnavailable."""
        with _In():
            self._backend.set_password(SERVICE, account, text)
            if self._backend.get_password(SERVICE, account) != text:
                raise KeychainUnavailable

    def remove(self, account: str) -> None:
        """Forget an entry, if there is one. Raises KeychainUnavailable."""
        with _In():
            if self._backend.get_password(SERVICE, account) is not None:
                self._backend.delete_password(SERVICE, account)


class _In:
    """Whatever a backend raises becomes KeychainUnavailable: each has errors of its own."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, KeychainUnavailable):
            raise KeychainUnavailable from None


def of_system(system: str = sys.platform) -> Keyring:
    """The store of this system. Raises KeychainUnavailable where there is none."""
    for module, name in _BACKENDS.get(system, _LINUX):
        backend = _made(module, name)
        if backend is not None:
            return Keyring(backend)
    raise KeychainUnavailable


def _made(module: str, name: str) -> Backend | None:
    try:
        kind = getattr(import_module(f"keyring.backends.{module}"), name)
        _ = kind.priority  # raises where the system lacks it
        backend: Backend = kind.__new__(kind)  # its __init__ would take attributes from the environment
    except Exception:  # each system lacks it in its own way
        return None
    if module == "Windows":
        backend.persist = "local machine"  # type: ignore[attr-defined]  # else it roams to other computers of a domain
    return backend
