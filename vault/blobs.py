"""The attachments' store: files of ciphertext under random names, each under a key of its own in the table `blobs`.

Flushed first, their row second; what no row names is swept away (vault.md, Files; architecture.md, Blobs). How a
file is made up: blob_streams.py.

`Store` belongs to an open vault: `write` and streams on any thread, `enter` and `remove` in a transaction, `sweep` on
the writer thread. The key of a blob that a compartment protects becomes a sealed value of the record that holds it.
"""

import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from vault import disk, ids
from vault.blob_streams import CHUNK, Blob, BlobStream, Progress, Source, seal
from vault.database import Finding
from vault.errors_of_keeping import BlobCut, BlobDamaged, BlobMissing, BlobUnknown
from vault.keys import KEY_BYTES, Context
from vault.reader import Connection, Reader
from vault.transaction import Transaction

FOLDER: Final = "blobs"
_FRESH: Final = ".new"
_ID_BYTES: Final = 16
_OURS: Final = re.compile(r"[0-9a-f]{32}(\.new)?")


def of(reader: Reader, blob: bytes) -> Blob:
    """The row of a blob. Raises BlobUnknown."""
    row = reader.one("SELECT id, key, size, digest FROM blobs WHERE id = ?", (blob,))
    if row is None:
        raise BlobUnknown(blob=ids.text_of(blob))
    return _blob(row)


def _blob(row: tuple[object, ...]) -> Blob:
    identity, key, size, digest = row
    assert isinstance(identity, bytes) and isinstance(key, bytes) and isinstance(size, int)
    assert isinstance(digest, bytes)
    return Blob(identity, key, size, digest)


def remove(tx: Transaction, blob: bytes) -> None:
    """Take away a blob's row with its key and previews: from the commit on its file is noise, `sweep` removes it."""
    tx.connection.execute("DELETE FROM blobs WHERE id = ?", (blob,))


class Store:
    """The folder `blobs` of one vault, whose id is bound into every chunk."""

    def __init__(self, vault_folder: Path, vault: bytes) -> None:
        self._folder = vault_folder / FOLDER
        self._vault = vault
        self._door = threading.Lock()
        self._under_way: set[bytes] = set()
        """Written or about to be, and not yet in a committed row."""

    def path_of(self, blob: bytes) -> Path:
        """Where a blob lies."""
        name = blob.hex()
        return self._folder / name[:2] / name

    def write(self, source: Source, progress: Progress = lambda _: None) -> Blob:
        """Seal what `source` gives into a new file, in bounded memory, on the disk when this returns.

        Its row is still to be made (`enter`), or the file to be dropped. Raises DiskFull, FolderUnavailable and
        whatever source and progress raise: then there is no file.
        """
        blob, key = os.urandom(_ID_BYTES), os.urandom(KEY_BYTES)
        with self._door:
            self._under_way.add(blob)
        path = self.path_of(blob)
        fresh = path.with_name(path.name + _FRESH)
        try:
            with disk.guarded():
                self._make_folder(path.parent)
                file = disk.new_file(fresh)
            try:
                size, digest = seal(source, file, key, self._context(blob), progress)
            finally:
                with suppress(OSError):  # what matters was forced to the disk, or failed before
                    file.close()
            with disk.guarded():
                fresh.replace(path)
                disk.sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            self.drop(blob)
            raise
        return Blob(blob, key, size, digest)

    def put(
        self,
        source: Source,
        commit: Callable[[Callable[[Transaction], None]], object],
        progress: Progress = lambda _: None,
    ) -> bytes:
        """Write a blob and have `commit` make its row, in one transaction, before it returns; its id.

        A failure leaves no file.
        """
        blob = self.write(source, progress)
        try:
            commit(lambda tx: self.enter(tx, blob))
        except BaseException:
            self.drop(blob.id)
            raise
        self._done(blob.id)
        return blob.id

    def _make_folder(self, folder: Path) -> None:
        for each in (self._folder, folder):
            if not each.exists():
                each.mkdir(disk.FOLDER_MODE, exist_ok=True)
                disk.sync_folder(each.parent)

    def _context(self, blob: bytes) -> bytes:
        return Context(self._vault, "blob", blob).encoded()

    def enter(self, tx: Transaction, blob: Blob) -> None:
        """Make the row of a blob that was written; once committed it is kept."""
        tx.connection.execute(
            "INSERT INTO blobs VALUES (?, ?, ?, ?, ?)", (blob.id, blob.key, blob.size, blob.digest, tx.at)
        )

    def drop(self, blob: bytes) -> None:
        """Take away the file of a blob whose row was not made or is gone; that it is gone already is no failure."""
        with suppress(OSError):
            self.path_of(blob).unlink(missing_ok=True)
        self._done(blob)

    def _done(self, blob: bytes) -> None:
        with self._door:
            self._under_way.discard(blob)

    def open(self, blob: Blob) -> "BlobStream":
        """The content, chunk by chunk, never in clear on the disk. Raises BlobMissing, BlobCut, BlobDamaged."""
        path = self.path_of(blob.id)
        with disk.guarded():
            if path.is_symlink() or not path.is_file():
                raise BlobMissing(blob=ids.text_of(blob.id))
            file = path.open("rb", buffering=0)
        try:
            return BlobStream(file, blob, self._context(blob.id))
        except BaseException:
            file.close()
            raise

    def sweep(self, connection: Connection) -> int:
        """Remove files that no row names, but those under way; how many. The writer's connection, after a commit.

        Never for a vault in doubt: an older database does not name the newest blobs.
        """
        with self._door:
            known = {bytes(row[0]) for row in connection.execute("SELECT id FROM blobs").fetchall()}  # type: ignore[call-overload]  # a BLOB of a STRICT table
            self._under_way -= known
            spared = known | self._under_way
            with disk.guarded():
                orphans = [path for path in self._files() if _id_of(path) not in spared]
                for path in orphans:
                    path.unlink(missing_ok=True)
        return len(orphans)

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("??/*") if _OURS.fullmatch(path.name) and path.is_file()]


def findings(store: Store, reader: Reader, pause: Callable[[], object] = lambda: None) -> Iterator[Finding]:
    """What is wrong with the attachments: reads every one, proves every chunk and the whole. Any reading thread."""
    for row in reader.rows("SELECT id, key, size, digest FROM blobs ORDER BY id"):
        blob = _blob(row)
        try:
            sound = _digest(store, blob) == blob.digest
        except (BlobMissing, BlobCut, BlobDamaged) as damage:
            yield Finding("blobs", "damaged", ids.text_of(blob.id), damage.kind)
        else:
            if not sound:
                yield Finding("blobs", "damaged", ids.text_of(blob.id), "blob_digest")
        pause()


def _digest(store: Store, blob: Blob) -> bytes:
    digest = hashlib.sha256()
    with store.open(blob) as stream:
        while part := stream.read(CHUNK):
            digest.update(part)
    return digest.digest()


def _id_of(path: Path) -> bytes:
    return bytes.fromhex(path.name.removesuffix(_FRESH))
