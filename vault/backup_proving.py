"""A backup opened in isolation, row by row and page by page: only then it counts as one (vault.md, Backups).

For making, verifying and restoring; any thread that may wait. What is extracted is ciphertext, in a folder of our own.
"""

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from vault import backup_manifest, backup_tar, blobs, database, disk, freshness, stateroot, unlocking, verifying
from vault.backup_manifest import Front, Manifest
from vault.backup_steps import Phases, moving
from vault.backup_tar import Moved
from vault.errors_of_keeping import (
    BackupDiffers,
    BackupKeysOther,
    BackupMissing,
    BackupOfAnother,
    BackupUnreadable,
    NotABackup,
)
from vault.keys import MemberKey, Secret
from vault.locking import FolderLock
from vault.model.fields import Sensitivity
from vault.reader import Connection, Reader
from vault.sealed import Sealer
from vault.unlocked import Unlocked
from vault.verifying import Evidence
from vault.viewers import Viewer

PHASES: Final = 3
"""Of the work of `proved`: taking out, pages, rows."""
_SMALL: Final = 3
"""Manifest, header and chain: what is needed before anything large is taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """What opens a backup: a passphrase or recovery code of its day, or a member key in memory (id, key).

    `vault`: the id of the vault that it must be of, where that matters.
    """

    user: str | None = None
    passphrase: str | None = field(default=None, repr=False)
    recovery_code: str | None = field(default=None, repr=False)
    member: tuple[bytes, MemberKey] | None = None
    vault: bytes = b""

    def prove(self, folder: Path) -> unlocking.Proved:
        """Go through the order of trust in an extracted backup.

        Raises as unlocking.prove, and BackupOfAnother, BackupKeysOther.
        """
        source = unlocking.load(folder)
        if self.vault and source.header.vault != self.vault:
            raise BackupOfAnother
        if self.member is None:
            return unlocking.prove(
                folder, source, user=self.user, passphrase=self.passphrase, recovery_code=self.recovery_code
            )
        identity, key = self.member
        rules = unlocking.read_policy(folder, source.header)
        member = rules.members.get(identity)
        if member is None or member.public != key.public:
            raise BackupKeysOther
        return unlocking.admit(source, rules, member, MemberKey(key.seed))


@dataclass(frozen=True, slots=True)
class Isolated:
    """A backup taken out and unlocked in a folder of its own."""

    front: Front
    proved: unlocking.Proved
    unlocked: Unlocked

    @property
    def manifest(self) -> Manifest:
        """What the backup says of itself; proved."""
        return self.front.manifest

    def reader(self, connection: Connection) -> Reader:
        """A reader that may see everything its keys open."""
        return reader_of(self.unlocked, connection)


def reader_of(unlocked: Unlocked, connection: Connection) -> Reader:
    """A reader for the program's own eyes, outside of any open vault."""
    held = frozenset(name for name, _ in unlocked.class_keys)
    viewer = Viewer(user=unlocked.user_id, name="", clearance=Sensitivity.SENSITIVE, compartments=held)
    return Reader(connection, viewer, Sealer(unlocked.vault, unlocked.class_keys), unlocked.subkey("cursor"))


@contextmanager
def opened(file: Path, folder: Path, opener: Opener, phases: Phases) -> Iterator[Isolated]:
    """Take a backup out into `folder`, which must not exist, and unlock it there until the end of the block.

    The keys are asked before anything large is taken out. Raises BackupMissing, BackupUnreadable, what
    backup_manifest.front and Opener.prove raise, BackupDamaged, OSError about `folder`.
    """
    with read(file) as stream:
        front = backup_manifest.front(stream)
        moved = moving(phases.next(), sum(part.size for part in front.manifest.parts))
        folder.mkdir(disk.FOLDER_MODE)
        _take_out(stream, front, folder, slice(1, _SMALL), moved)
        proved = opener.prove(folder)
        unlocked = unlocked_of(folder, proved, FolderLock(folder / "LOCK"))
        try:
            _take_out(stream, front, folder, slice(_SMALL, None), moved)
            yield Isolated(front, proved, unlocked)
        finally:
            unlocked.abandon()
            _wipe(proved)


