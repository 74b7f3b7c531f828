"""An open vault: its writer's connection and transactions, and readers under a viewer's clearance.

Owned by app/worker.py: `transact` and `tidy` on the writer thread, `reader` on each reader's own thread.
"""

import json
import threading
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Final, TypeVar

from vault import aside, audit, checkpoints, committing, database, freshness, ids, migrate, rotating, stateroot
from vault.audit import Trail
from vault.blobs import Store
from vault.changes import Changes
from vault.checkpoints import Checkpoint
from vault.clock import HybridClock
from vault.errors import AdministratorRequired, SatchelError
from vault.errors_of_keeping import NoDoubt, StateDiffers
from vault.folder import Unlocked
from vault.header import Marks
from vault.keys import MemberKey
from vault.logs_found import forget_log
from vault.model.catalogue import COMPARTMENTS
from vault.model.fields import Sensitivity
from vault.reader import Connection, Reader
from vault.sealed import Sealer
from vault.stepping import forget_copy, keep_copy
from vault.transaction import Author, Transaction
from vault.verifying import Evidence
from vault.viewers import Viewer

T = TypeVar("T")
_MERGE_PAGES: Final = 32
_NOTHING_MERGED: Final = 2
"""Changes that asking both indexes counts by itself."""


class OpenVault:
    """One unlocked vault with its connection for writing."""

    def __init__(self, unlocked: Unlocked) -> None:
        self.unlocked = unlocked
        self._turning = threading.Lock()
        self._writer = database.connect(unlocked)
        try:
            self._look_back()
        except BaseException:
            self._writer.close()
            raise
        self.author = Author(ids.key_of(unlocked.user_id), ids.key_of(unlocked.device_id))
        self._clock = HybridClock(self._state("clock"))
        self._trail, self._sealer = self._keyed()
        self._cursor_key = unlocked.subkey("cursor")
        self.currency = self._currency()
        self.blobs = Store(unlocked.path, unlocked.vault)
        self._swept = False
        if not self.doubts:
            self._resume()

    def _keyed(self) -> tuple[Trail, Sealer]:
        own = self.unlocked
        trail = Trail(own.vault, own.policy.auditor, str(uuid.uuid4()), own.user_id, own.device_id)
        return trail, Sealer(own.vault, dict(own.class_keys))

    def _look_back(self) -> None:
        """Go on from where the vault was left, or in doubt only look. Raises the doubt about an older schema."""
        self._root: stateroot.StateRoot | None = None
        if (not self.doubts or self.unlocked.readonly) and (found := freshness.doubts(self._writer, self.unlocked)):
            self.unlocked.cast_doubt(*found)
        if not self.doubts:
            self._watch()
        elif self._writer.execute("PRAGMA user_version").fetchone()[0] < migrate.LATEST:
            raise self.doubts[0]

    def _watch(self) -> None:
        keep_copy(self._writer, self.unlocked)
        migrate.migrate(self._writer)
        key = self.unlocked.subkey("state")
        if stateroot.stored(self._writer) is None:
            freshness.begin_lineage(self._writer, key)
        self._root = stateroot.watch(self._writer, key, self._writer.create_function)

    @property
    def doubts(self) -> tuple[SatchelError, ...]:
        """What speaks against this being the newest state: nothing is written then."""
        return self.unlocked.doubts

    def adds_up(self, reader: Reader, pause: Callable[[], object] = lambda: None) -> bool:
        """Whether the rows add up to the state root; reads all of them, a reading thread."""
        with self._turning:
            key, stale = self.unlocked.subkey("state"), reader.generation != self.unlocked.generation
        return stale or stateroot.computed(reader.connection, key, pause) == stateroot.stored(reader.connection)

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
        if self.unlocked.readonly:
            raise self.doubts[0]
        if not self.unlocked.is_administrator:
            raise AdministratorRequired
        freshness.begin_lineage(self._writer, self.unlocked.subkey("state"))
        self.unlocked.accept(self._state("commit_counter"))
        self._watch_again()
        self._resume()
        self.transact(lambda tx: tx.audit("accept", fields=kinds))

    def _watch_again(self) -> None:
        if self._root is None:
            self._watch()
        elif (root := stateroot.stored(self._writer)) is not None:
            self._root.reset(root)

    def change_over(self, switch: Callable[[], object]) -> None:
        """Go on with the database that is in force after `switch` (renewing.py); the writer thread."""
        with self._turning:
            switch()
            try:
                self._connect_anew()
            except SatchelError as error:
                self.unlocked.doubts = (*self.doubts, error)
                raise

    def _connect_anew(self) -> None:
        old = self._writer
        self._writer = database.connect(self.unlocked)
        old.close()
        self._root = stateroot.watch(self._writer, self.unlocked.subkey("state"), self._writer.create_function)
        self._trail, self._sealer = self._keyed()

    @cached_property
    def viewer(self) -> Viewer:
        """Who looks: an administrator sees every class his keys open. Once, for his name has to be decrypted."""
        held = frozenset(name for name in COMPARTMENTS if self._sealer.generation(name) is not None)
        unlocked = self.unlocked
        return Viewer(
            user=unlocked.user_id, name=unlocked.user_name, clearance=Sensitivity.SENSITIVE, compartments=held
        )

    def evidence(self, auditor: MemberKey | None = None, noted: tuple[int, bytes] | None = None) -> Evidence:
        """What the trail is judged by; with the auditor's key its MACs, too."""
        return Evidence(self.unlocked.policy, self.unlocked.header.marks, auditor, noted)

    def seal_trail(self) -> Checkpoint:
        """Sign the trail as it stands; the writer thread. Raises the doubt that keeps the vault from being written."""
        return self.transact(lambda tx: checkpoints.write(tx.connection, self.unlocked))[0]

    def _resume(self) -> None:
        """The vault is written (again): the user has his row, old sessions their seals, the trail what lay beside."""
        rotating.sweep(self.unlocked)
        forget_log(self.unlocked)
        self._register_user()
        if audit.unsealed(self._writer):
            key = self.unlocked.subkey("audit")
            self.transact(lambda tx: self._trail.seal_older(tx.connection, key))
        reads = aside.count(self.unlocked.path)
        if reads is not None:
            self.transact(lambda tx: tx.audit("read_in_doubt", count=reads))
            aside.remove(self.unlocked.path)

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
        with self._turning:
            connection, generation = database.connect(self.unlocked, readonly=True), self.unlocked.generation
        viewer = self.viewer.masked() if masked else self.viewer
        return Reader(connection, viewer, self._sealer, self._cursor_key, self.currency, generation)

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
        self.unlocked.before_writing()
        self._writer.execute("BEGIN IMMEDIATE")
        last = self._clock.last
        try:
            self._trail.begin()
            self._root.begin()
            tx = self._transaction(self._writer)
            value = use_case(tx)
            changes = committing.finish(tx)
            checkpoints.write_when_due(self._writer, self._trail.last, self.unlocked)
            freshness.put(self._writer, "root", self._root.pending())
            freshness.put(self._writer, "header", self.unlocked.header.sequence.to_bytes(8))
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

        Sweeps attachments' files once; merges the text indexes a few pages at a time, so that who types meanwhile waits
        for milliseconds alone; then moves the log into the database (speed.md). SQLite's FTS5 page, "merge": below two
        changes nothing was done.
        """
        if self.doubts:
            return False
        if not self._swept:
            self.sweep()
        before = self._writer.total_changes
        for table in ("find_all", "find_open"):
            self._writer.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {_MERGE_PAGES})")
        if self._writer.total_changes - before > _NOTHING_MERGED:
            return True
        self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)")
        return False

    def sweep(self) -> None:
        """Remove the files of attachments that no row names any more; the writer thread. A vault in doubt keeps all."""
        if not self.doubts:
            self.blobs.sweep(self._writer)
            self._swept = True

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
        self._sealer.keys.clear()
        self._cursor_key = b""
        self.unlocked.close(marks)
        if marks is not None:
            forget_copy(self.unlocked.path)
            forget_log(self.unlocked)

    def _take_leave(self, tx: Transaction) -> None:
        freshness.put(tx.connection, "closed", self.unlocked.header.sequence.to_bytes(8))
        checkpoints.write(tx.connection, self.unlocked)

    def _left(self) -> Marks:
        self.transact(self._take_leave)
        self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return freshness.marks(self._writer)
