"""Undo and redo, also across restarts; batches undone at any later time. Use cases of a Transaction or a Reader."""

from app.errors import NothingToRedo, NothingToUndo, UnknownBatch
from vault import journal, reverting
from vault.journal import Step
from vault.reader import Reader
from vault.reverting import Reverted
from vault.transaction import Transaction


def undo(tx: Transaction, batch: int | None = None) -> Reverted:
    """Take back my newest step on this device, or the batch numbered so. Raises NothingToUndo, UnknownBatch."""
    step = _batch(tx, batch) if batch is not None else journal.to_undo(tx, tx.author.user, tx.author.device)
    if step is None:
        raise NothingToUndo
    return reverting.undo(tx, step)


def _batch(tx: Transaction, number: int) -> Step:
    step = journal.step(tx, number)
    if step is None or step.role != "do" or step.undone_in is not None:
        raise UnknownBatch(batch=number)
    return step


def stands(reader: Reader, batch: int) -> bool:
    """Whether a batch is there and not undone."""
    step = journal.step(reader, batch)
    return step is not None and step.undone_in is None


def redo(tx: Transaction) -> Reverted:
    """Do again what I undid last, unless something new was done since. Raises NothingToRedo."""
    step = journal.to_redo(tx, tx.author.user, tx.author.device)
    if step is None:
        raise NothingToRedo
    return reverting.redo(tx, step)


def steps(reader: Reader, limit: int = 200) -> list[Step]:
    """The newest steps of everybody first."""
    return journal.steps(reader, limit)


def batches(reader: Reader, limit: int = 200) -> list[Step]:
    """Imports, merges and bulk edits, the newest first."""
    return journal.steps(reader, limit, batches=True)
