"""Messages that Windows sends to a window: session locked or left, machine about to sleep. GUI thread only."""

import ctypes
import sys
from ctypes import wintypes
from typing import Final

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtWidgets import QWidget

from ui.lock_signals.source import Source

SESSION_CHANGE: Final = 0x02B1
POWER: Final = 0x0218
_LEFT: Final = frozenset({0x2, 0x4, 0x6, 0x7})
"""Console disconnected, remote disconnected, logged off, locked."""
_SUSPEND: Final = 0x4
_THIS_SESSION: Final = 0


class WindowsSource(Source):
    """Looks at the messages of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._filter = window, _Filter(self)
        self._listening = False

    def listen(self) -> None:
        """Ask for the session's messages once; those of power come unasked."""
        application = QCoreApplication.instance()
        if self._listening or application is None:
            return
        self._listening = True
        application.installNativeEventFilter(self._filter)
        if sys.platform == "win32":
            handle = wintypes.HWND(int(self._window.winId()))
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(handle, wintypes.DWORD(_THIS_SESSION))

    def meet(self, message: int, word: int) -> None:
        """What a message of Windows means for the vault."""
        if message == SESSION_CHANGE and word in _LEFT:
            self.locked.emit()
        elif message == POWER and word == _SUSPEND:
            self.sleeping.emit()


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, source: WindowsSource) -> None:
        super().__init__()
        self._source = source

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Only look; the message goes its way."""
        if QByteArray(kind).data() == b"windows_generic_MSG":
            found = wintypes.MSG.from_address(int(message))
            self._source.meet(int(found.message), int(found.wParam))
        return False, 0
