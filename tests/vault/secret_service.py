"""A real Secret Service of the test's own: gnome-keyring on a private session bus, with an empty keyring, unlocked."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

_POLICY: Final = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"""
"""No folder of services: the bus starts none of its own, whose keyring would be locked."""


@contextmanager
def running(home: Path) -> Iterator[str]:
    """The address of its bus; both end with the block."""
    bus, daemon = shutil.which("dbus-daemon"), shutil.which("gnome-keyring-daemon")
    if bus is None or daemon is None:
        pytest.skip("dbus-daemon or gnome-keyring-daemon is not installed here (Debian: dbus-daemon, gnome-keyring)")
    config = home / "bus.xml"
    config.write_text(_POLICY, "utf-8")
    with subprocess.Popen(
        [bus, "--nofork", "--print-address=1", f"--config-file={config}"], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as started:  # fmt: skip
        assert started.stdout is not None
        address = started.stdout.readline().strip()
        try:
            with _keyring(daemon, home, address):
                yield address
        finally:
            started.terminate()


@contextmanager
def _keyring(daemon: str, home: Path, address: str) -> Iterator[None]:
    places = {"HOME": home, "XDG_DATA_HOME": home / "share", "XDG_RUNTIME_DIR": home / "run"}
    (home / "run").mkdir(mode=0o700)
    environment = os.environ | {name: str(place) for name, place in places.items()}
    with subprocess.Popen(
        [daemon, "--foreground", "--unlock", "--components=secrets"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=environment | {"DBUS_SESSION_BUS_ADDRESS": address}, text=True,
    ) as started:  # fmt: skip
        assert started.stdin is not None
        started.stdin.write("keyring")
        started.stdin.close()
        try:
            _wait(address)
            yield
        finally:
            started.terminate()


def _wait(address: str) -> None:
    """Until the service has its name on the bus."""
    import jeepney.io.blocking  # these two are there on Linux alone
    import secretstorage

    with jeepney.io.blocking.open_dbus_connection(address) as connection:
        while not secretstorage.check_service_availability(connection):
            continue
