"""The demo vault: made on first use, opened with a passphrase that everybody may know. No other vault is opened so.

The window and the command line call it; long work, any thread but the window's own.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app import paths
from app.demo import building
from app.founding import Wish, found
from app.vaults import DEMO_PASSPHRASE, DEMO_USER
from vault.kdf import FLOOR_MIB, KdfCost

ACCOUNTS: Final = 2000
SEED: Final = 1
Progress = Callable[[int, int], None]
Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a demo vault is to hold."""

    today: date
    accounts: int = ACCOUNTS
    seed: int = SEED
    language: str = "en"
    user: str = DEMO_USER
    passphrase: str = DEMO_PASSPHRASE


@dataclass(frozen=True, slots=True)
class Made:
    """The new vault's id and how many records of each noun it holds."""

    vault_id: str
    counts: dict[str, int]


def make(path: Path, wanted: Wanted, progress: Progress, cancelled: Asked) -> Made:
    """Make a vault full of invented customers; after a failure there is nothing at `path`.

    Raises as app.founding.found, and Cancelled.
    """
    wish = Wish(
        name="Demo", user=wanted.user, passphrase=wanted.passphrase, kdf=KdfCost.of_mib(FLOOR_MIB),
        language=wanted.language, currency="EUR", region="DE", ask_for_kit=False,
    )  # fmt: skip
    created, session = found(path, wish)
    try:
        outcome = session.write(
            building.build, wanted.accounts, wanted.seed, wanted.language, wanted.today, progress, cancelled
        ).result()
    except BaseException:
        session.close()
        shutil.rmtree(path, ignore_errors=True)
        raise
    session.close()
    return Made(created.vault_id, outcome.value)


def ready(wanted: Wanted, progress: Progress, cancelled: Asked) -> Path:
    """The folder of the demo vault, made now if it is not there yet."""
    path = paths.demo_vault()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        make(path, wanted, progress, cancelled)
    return path
