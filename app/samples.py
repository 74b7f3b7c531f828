"""Invented customers in one's own vault: a batch that is taken back in one step. Use case of a Transaction."""

from collections.abc import Callable
from datetime import date
from typing import Final

from app.demo import building
from vault.transaction import Transaction

ACCOUNTS: Final = 120
_SEED: Final = 1


def fill(
    tx: Transaction, language: str, today: date, *, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> dict[str, int]:
    """Write invented customers that lead with `language`; the number of records by noun. Raises Cancelled."""
    counts = building.build(tx, ACCOUNTS, _SEED, language, today, progress, cancelled)
    tx.role = "do"  # a demo vault begins with its customers; here a person added them and may take them back
    tx.named("samples", batch=True)
    return counts
