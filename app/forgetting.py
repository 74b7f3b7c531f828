"""What an open vault left in this process's memory: overwritten where that is in our hands, when the vault is locked.

Any thread; 20 to 60 ms. What libraries copied beyond it, and what the system moved to its swap, stays beyond reach.
"""

import ctypes
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

_ROOMS: Final = frozenset({"app", "sync", "vault"})
_PERTURB: Final = -6
"""M_PERTURB of glibc: what is freed is overwritten at once."""
_PATTERN: Final = 0x55
_SMALL: Final = range(48, 513, 16)
"""The sizes that Python keeps for itself and hands out again without wiping them."""
_HEAD: Final = sys.getsizeof(b"")
_EACH: Final = 4_000
"""So many of each size fill what a day's work left free."""


@contextmanager
def wiped() -> Iterator[None]:
    """While a vault is closed within: pages of the database that it frees are overwritten, and the rest afterwards."""
    _ask("mallopt", _PERTURB, _PATTERN)
    try:
        yield
        _forget_remembered()
        gc.collect()
        _overwrite_free()
    finally:
        _ask("malloc_trim", 0)
        _ask("mallopt", _PERTURB, 0)


def _forget_remembered() -> None:
    """Empty the caches that were bounded because people's values go through them."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in _ROOMS:
            continue
        for found in vars(module).values():
            if hasattr(found, "cache_clear") and found.cache_parameters()["maxsize"] is not None:
                found.cache_clear()


def _overwrite_free() -> None:
    for size in _SMALL:
        filling = [bytes(size - _HEAD) for _ in range(_EACH)]
        del filling


def _ask(name: str, *numbers: int) -> None:
    """Call a function of the C library where it has one: glibc has these."""
    if sys.platform != "linux":
        return
    function: Callable[..., Any] | None = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*numbers)
