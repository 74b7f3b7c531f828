"""The trail as people read it, and the views that enter it in batches. Use cases of a Reader or a Transaction."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Final

from vault import audit
from vault.reader import Reader
from vault.transaction import Transaction
from vault.values import RecordId

BATCH: Final = 50


class ViewLog:
    """Collects which records were looked at, and writes them to the trail in batches that cost nothing to feel."""

    def __init__(self, write: Callable[..., object]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._seen: Counter[tuple[str, str, RecordId]] = Counter()

    def note(self, action: str, noun: str, record: RecordId = "") -> None:
        """One view ("view") or settled search ("search"); written soon."""
        with self._lock:
            self._seen[action, noun, record] += 1
            full = len(self._seen) >= BATCH
        if full:
            self.flush()

    def flush(self) -> None:
        """Write what was collected; a timer of the window and closing call it."""
        with self._lock:
            seen, self._seen = self._seen, Counter()
        if seen:
            self._write(_enter, seen)


def _enter(tx: Transaction, seen: Counter[tuple[str, str, RecordId]]) -> None:
    for (action, noun, record), count in seen.items():
        tx.audit(action, entity=noun, record=record or None, count=count)


def entries(reader: Reader, limit: int = 200) -> list[dict[str, object]]:
    """The newest entries of the trail first."""
    return audit.entries(reader, limit)


def verify(reader: Reader, audit_key: bytes) -> audit.Verdict:
    """Whether the whole chain holds; the first broken entry and how."""
    return audit.verify(reader, audit_key)
