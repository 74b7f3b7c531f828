"""Writing down what was done with a customer and what is to be done. Use cases of a Transaction."""

from app import drafts, edit
from vault.transaction import Transaction
from vault.values import RecordId


def log(tx: Transaction, about: RecordId, kind: str, text: str, due_on: str | None = None) -> RecordId:
    """An activity about one record, done now; a task is still to be done, by `due_on` (ISO 8601). Gives its id.

    The draft it may have been goes with the same transaction.
    """
    words = text.strip() or None
    if kind == "task":
        values: dict[str, object] = {"subject": words, "due_on": due_on}
    else:
        values = {"text": words, "done_at": tx.at}
    drafts.keep(tx, about, kind, "")
    return edit.add(tx, "activity", {"kind": kind, "about": (about,), **values})


def finish(tx: Transaction, activity: RecordId) -> bool:
    """What was to be done is done now; whether it was still open."""
    return edit.change(tx, activity, {"done_at": tx.at})


def reopen(tx: Transaction, activity: RecordId) -> bool:
    """What was done is to be done again; whether it was done."""
    return edit.change(tx, activity, {"done_at": None})
