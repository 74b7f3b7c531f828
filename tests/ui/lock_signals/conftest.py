"""A window whose two buses are the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication

from tests.ui.lock_signals.buses import Logind, connected, private_bus
from ui.lock_signals import linux


@pytest.fixture
def address(tmp_path: Path, satchel_app: QApplication) -> Iterator[str]:
    """The address of a bus of the test's own."""
    with private_bus(tmp_path) as found:
        yield found


@pytest.fixture
def desktop(address: str, monkeypatch: pytest.MonkeyPatch) -> QDBusConnection:
    """Another program on the bus that the window listens to, on both sides."""
    heard = connected(address)
    monkeypatch.setattr(linux, "system_bus", lambda: heard)
    monkeypatch.setattr(linux, "session_bus", lambda: heard)
    return connected(address)


@pytest.fixture
def logind(desktop: QDBusConnection) -> Iterator[Logind]:
    """A logind on that bus."""
    made = Logind(desktop)
    yield made
    made.end()