def _wipe(proved: unlocking.Proved) -> None:
    proved.key.wipe()
    for key in proved.keys.values():
        key.wipe()


@contextmanager
def read(file: Path) -> Iterator[BinaryIO]:
    """A backup's bytes. Raises BackupMissing, NotABackup, BackupUnreadable (fact: reason)."""
    try:
        stream = disk.open_plain(file)
    except (FileNotFoundError, NotADirectoryError):
        raise BackupMissing from None
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise NotABackup from None
        raise BackupUnreadable(reason=disk.reason(error)) from None
    with stream:
        yield stream


def _take_out(stream: BinaryIO, front: Front, folder: Path, which: slice, moved: Moved) -> None:
    parts = (None, *front.manifest.parts)
    for member, part in zip(front.members[which], parts[which], strict=True):
        assert part is not None
        target = folder / member.name
        target.parent.mkdir(disk.FOLDER_MODE, parents=True, exist_ok=True)
        backup_tar.extract(stream, member, part, target, moved)


def unlocked_of(folder: Path, proved: unlocking.Proved, lock: FolderLock) -> Unlocked:
    """An extracted backup with keys of its own to forget."""
    source = unlocking.load(folder)
    keys = {which: Secret(key.reveal()) for which, key in proved.keys.items()}
    written = (source.header, source.data)
    return Unlocked(folder, lock, written, proved.policy, proved.member, MemberKey(proved.key.seed), keys)


def prove(isolated: Isolated, phases: Phases) -> None:
    """Compare every page, row and attachment with the manifest. Raises BackupDiffers and other Damaged kinds."""
    phases.next()
    findings = database.check(isolated.unlocked)
    if findings:
        raise BackupDiffers(what=findings[0].area, n=len(findings))
    with closing(database.connect(isolated.unlocked)) as connection:
        connection.execute("BEGIN")
        _compare(isolated, connection, phases)
        connection.execute("ROLLBACK")


def _compare(isolated: Isolated, connection: Connection, phases: Phases) -> None:
    manifest, unlocked = isolated.manifest, isolated.unlocked
    marks = freshness.marks(connection)
    told = (manifest.commits, manifest.entries, manifest.head, manifest.lineage, marks.pages, manifest.root)
    if (marks.commits, marks.entries, marks.head, marks.lineage, marks.pages, marks.root) != told:
        raise BackupDiffers(what="marks", n=1)
    if unlocked.header.marks != marks:
        raise BackupDiffers(what="marks", n=1)
    counts = backup_manifest.opened_counts(manifest, unlocked.subkey("backup"))
    differ = {name for name, _ in counts.items() ^ stateroot.counts(connection).items()}
    if differ:
        raise BackupDiffers(what="counts", n=len(differ))
    verdict = verifying.verify(isolated.reader(connection), Evidence(unlocked.policy, marks))
    if not verdict.ok or verdict.entries != manifest.entries:
        raise BackupDiffers(what="trail", n=verdict.entries)
    rows = moving(phases.next(), sum(counts.values()))
    if stateroot.computed(connection, unlocked.subkey("state"), lambda: rows(stateroot.SLICE)) != manifest.root:
        raise BackupDiffers(what="root", n=1)
    _compare_blobs(isolated, connection)


def _compare_blobs(isolated: Isolated, connection: Connection) -> None:
    """Each attachment that was there opens under its key and is what its row says."""
    store = blobs.Store(isolated.unlocked.path, isolated.unlocked.vault)
    found = list(blobs.findings(store, isolated.reader(connection)))
    if len(found) != isolated.manifest.lacking or any(each.what != "blob_missing" for each in found):
        raise BackupDiffers(what="blobs", n=len(found))
