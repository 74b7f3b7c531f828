"""macOS tells every program when the screen is locked, through CoreFoundation's distributed centre. GUI thread only.

Of sleep it tells only through a framework that no binding here reaches: that is left to the clock, on waking.
"""

import ctypes
from typing import Any, Final

from ui.lock_signals.source import Source

_FRAMEWORK: Final = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_EVENT: Final = b"com.apple.screenIsLocked"
_UTF8: Final = 0x08000100
_AT_ONCE: Final = 4
_Told = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)  # fmt: skip


class MacSource(Source):
    """Listens to the distributed notification centre."""

    _callback: Any = None

    def listen(self) -> None:
        """Subscribe once."""
        if self._callback is not None:
            return
        try:
            self._callback = _Told(lambda *_facts: self.locked.emit())
            self._subscribe(ctypes.CDLL(_FRAMEWORK))
        except (OSError, AttributeError):
            return

    def _subscribe(self, library: ctypes.CDLL) -> None:
        library.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
        library.CFStringCreateWithCString.restype = ctypes.c_void_p
        library.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        add = library.CFNotificationCenterAddObserver
        add.restype = None
        add.argtypes = [ctypes.c_void_p, ctypes.c_void_p, _Told, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long]
        name = library.CFStringCreateWithCString(None, _EVENT, _UTF8)
        add(library.CFNotificationCenterGetDistributedCenter(), id(self), self._callback, name, None, _AT_ONCE)
