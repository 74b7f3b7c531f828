"""A real D-Bus of the test's own, and on it a logind that only knows what the vault asks it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVirtualObject,
)

SESSION: Final = "/org/freedesktop/login1/session/_31"
_POLICY: Final = """<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"""
_names: Final = count()


@contextmanager
def private_bus(folder: Path) -> Iterator[str]:
    """The address of a bus that ends with the block."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("dbus-daemon is not installed here (Debian: dbus-daemon)")
    config = folder / "bus.xml"
    config.write_text(_POLICY.format(folder=folder), "utf-8")
    command = [daemon, "--nofork", "--print-address=1", f"--config-file={config}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as started:
        assert started.stdout is not None
        yield started.stdout.readline().strip()
        started.terminate()


def connected(address: str) -> QDBusConnection:
    """A connection of its own to a bus."""
    made = QDBusConnection.connectToBus(address, f"test-{next(_names)}")
    assert made.isConnected()
    return made


def emit(bus: QDBusConnection, path: str, interface: str, name: str, *words: object) -> None:
    """Send a signal."""
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(words))
    assert bus.send(message)


class Logind(QDBusVirtualObject):
    """Answers GetSession and Inhibit as logind does, and keeps the reading end of each inhibitor's pipe."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.bus, self.ends, self.asked = bus, [], []
        assert bus.registerService("org.freedesktop.login1")
        everything = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert bus.registerVirtualObject("/org/freedesktop/login1", self, everything)

    def end(self) -> None:
        """Leave the bus."""
        self.bus.unregisterObject("/org/freedesktop/login1", QDBusConnection.UnregisterMode.UnregisterTree)
        for reading in self.ends:
            os.close(reading)

    def introspect(self, path: str) -> str:
        """Nobody asks."""
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """One call."""
        self.asked.append((message.member(), *message.arguments()))
        answer = message.createReply()
        if message.member() == "Inhibit":
            reading, writing = os.pipe()
            os.set_blocking(reading, False)
            self.ends.append(reading)
            answer.setArguments([QDBusUnixFileDescriptor(writing)])
            os.close(writing)
        else:
            answer.setArguments([QDBusObjectPath(SESSION)])
        return connection.send(answer)

    def held(self) -> int:
        """How many inhibitors are held: a pipe whose other ends are all closed is at its end."""
        return sum(map(_is_open, self.ends))

    def prepare_for_sleep(self, begins: bool) -> None:
        """Tell everybody."""
        emit(self.bus, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", begins)

    def lock(self, session: str = SESSION) -> None:
        """`loginctl lock-session`."""
        emit(self.bus, session, "org.freedesktop.login1.Session", "Lock")


def _is_open(reading: int) -> bool:
    try:
        return os.read(reading, 1) != b""
    except BlockingIOError:
        return True
