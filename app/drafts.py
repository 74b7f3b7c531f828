"""What is being typed about a record, kept in the vault until it is written: no history, no undo, no sync.

The window keeps a draft while somebody types, so that a killed program loses less than a second of it.
"""

from dataclasses import dataclass
from typing import Final

from vault import kept
from vault.model.fields import Sensitivity
from vault.reader import Reader
from vault.transaction import Transaction
from vault.values import RecordId

_KIND: Final = "draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way to become an activity of a kind."""

    kind: str
    text: str


def keep(tx: Transaction, record: RecordId, kind: str, text: str) -> None:
    """Keep what stands there now, in place of the draft before; an empty text forgets it. Use case of a Transaction."""
    if text:
        kept.put(tx, _KIND, record, {"kind": kind, "text": text})
    else:
        kept.forget(tx, _KIND, record)


def waiting(reader: Reader, record: RecordId) -> Draft | None:
    """The draft about a record; none for a viewer who may not read what people write. Use case of a Reader."""
    body = kept.get(reader, _KIND, record) if reader.viewer.clearance >= Sensitivity.PERSONAL else None
    return Draft(str(body["kind"]), str(body["text"])) if isinstance(body, dict) else None
