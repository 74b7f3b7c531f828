"""The process itself: nobody else reads its memory, and the environment neither brings code in nor moves its files.

Called through app/bootstrap.py before any library is imported that reads the environment; main thread. What was done
before Python began cannot be undone here: code of LD_PRELOAD or of a `sitecustomize` already runs. Whoever sets the
environment of a program is its user; this keeps a variable alone from being enough.
"""

import os
import re
import sys
from collections.abc import MutableMapping
from typing import Final

_FOREIGN: Final = re.compile(
    r"(QT|QML|PYTHON|KEYRING_|KEYCHAIN_PATH|SQLITE|SQLCIPHER|OPENSSL_|SSLKEYLOGFILE|GCONV_PATH"
    r"|GTK\d?_(MODULES|PATH|EXE_PREFIX|DATA_PREFIX|IM_MODULE_FILE)|GDK_PIXBUF_MODULE|GIO_(EXTRA_MODULES|MODULE_DIR))",
    re.IGNORECASE,
)
"""How the variables begin that load code or move files in what we use; all of them go that are not on the next list."""
_HARMLESS: Final = frozenset({
    "QT_QPA_PLATFORM", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_IM_MODULE", "QT_IM_MODULES",
    "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_SCALE_FACTOR_ROUNDING_POLICY", "QT_AUTO_SCREEN_SCALE_FACTOR",
    "QT_ENABLE_HIGHDPI_SCALING", "QT_USE_PHYSICAL_DPI", "QT_FONT_DPI", "QT_DPI_ADJUSTMENT_POLICY",
    "QT_ACCESSIBILITY", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "QT_WAYLAND_DISABLE_WINDOWDECORATION",
    "QT_WAYLAND_DECORATION", "QT_X11_NO_MITSHM", "QT_XCB_GL_INTEGRATION",
    "PYTHONDEVMODE", "PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER", "PYTHONHASHSEED", "PYTHONIOENCODING",
    "PYTHONNOUSERSITE", "PYTHONUNBUFFERED", "PYTHONUTF8",
})  # fmt: skip
_PLATFORMS: Final = frozenset({"cocoa", "direct2d", "minimal", "offscreen", "wayland", "wayland-egl", "windows", "xcb"})
"""Qt's platforms that show the window here: `vnc` would show it to the network."""
_NO_KEYRING: Final = "keyring.backends.fail.Keyring"
"""`keyring` asks this variable before its file and before whatever is installed; ours is chosen by name."""
_PR_SET_DUMPABLE: Final = 4
_NO_HEAP_IN_REPORTS: Final = 1
_NO_DIALOGS: Final = 0x8003
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX."""
_LOADERS: Final = ("LD_PRELOAD", "LD_AUDIT", "DYLD_INSERT_LIBRARIES")


def harden() -> tuple[list[str], list[str]]:
    """Close the process: (variables that were ignored, variables that loaded code before Python began)."""
    os.umask(0o077)
    _keep_memory_private()
    return clean(os.environ), [name for name in _LOADERS if os.environ.get(name)]


def clean(environment: MutableMapping[str, str]) -> list[str]:
    """Take out of an environment what loads code or moves files; gives the names of what went or was cut."""
    changed = []
    for name, value in list(environment.items()):
        wanted = _allowed(name, value)
        if wanted == value:
            continue
        changed.append(name)
        if wanted:
            environment[name] = wanted
        else:
            del environment[name]
    environment["PYTHON_KEYRING_BACKEND"] = _NO_KEYRING
    return sorted(changed)


def _allowed(name: str, value: str) -> str:
    """What a variable may say: its value, less of it, or nothing."""
    if name == "PYTHON_KEYRING_BACKEND" and value == _NO_KEYRING:
        return value
    if not _FOREIGN.match(name):
        return value
    if name not in _HARMLESS:
        return ""
    if name == "QT_QPA_PLATFORM":
        named = (each.split(":")[0] for each in value.split(";"))
        return ";".join(each for each in named if each in _PLATFORMS)
    return "" if os.sep in value or "/" in value else value


def _keep_memory_private() -> None:
    """No core dump, no debugger of others, no memory in a report to the system's maker."""
    import ctypes

    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_DIALOGS)
        ctypes.windll.kernel32.WerSetFlags(_NO_HEAP_IN_REPORTS)
        return
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
