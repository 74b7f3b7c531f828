"""Signals of logind and of the desktops' screen savers, over D-Bus. GUI thread only.

A delay inhibitor holds sleep back (5 seconds by logind's default) until the vault is locked. A bus that is missing
or refuses is taken as nothing to tell.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

from ui.lock_signals.source import Source

_LOGIND: Final = "org.freedesktop.login1"
_MANAGER: Final = f"{_LOGIND}.Manager"
_PLACE: Final = "/org/freedesktop/login1"
_SYSTEM_SOCKET: Final = Path("/run/dbus/system_bus_socket")
SAVERS: Final = (
    "org.freedesktop.ScreenSaver",  # KDE and others
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)


def system_bus() -> QDBusConnection | None:
    """Where logind speaks, None where there is no such bus."""
    found = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or _SYSTEM_SOCKET.exists()
    return QDBusConnection.systemBus() if found else None


def session_bus() -> QDBusConnection | None:
    """Where screen savers speak, None where there is no such bus; none is started."""
    socket = Path(os.environ.get("XDG_RUNTIME_DIR", "/run"), "bus")
    found = os.environ.get("DBUS_SESSION_BUS_ADDRESS") or socket.exists()
    return QDBusConnection.sessionBus() if found else None


class LinuxSource(Source):
    """Listens on both buses."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system: QDBusConnection | None = None
        self._listening, self._holding = False, False
        self._inhibitor = -1
        self._own = ""
        """The object path of this session, empty while it is unknown."""

    def listen(self) -> None:
        """Subscribe once."""
        if self._listening:
            return
        self._listening = True
        session, self._system = session_bus(), system_bus()
        if session is not None and session.isConnected():
            for saver in SAVERS:
                session.connect("", "", saver, "ActiveChanged", self, _slot("_saver(bool)"))
        if self._system is not None and self._system.isConnected():
            self._system.connect(_LOGIND, _PLACE, _MANAGER, "PrepareForSleep", self, _slot("_sleep(bool)"))
            self._system.connect(_LOGIND, "", f"{_LOGIND}.Session", "Lock", self, _slot("_lock(QDBusMessage)"))
            self._ask("GetSession", [os.environ.get("XDG_SESSION_ID") or "auto"], self._learn_session)

    def hold_sleep(self) -> None:
        """Take the delay inhibitor; it is there a moment later."""
        if not self._holding:
            self._holding = True
            self._ask("Inhibit", ["sleep", "Satchel", "The vault locks before sleep", "delay"], self._keep_inhibitor)

    def let_sleep(self) -> None:
        """Close the inhibitor: logind goes on."""
        self._holding = False
        if self._inhibitor >= 0:
            os.close(self._inhibitor)
            self._inhibitor = -1

    def _ask(self, member: str, words: list[object], answered: Callable[[object], None]) -> None:
        """Call logind without waiting; a refusal stays without consequences."""
        if self._system is None or not self._system.isConnected():
            return
        call = QDBusMessage.createMethodCall(_LOGIND, _PLACE, _MANAGER, member)
        call.setArguments(words)
        call.setAutoStartService(False)
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(call))  # no child: what waits holds us, not we it
        watcher.finished.connect(lambda: _hand_on(watcher, answered))

    def _learn_session(self, answer: object) -> None:
        if isinstance(answer, QDBusObjectPath):
            self._own = answer.path()

    def _keep_inhibitor(self, answer: object) -> None:
        if not isinstance(answer, QDBusUnixFileDescriptor) or not answer.isValid():
            return
        if self._holding and self._inhibitor < 0:
            self._inhibitor = os.dup(answer.fileDescriptor())

    @Slot(bool)
    def _saver(self, active: bool) -> None:
        if active:
            self.locked.emit()

    @Slot(bool)
    def _sleep(self, begins: bool) -> None:
        (self.sleeping if begins else self.awake).emit()

    @Slot(QDBusMessage)
    def _lock(self, message: QDBusMessage) -> None:
        if self._own in ("", message.path()):
            self.locked.emit()


def _slot(signature: str) -> Any:
    """What `connect` takes: text, whatever its stub says."""
    return SLOT(signature)


def _hand_on(watcher: QDBusPendingCallWatcher, answered: Callable[[object], None]) -> None:
    answers = watcher.reply().arguments()
    watcher.deleteLater()
    if answers:
        answered(answers[0])
