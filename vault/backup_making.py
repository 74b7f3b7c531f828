"""Making a backup: copy, seal, write, read back, prove, and only then give it its name (vault.md, Backups).

Called by app/backups.py with an unlocked vault, on any thread that may wait; writers go on meanwhile.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from msgspec.structs import replace as with_fields

from vault import (
    backup_manifest,
    backup_places,
    backup_proving,
    backup_tar,
    blobs,
    database,
    disk,
    erasure_ledger,
    freshness,
    header,
    ids,
    stateroot,
)
from vault.backup_manifest import Manifest
from vault.backup_places import medium
from vault.backup_proving import Opener
from vault.backup_steps import Phases, Step, moving
from vault.backup_tar import MANIFEST, Part
from vault.clock import now_ms
from vault.copies import Copy
from vault.erasure_ledger import Erased
from vault.errors import DatabaseBusy
from vault.header import Header
from vault.reader import Connection
from vault.unlocked import CHAIN_FILE, HEADER_FILE, Unlocked

LACKS: Final = "backup_lacks_attachments"
"""A note: files of attachments were gone already."""
_PHASES: Final = 3 + backup_proving.PHASES
_PARTIAL: Final = "partial"


@dataclass(frozen=True, slots=True)
class Made:
    """A proved backup: where it lies, SHA-256 of the file, what its manifest says, what was odd."""

    file: Path
    size: int
    digest: bytes
    manifest: Manifest
    proved_at: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    """What the copy says of itself."""

    marks: header.Marks
    counts: dict[str, int]
    blobs: tuple[bytes, ...]
    lacking: int
    erased: tuple[Erased, ...]


def make(unlocked: Unlocked, to: Path, step: Step) -> Made:
    """Back the vault up into the folder `to`; until it is proved nothing there looks like a backup.

    Raises BackupPlaceMissing, BackupPlaceInside, BackupPlaceReadonly, BackupPlaceFull, BackupInterrupted,
    BackupDiffers, BackupDamaged, DatabaseBusy, DiskFull, whatever `step` raises, and what database.copy raises.
    """
    needed = backup_tar.total([_bytes_of(unlocked)])
    notes = backup_places.check(to, unlocked.path, needed)
    for place in (to, unlocked.path.parent):
        backup_places.sweep(place)
    phases = Phases(step, _PHASES)
    with ExitStack() as stack:
        # beside the vault, where there is room: then SQLite never works on a stick or a share
        bench = backup_places.roomy((unlocked.path.parent, to), needed)
        with medium(needed):
            desk = stack.enter_context(backup_places.working(bench))
        with medium(needed):
            outbox = stack.enter_context(backup_places.working(to))
        with medium(needed):
            return _made(unlocked, to, (desk, outbox), phases, notes)


def _bytes_of(unlocked: Unlocked) -> int:
    """About how much there is to copy."""
    files = [unlocked.database_path, unlocked.log_path, *(unlocked.path / blobs.FOLDER).glob("??/*")]
    with disk.guarded():
        return sum(file.stat().st_size for file in files if file.exists())


def _made(
    unlocked: Unlocked, to: Path, places: tuple[Path, Path], phases: Phases, notes: tuple[str, ...]
) -> Made:  # fmt: skip
    desk, outbox = places
    before = unlocked.header
    copy = _copied(unlocked, desk / before.database.file_name, phases.next())
    if unlocked.header.database != before.database:
        raise DatabaseBusy  # the keys were renewed meanwhile
    content = _content(unlocked, copy)
    manifest = _written(unlocked, before, copy, content, outbox / _PARTIAL, phases)
    copy.database_path.unlink()
    _proved(unlocked, outbox / _PARTIAL, desk / "proof", phases)
    digest = backup_tar.digest_of(outbox / _PARTIAL)
    size = (outbox / _PARTIAL).stat().st_size
    signer = (unlocked.member.id, unlocked.member_key)
    links = (unlocked.path / CHAIN_FILE).read_bytes()
    erasure_ledger.extend(to, unlocked.vault, links, list(content.erased), signer)
    file = to / backup_places.file_name(unlocked.vault, manifest.created, manifest.id)
    (outbox / _PARTIAL).rename(file)
    disk.sync_folder(to)
    return Made(file, size, digest, manifest, now_ms(), (*notes, *((LACKS,) if content.lacking else ())))


def _copied(unlocked: Unlocked, target: Path, step: Step) -> Copy:
    return Copy(target, database.copy(unlocked, target, step=step), unlocked.vault, unlocked.database_key())


def _content(unlocked: Unlocked, copy: Copy) -> _Content:
    with closing(database.connect(copy)) as connection:
        reader = backup_proving.reader_of(unlocked, connection)
        bad = {each.where for each in blobs.findings(blobs.Store(unlocked.path, copy.vault), reader)}
        rows = [bytes(row[0]) for row in connection.execute("SELECT id FROM blobs ORDER BY id").fetchall()]
        there = tuple(each for each in rows if ids.text_of(each) not in bad)
        return _Content(
            freshness.marks(connection), stateroot.counts(connection), there, len(rows) - len(there),
            tuple(erased(connection)),
        )  # fmt: skip


def erased(connection: Connection) -> Iterator[Erased]:
    """What the vault knows to be erased, the oldest first."""
    for record, noun, at in connection.execute("SELECT record, noun, at FROM erasures ORDER BY at, record").fetchall():
        yield Erased(record, noun, at)  # type: ignore[arg-type]  # columns of a STRICT table


def _written(
    unlocked: Unlocked, before: Header, copy: Copy, content: _Content, target: Path, phases: Phases
) -> Manifest:
    """Write the tar and force it to the disk."""
    head = header.encode(_header(unlocked, before, copy, content), unlocked.subkey("header"))
    small = {HEADER_FILE: head, CHAIN_FILE: (unlocked.path / CHAIN_FILE).read_bytes()}
    store = blobs.Store(unlocked.path, unlocked.vault)
    names = {blob: f"{blobs.FOLDER}/{blob.hex()[:2]}/{blob.hex()}" for blob in content.blobs}
    large = {before.database.file_name: copy.database_path, **{names[blob]: store.path_of(blob) for blob in names}}
    total = sum(path.stat().st_size for path in large.values())
    moved = moving(phases.next(), total)
    parts = [backup_tar.part_in(name, data) for name, data in small.items()]
    parts += [backup_tar.part_of(name, path, moved) for name, path in large.items()]
    manifest = _manifest(unlocked, before, content, parts)
    signed = backup_manifest.encode(manifest, (unlocked.member.id, unlocked.member_key))
    with disk.new_file(target) as stream:
        backup_tar.write(stream, backup_tar.contents({MANIFEST: signed, **small}, large), moving(phases.next(), total))
        _flushed(stream)
    return manifest


def _flushed(stream: BinaryIO) -> None:
    """Force it to the disk, and ask the system to read it from there when it is read again."""
    stream.flush()
    os.fsync(stream.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _header(unlocked: Unlocked, before: Header, copy: Copy, content: _Content) -> Header:
    """The header of that moment for the copy, with what opens it later: administrators' passphrases and kits."""
    members = tuple(each for each in before.members if unlocked.policy.is_administrator(each.member))
    return with_fields(
        before, open=False, doubt="", keychain=(), marks=content.marks, members=members,
        database=header.Database(before.database.generation, copy.database_salt),
        grants=tuple(each for each in before.grants if unlocked.policy.is_administrator(each.recipient)),
    )  # fmt: skip


def _manifest(unlocked: Unlocked, before: Header, content: _Content, parts: list[Part]) -> Manifest:
    identity, marks = ids.new_key(), content.marks
    counts = backup_manifest.sealed_counts(content.counts, unlocked.subkey("backup"), unlocked.vault, identity)
    newest = content.erased[-1].record if content.erased else b""
    return Manifest(
        id=identity, vault=unlocked.vault, lineage=marks.lineage, generation=before.generation,
        sequence=before.sequence, commits=marks.commits, entries=marks.entries, head=marks.head, root=marks.root,
        created=now_ms(), erased=len(content.erased), newest=newest, lacking=content.lacking, counts=counts,
        parts=tuple(parts),
    )  # fmt: skip


def _proved(unlocked: Unlocked, file: Path, folder: Path, phases: Phases) -> None:
    opener = Opener(member=(unlocked.member.id, unlocked.member_key))
    with backup_proving.opened(file, folder, opener, phases) as isolated:
        backup_proving.prove(isolated, phases)
