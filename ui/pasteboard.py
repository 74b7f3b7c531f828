"""macOS only: marks what lies on the general pasteboard as concealed; elsewhere it does nothing. GUI thread only.

Qt gives a type of its own making to every format it does not know, so the mark goes in through the system's own door.
"""

import contextlib
import ctypes
import sys
from typing import Any, Final

CONCEALED: Final = "org.nspasteboard.ConcealedType"
_RUNTIME: Final = "/usr/lib/libobjc.A.dylib"


def conceal() -> None:
    """Add the mark to what was copied last."""
    if str(sys.platform) == "darwin":
        with contextlib.suppress(OSError, AttributeError):
            _mark(ctypes.CDLL(_RUNTIME))


def _mark(runtime: ctypes.CDLL) -> None:
    runtime.objc_getClass.restype = runtime.sel_registerName.restype = ctypes.c_void_p
    runtime.objc_getClass.argtypes = runtime.sel_registerName.argtypes = [ctypes.c_char_p]
    mark = _send(runtime, runtime.objc_getClass(b"NSString"), b"stringWithUTF8String:", CONCEALED.encode())
    board = _send(runtime, runtime.objc_getClass(b"NSPasteboard"), b"generalPasteboard")
    kinds = _send(runtime, runtime.objc_getClass(b"NSArray"), b"arrayWithObject:", mark)
    _send(runtime, board, b"addTypes:owner:", kinds, None)
    _send(runtime, board, b"setString:forType:", mark, mark)


def _send(runtime: ctypes.CDLL, target: Any, message: bytes, *words: Any) -> Any:
    """One message to an object of the runtime; text goes in as bytes, everything else as a pointer."""
    kinds = [ctypes.c_char_p if isinstance(word, bytes) else ctypes.c_void_p for word in words]
    call = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *kinds)(("objc_msgSend", runtime))
    return call(target, runtime.sel_registerName(message), *words)
