"""The ground of the benchmarks: a vault of invented customers, and beside it the same rows without a key.

Made by seed in a folder that its caller wipes. The caller's thread only.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from app.benching.queries import recorded
from app.demo.building import build, generate
from app.session import Session
from app.starting import start
from vault import folder as vaults
from vault.kdf import KdfCost
from vault.reference import Plain

SEED: Final = 1
TODAY: Final = date(2026, 1, 15)
PEOPLE_PER_ACCOUNT: Final = 2.5
_SAMPLE: Final = 4_000
_COST: Final = KdfCost(memory_kib=64 * 1024, passes=3)
"""Key derivation is the policy's second and is not measured: the cheapest that is accepted."""
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Ground:
    """What the rows of the bench stand on. `contacts` is about how many people there are."""

    path: Path
    passphrase: str = field(repr=False)
    session: Session
    plain: Plain
    accounts: int
    contacts: int
    queries: list[str]

    def close(self) -> None:
        """Close vault and copy; the folder is the caller's to wipe."""
        self.plain.close()
        self.session.close()


def make(folder: Path, contacts: int, progress: Progress) -> Ground:
    """A vault with about `contacts` people, 3 activities and 0.2 deals each, and its copy. Minutes at 100k."""
    accounts = max(1, round(contacts / PEOPLE_PER_ACCOUNT))
    path, passphrase = folder / "bench.satchel", secrets.token_hex(16)
    vaults.create(path, name="Bench", user="bench", passphrase=passphrase, kdf=_COST)
    session = Session.open(path, passphrase=passphrase)
    session.write(start).result()
    session.write(build, accounts, SEED, "en", TODAY, progress, lambda: False).result()
    plain = session.read(partial(Plain, folder)).result()
    queries = recorded(generate(min(accounts, _SAMPLE), SEED, "en", TODAY), SEED)
    return Ground(path, passphrase, session, plain, accounts, contacts, queries)
