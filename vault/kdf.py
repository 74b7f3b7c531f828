"""Argon2id for passphrases (RFC 9106, version 1.3): its cost, the bounds it must keep, the machine it is
fitted to.

Any thread; a derivation takes up to a second and lets go of the interpreter lock. Bounds are checked
before memory is taken: whoever wrote the header chose these numbers.
"""

import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from vault.errors import KdfCostRefused, KdfTooCheap, KdfTooDear

SALT_BYTES: Final = 32
FLOOR_MIB: Final = 64
CEILING_MIB: Final = 2048
LEAST_MIB: Final = 256
"""What a vault that was made with less is raised to, where the machine bears it."""
_UNMEASURED_MIB: Final = 256
_CHOICES_MIB: Final = (128, 256, 512)
_ABOUT_A_SECOND: Final = 1.2


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one derivation costs: memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int = 3
    lanes: int = 4

    @classmethod
    def of_mib(cls, memory_mib: int) -> "KdfCost":
        """A cost by memory alone. Raises KdfCostRefused outside the bounds (facts: floor_mib,
        ceiling_mib).
        """
        cost, ceiling = cls(memory_mib * 1024), ceiling_mib()
        if not FLOOR_MIB <= memory_mib <= ceiling:
            raise KdfCostRefused(floor_mib=FLOOR_MIB, ceiling_mib=ceiling)
        return cost

    def check(self) -> None:
        """Raises KdfTooCheap or KdfTooDear where a header asks for less or more than anybody should
        accept.
        """
        if self.memory_kib < FLOOR_MIB * 1024 or self.passes < 3 or self.lanes < 1:
            raise KdfTooCheap(memory_mib=self.memory_kib // 1024, floor_mib=FLOOR_MIB)
        ceiling = ceiling_mib()
        if self.memory_kib > ceiling * 1024 or self.passes > 16 or self.lanes > 16:
            raise KdfTooDear(memory_mib=self.memory_kib // 1024, ceiling_mib=ceiling)


def memory_bytes() -> int | None:
    """The machine's memory, None where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def ceiling_mib() -> int:
    """The most memory a derivation may take here: 2 GiB or half of the machine's, whichever is less."""
    total = memory_bytes()
    return CEILING_MIB if total is None else max(FLOOR_MIB, min(CEILING_MIB, total // 2 // 1024**2))


def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """32 bytes from a passphrase (NFKC, UTF-8). Raises KdfTooCheap, KdfTooDear before any memory is taken."""
    cost.check()
    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return hash_secret_raw(text, salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)


def fitted(clock: Callable[[], float] = time.perf_counter, total: int | None = None) -> KdfCost:
    """The largest of 64/128/256/512 MiB under about a second and a quarter of the memory; costs one trial
    of 128.

    `total` is the machine's memory in bytes, asked of the system by default; 256 MiB where that cannot be
    measured.
    """
    total = total or memory_bytes()
    if total is None:
        return KdfCost(_UNMEASURED_MIB * 1024)
    room = [mib for mib in _CHOICES_MIB if mib * 1024**2 <= total // 4]
    if not room:
        return KdfCost(FLOOR_MIB * 1024)
    began = clock()
    stretch("a trial", bytes(SALT_BYTES), KdfCost(128 * 1024))
    per_mib = (clock() - began) / 128
    affordable = [mib for mib in room if mib * per_mib <= _ABOUT_A_SECOND]
    return KdfCost(max(affordable, default=FLOOR_MIB) * 1024)


def affordable(now: KdfCost, took_s: float, total: int | None = None) -> KdfCost:
    """A dearer cost where the present one is below the least that is given today, and this machine bears more.

    `took_s` is what a derivation at the present cost just took, so that no trial is needed; never a cheaper cost.
    """
    mib, most = now.memory_kib // 1024, min(LEAST_MIB, (total or memory_bytes() or 0) // 4 // 1024**2)
    while mib * 2 <= most and took_s * 2 <= _ABOUT_A_SECOND:
        mib, took_s = mib * 2, took_s * 2
    return KdfCost(mib * 1024, now.passes, now.lanes) if mib * 1024 > now.memory_kib else now
