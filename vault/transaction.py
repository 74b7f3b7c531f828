"""One transaction: begins, collects what changed, and commits it whole with history, trail, index and stamps.

Made by the writer thread only (app/worker.py) and given to use cases, which call `records.py` with it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import msgspec

from vault import derived, ids, journal, search
from vault.audit import Trail
from vault.changes import Changes
from vault.clock import HybridClock, now_ms
from vault.reader import Reader
from vault.values import RecordId

MANY: Final = 5_000
"""Beyond so many records `Changes` names only the nouns: a screen then reads again anyway."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, on which device, as 16-byte ids."""

    user: bytes
    device: bytes


@dataclass(slots=True)
class Touched:
    """What a transaction touched so far."""

    by_noun: dict[str, set[bytes]] = field(default_factory=dict)
    created: int = 0
    changed: int = 0
    deleted: int = 0
    restored: int = 0

    def add(self, noun: str, record: bytes) -> None:
        """Remember a record."""
        self.by_noun.setdefault(noun, set()).add(record)


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
    stale: derived.Stale = field(default_factory=derived.Stale)
    reindex: search.Reindex = field(default_factory=search.Reindex)
    titles: dict[bytes, str | None] = field(default_factory=dict)
    """Sort keys of linked records, remembered for the length of the transaction."""
    _draft: journal.Draft | None = None
    on_commit: list[Callable[[], None]] = field(default_factory=list)

    @property
    def log(self) -> journal.Draft:
        """The journal entry under way."""
        if self._draft is None:
            row = self.one("SELECT coalesce(max(n), 0) FROM journal")
            self.step = int(str(row[0])) + 1 if row else 1
            self.counter = self._state("counter") + 1
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

    def settle(self) -> None:
        """Bring derived columns and the text index up to what was written so far."""
        derived.refresh(self, self.stale)
        search.write(self, self.reindex)

    def _state(self, key: str) -> int:
        row = self.one("SELECT value FROM vault_state WHERE key = ?", (key,))
        return int(str(row[0])) if row else 0

    def finish(self) -> Changes:
        """Everything that has to stand beside the records; the caller commits next."""
        if self._draft is not None and self._draft.written:
            self.settle()
            self._draft.flush()
            self._write_step()
            self._audit_step()
        self.connection.execute("UPDATE vault_state SET value = value + 1 WHERE key = 'commit_counter'")
        return self._changes()

    def _write_step(self) -> None:
        context = msgspec.msgpack.encode({self.author.device.hex(): self.counter - 1})
        self.connection.execute(
            "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (self.step, ids.new_key(), self.at, self.stamp, self.author.device, self.counter, self.author.user, context,
             self.verb, int(self.batch), json.dumps(self.facts, ensure_ascii=False), self.role, self.target),
        )  # fmt: skip
        for key, value in (("counter", self.counter), ("clock", self.clock.last)):
            self.connection.execute("UPDATE vault_state SET value = ? WHERE key = ?", (value, key))

    def _audit_step(self) -> None:
        touched = self.touched
        count = sum(len(found) for found in touched.by_noun.values())
        only = next(iter(touched.by_noun.items())) if len(touched.by_noun) == 1 else None
        self.audit(
            self.verb,
            entity=only[0] if only else sorted(touched.by_noun),
            record=ids.text_of(next(iter(only[1]))) if only and count == 1 else None,
            count=count,
        )

    def _changes(self) -> Changes:
        touched = self.touched
        if self._draft is None or not self._draft.written:
            return Changes(verb=self.verb)
        records = {
            noun: frozenset(map(ids.text_of, found)) if len(found) <= MANY else frozenset()
            for noun, found in touched.by_noun.items()
        }
        return Changes(
            self.step, self.verb, records, touched.created, touched.changed, touched.deleted, touched.restored
        )
