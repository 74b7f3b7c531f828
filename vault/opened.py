"""An open vault: its writer's connection and transactions, and readers under a viewer's clearance.

Owned by app/worker.py: `transact` and `tidy` on the writer thread, `reader` on each reader's own thread.
"""

import json
import os
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Final, TypeVar

from vault import committing, database, freshness, ids, migrate, stateroot
from vault.audit import Trail
from vault.changes import Changes
from vault.clock import HybridClock
from vault.errors import AdministratorRequired, SatchelError
from vault.errors_of_keeping import NoDoubt, StateDiffers
from vault.folder import Unlocked
from vault.header import Marks
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
        try:
            self._look_back()
        except BaseException:
            self._writer.close()
            raise
        self.author = Author(ids.key_of(unlocked.user_id), ids.key_of(unlocked.device_id))
        self._clock = HybridClock(self._state("clock"))
        self._audit_key = unlocked.subkey("audit")
        self._trail = Trail(self._audit_key, str(uuid.uuid4()), unlocked.user_id, unlocked.device_id)
        self._cursor_key = unlocked.subkey("cursor")
        self._sealer = Sealer(unlocked.vault, dict(unlocked.class_keys))
        self.currency = self._currency()
        if not self.doubts:
            self._register_user()

    def _look_back(self) -> None:
        """Go on from where the vault was left, or in doubt only look. Raises the doubt about an older schema."""
        self._root: stateroot.StateRoot | None = None
        if not self.doubts and (found := freshness.doubts(self._writer, self.unlocked)):
            self.unlocked.cast_doubt(*found)
        if not self.doubts:
            self._watch()
        elif self._writer.execute("PRAGMA user_version").fetchone()[0] < migrate.LATEST:
            raise self.doubts[0]

    def _watch(self) -> None:
        migrate.migrate(self._writer)
        key = self.unlocked.subkey("state")
        if stateroot.stored(self._writer) is None:
            self._begin_lineage(key)
        self._root = stateroot.watch(self._writer, key, self._writer.create_function)

    def _begin_lineage(self, key: bytes) -> None:
        """The state root anew and another lineage, so that no witness of an older one speaks against it."""
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            freshness.put(self._writer, "root", stateroot.computed(self._writer, key))
            freshness.put(self._writer, "lineage", os.urandom(16))
        except BaseException:
            self._writer.execute("ROLLBACK")
            raise
        self._writer.execute("COMMIT")

    @property
    def doubts(self) -> tuple[SatchelError, ...]:
        """What speaks against this being the newest state: nothing is written then."""
        return self.unlocked.doubts

    def adds_up(self, reader: Reader, pause: Callable[[], object] = lambda: None) -> bool:
        """Whether the rows add up to the state root; reads all of them, a reading thread."""
        found = stateroot.computed(reader.connection, self.unlocked.subkey("state"), pause)
        return found == stateroot.stored(reader.connection)

    def doubt(self) -> None:
        """The rows do not add up: no more writing; the writer thread."""
        if not self.doubts:
            self.unlocked.cast_doubt(StateDiffers())

    def accept(self) -> None:
        """The administrator's decision to work on with the vault as it lies there; the writer thread.

        Raises NoDoubt, AdministratorRequired, DiskFull, FolderUnavailable.
        """
        kinds = [each.kind for each in self.doubts]
        if not kinds:
            raise NoDoubt
        if not self.unlocked.is_administrator:
            raise AdministratorRequired
        self._begin_lineage(self.unlocked.subkey("state"))
        self.unlocked.accept(self._state("commit_counter"))
        self._watch_again()
        self._register_user()
        self.transact(lambda tx: tx.audit("accept", fields=kinds))

    def _watch_again(self) -> None:
        if self._root is None:
            self._watch()
        elif (root := stateroot.stored(self._writer)) is not None:
            self._root.reset(root)

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
            user = (self.author.user, unlocked.user_name)
            self.transact(lambda tx: tx.connection.execute("INSERT OR REPLACE INTO users VALUES (?, ?)", user))

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
        """Run a use case in one transaction and commit it; roll back if it fails, or always with `rehearse`.

        Raises the doubt that keeps the vault from being written.
        """
        if self._root is None or self.doubts:
            raise self.doubts[0]
        self._writer.execute("BEGIN IMMEDIATE")
        last = self._clock.last
        try:
            self._trail.begin()
            self._root.begin()
            tx = self._transaction(self._writer)
            value = use_case(tx)
            changes = committing.finish(tx)
            freshness.put(self._writer, "root", self._root.pending())
            currency = self._currency()
            self._writer.execute("ROLLBACK" if rehearse else "COMMIT")
        except BaseException:
            self._roll_back(last)
            raise
        if rehearse:
            self._clock = HybridClock(last)
            return value, changes
        self._trail.committed()
        self._root.committed()
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
        if self.doubts:
            return False
        before = self._writer.total_changes
        for table in ("find_all", "find_open"):
            self._writer.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {_MERGE_PAGES})")
        if self._writer.total_changes - before > _NOTHING_MERGED:
            return True
        self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)")
        return False

    def close(self) -> None:
        """Close the writer's connection, forget the keys, release the lock.

        An orderly closing leaves marks that the next opening must find exactly; after any other the header still says
        open, as after a crash.
        """
        try:
            marks = None if self.doubts else self._left()
        except BaseException:
            self._writer.close()
            self.unlocked.abandon()
            raise
        self._writer.close()
        self.unlocked.close(marks)

    def _left(self) -> Marks:
        sequence = self.unlocked.header.sequence.to_bytes(8)
        self.transact(lambda tx: freshness.put(tx.connection, "closed", sequence))
        self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return freshness.marks(self._writer)
