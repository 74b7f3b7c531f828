"""An open vault: its writer's connection and transactions, and readers under a viewer's clearance.

Owned by app/worker.py: `transact` and `tidy` on the writer thread, `reader` on each reader's own thread.
"""

import json
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Final, TypeVar

from vault import committing, database, ids, migrate
from vault.audit import Trail
from vault.changes import Changes
from vault.clock import HybridClock
from vault.folder import Unlocked
from vault.model.catalogue import COMPARTMENTS
from vault.model.fields import Sensitivity
from vault.reader import Connection, Reader
from vault.sealed import Sealer
from vault.transaction import Author, Transaction
from vault.viewers import Viewer

T = TypeVar("T")
_MERGE_PAGES: Final = 32
_NOTHING_MERGED: Final = 2
"""Changes that asking both indexes counts by itself."""


class OpenVault:
    """One unlocked vault with its connection for writing."""

    def __init__(self, unlocked: Unlocked) -> None:
        self.unlocked = unlocked
        self._writer = database.connect(unlocked)
        migrate.migrate(self._writer)
        self.author = Author(ids.key_of(unlocked.user_id), ids.key_of(unlocked.device_id))
        self._clock = HybridClock(self._state("clock"))
        self._audit_key = unlocked.subkey("audit")
        self._trail = Trail(self._audit_key, str(uuid.uuid4()), unlocked.user_id, unlocked.device_id)
        self._cursor_key = unlocked.subkey("cursor")
        self._sealer = Sealer(unlocked.vault, dict(unlocked.class_keys))
        self.currency = self._currency()
        self._register_user()

    @cached_property
    def viewer(self) -> Viewer:
        """Who looks: an administrator sees every class his keys open. Once, for his name has to be decrypted."""
        held = frozenset(name for name in COMPARTMENTS if self._sealer.generation(name) is not None)
        unlocked = self.unlocked
        return Viewer(
            user=unlocked.user_id, name=unlocked.user_name, clearance=Sensitivity.SENSITIVE, compartments=held
        )

    @property
    def audit_key(self) -> bytes:
        """The key that verifies the trail."""
        return self._audit_key

    def _state(self, key: str) -> int:
        row = self._writer.execute("SELECT value FROM vault_state WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def _currency(self) -> str:
        row = self._writer.execute("SELECT body FROM kept WHERE kind = 'vault' AND name = 'currency'").fetchone()
        return str(json.loads(row[0])) if row else "EUR"

    def _register_user(self) -> None:
        unlocked = self.unlocked
        row = self._writer.execute("SELECT name FROM users WHERE id = ?", (self.author.user,)).fetchone()
        if row is None or row[0] != unlocked.user_name:
            self._writer.execute("INSERT OR REPLACE INTO users VALUES (?, ?)", (self.author.user, unlocked.user_name))

    def reader(self, *, masked: bool = False) -> Reader:
        """A reader on a connection of its own; `masked` sees what somebody without clearance sees."""
        connection = database.connect(self.unlocked, readonly=True)
        viewer = self.viewer.masked() if masked else self.viewer
        return Reader(connection, viewer, self._sealer, self._cursor_key, self.currency)

    @staticmethod
    def look(reader: Reader, use_case: Callable[[Reader], T]) -> T:
        """Run a use case on one snapshot of the vault, whatever is written meanwhile."""
        reader.connection.execute("BEGIN")
        try:
            return use_case(reader)
        finally:
            reader.connection.execute("ROLLBACK")

    def transact(self, use_case: Callable[[Transaction], T], *, rehearse: bool = False) -> tuple[T, Changes]:
        """Run a use case in one transaction and commit it; roll back if it fails, or always with `rehearse`."""
        self._writer.execute("BEGIN IMMEDIATE")
        last = self._clock.last
        try:
            self._trail.begin()
            tx = self._transaction(self._writer)
            value = use_case(tx)
            changes = committing.finish(tx)
            currency = self._currency()
            self._writer.execute("ROLLBACK" if rehearse else "COMMIT")
        except BaseException:
            self._roll_back(last)
            raise
        if rehearse:
            self._clock = HybridClock(last)
            return value, changes
        self._trail.committed()
        self.unlocked.write_seen(tx.commits)
        self.currency = currency
        return value, changes

    def _roll_back(self, last: int) -> None:
        self._clock = HybridClock(last)
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")

    def _transaction(self, connection: Connection) -> Transaction:
        return Transaction(
            connection, self.viewer, self._sealer, self._cursor_key, self.currency,
            author=self.author, clock=self._clock, trail=self._trail,
        )  # fmt: skip

    def tidy(self) -> bool:
        """A slice of what belongs to idle time; whether more is left.

        Merges the text indexes a few pages at a time, so that who types meanwhile waits for milliseconds alone; then
        moves the log into the database (speed.md). SQLite's FTS5 page, "merge": below two changes nothing was done.
        """
        before = self._writer.total_changes
        for table in ("find_all", "find_open"):
            self._writer.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {_MERGE_PAGES})")
        if self._writer.total_changes - before > _NOTHING_MERGED:
            return True
        self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)")
        return False

    def close(self) -> None:
        """Close the writer's connection, forget the keys, release the lock."""
        self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._writer.close()
        self.unlocked.close()
