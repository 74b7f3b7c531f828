"""One transaction: a reader that may write and collects what changed; committing.py brings it to an end.

Made by the writer thread only (app/worker.py) and given to use cases, which call `records.py` with it.
"""

import json
from dataclasses import dataclass, field

from vault import ids, journal
from vault.audit import Trail
from vault.clock import HybridClock, now_ms
from vault.pending import Reindex, Stale, Touched
from vault.reader import Reader
from vault.values import RecordId


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, on which device, as 16-byte ids."""

    user: bytes
    device: bytes


@dataclass(slots=True)
class Transaction(Reader):
    """A Reader that may write. Everything noted here reaches the disk together or not at all."""

    author: Author = field(default_factory=lambda: Author(bytes(16), bytes(16)))
    clock: HybridClock = field(default_factory=HybridClock)
    trail: Trail | None = None
    at: int = field(default_factory=now_ms)
    stamp: int = 0
    counter: int = 0
    step: int = 0
    verb: str = "change"
    batch: bool = False
    role: str = "do"
    target: int | None = None
    source: str | None = None
    facts: dict[str, object] = field(default_factory=dict)
    touched: Touched = field(default_factory=Touched)
    stale: Stale = field(default_factory=Stale)
    reindex: Reindex = field(default_factory=Reindex)
    titles: dict[bytes, str | None] = field(default_factory=dict)
    """Sort keys of linked records, remembered for the length of the transaction."""
    commits: int = 0
    """The number of this commit, known once it is all but done."""
    _draft: journal.Draft | None = None

    @property
    def log(self) -> journal.Draft:
        """The journal entry under way."""
        if self._draft is None:
            row = self.one("SELECT coalesce(max(n), 0) FROM journal")
            self.step = int(str(row[0])) + 1 if row else 1
            self.counter = self.state("counter") + 1
            self.stamp = self.clock.tick()
            self._draft = journal.Draft(self.connection, self.step)
        return self._draft

    def named(self, verb: str, *, batch: bool = False, **facts: object) -> None:
        """Call this step `verb` in the history; `batch` lists it among imports, merges and bulk edits."""
        self.verb, self.batch = verb, self.batch or batch
        self.facts.update(facts)

    def audit(self, action: str, **facts: object) -> None:
        """Enter an act in the trail with this transaction. No personal value may be among the facts."""
        if self.trail is not None:
            self.trail.append(self.connection, action, **facts)

    def receipt(self, body: dict[str, object]) -> RecordId:
        """Keep a receipt for good; gives its id."""
        key = ids.new_key()
        self.connection.execute(
            "INSERT INTO receipts VALUES (?, ?, ?, ?)", (key, self.at, self.author.user, json.dumps(body))
        )
        return ids.text_of(key)

    @property
    def wrote(self) -> bool:
        """Whether any record was written."""
        return self._draft is not None and self._draft.written

    def state(self, key: str) -> int:
        """A number that the vault keeps: "counter", "clock" or "commit_counter"."""
        row = self.one("SELECT value FROM vault_state WHERE key = ?", (key,))
        return int(str(row[0])) if row else 0
