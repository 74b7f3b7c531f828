"""Whether there is a screen for a window: Qt itself would end the process where none answers. Main thread."""

import os
import socket
import sys
from pathlib import Path
from typing import Final

_X_SOCKETS: Final = "/tmp/.X11-unix/X"  # noqa: S108 # where every X server listens, not a file of ours
_X_PORT: Final = 6000
_PATIENCE_S: Final = 3


def reachable() -> bool:
    """True where a display answers, or where another platform of Qt was chosen by name."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") not in (None, "", "xcb", "wayland"):
        return True
    wayland, x = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    return bool(wayland and _wayland_answers(wayland)) or bool(x and _x_answers(x))


def _wayland_answers(display: str) -> bool:
    return _connects(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run"), display)))


def _x_answers(display: str) -> bool:
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if host in ("", "unix"):
        return _connects(f"{_X_SOCKETS}{number}") or _connects(f"\0{_X_SOCKETS}{number}")
    try:
        socket.create_connection((host, _X_PORT + int(number)), timeout=_PATIENCE_S).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _connects(place: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.settimeout(_PATIENCE_S)
            return end.connect_ex(place) == 0
    except (OSError, ValueError):
        return False
