"""Bringing a backup back: beside and never over, verified in full, its erasures done again, in a lineage of its own.

Called by app/backups.py; any thread that may wait. The folder is filled under a hidden name and moved there whole.
"""

import os
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec.structs import replace as with_fields

from vault import (
    backup_making,
    backup_manifest,
    backup_places,
    backup_proving,
    backup_tar,
    creating,
    database,
    disk,
    erasing,
    erasure_ledger,
    freshness,
)
from vault.backup_manifest import Manifest
from vault.backup_proving import Isolated, Opener
from vault.backup_steps import Phases, Step
from vault.erasure_ledger import Erased
from vault.errors import FolderUnavailable, SatchelError
from vault.errors_of_keeping import LedgerForged, LedgerMissing, LedgerOlder
from vault.locking import FolderLock
from vault.model.catalogue import by_number
from vault.opened import OpenVault
from vault.transaction import Transaction
from vault.unlocked import Unlocked

_PHASES: Final = 1 + backup_proving.PHASES


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that holds what it says, and SHA-256 of its file."""

    manifest: Manifest
    digest: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A vault brought back: what it was made from, and how many records had to be erased again."""

    manifest: Manifest
    erased: int


def verify(file: Path, opener: Opener, benches: Sequence[Path], step: Step) -> Verified:
    """Open a backup in isolation and compare everything; nothing of it stays.

    `benches` are places to do so, the first with room is taken. Raises as backup_proving.opened and prove, and
    BackupPlaceFull.
    """
    with ExitStack() as stack:
        bench = desk(stack, file, benches)
        phases = Phases(step, _PHASES)
        isolated = stack.enter_context(backup_proving.opened(file, bench / "proof", opener, phases))
        backup_proving.prove(isolated, phases)
        return Verified(isolated.manifest, backup_tar.digest_of(file), file.stat().st_size)


def desk(stack: ExitStack, file: Path, benches: Sequence[Path]) -> Path:
    """A working folder in the first place with room for what is in the file. Raises as `verify`."""
    with backup_proving.read(file) as stream:
        needed = stream.seek(0, os.SEEK_END)
    bench = backup_places.roomy(benches, needed)
    backup_places.sweep(bench)
    with disk.guarded():
        return stack.enter_context(backup_places.working(bench))


def restore(file: Path, to: Path, opener: Opener, ledgers: Sequence[Path], step: Step) -> Restored:
    """Make a vault at `to` from a backup. `ledgers` are further erasure ledgers, or folders that hold one.

    Raises VaultExists, ParentFolderMissing, VaultInsideVault, VaultInCloudFolder, VaultOnNetwork, LedgerMissing,
    LedgerOlder, LedgerForged, DiskFull, FolderUnavailable, and as `verify`; after any of them there is nothing at `to`.
    """
    creating.check_place(to)
    with ExitStack() as stack:
        bench = desk(stack, file, (to.parent,))
        phases = Phases(step, _PHASES)
        with backup_proving.opened(file, bench / "vault", opener, phases) as isolated:
            backup_proving.prove(isolated, phases)
            again = _to_erase(isolated, file, ledgers)
            phases.next()
            _revive(isolated, again)
        with disk.guarded():
            creating.move_in(bench / "vault", to)
        return Restored(isolated.manifest, len(again))


def _to_erase(isolated: Isolated, file: Path, ledgers: Sequence[Path]) -> list[Erased]:
    """What was erased after the backup was made, as far as can be reached; `ledgers` must be."""
    vault = isolated.manifest.vault
    with closing(database.connect(isolated.unlocked)) as connection:
        before = {each.record for each in backup_making.erased(connection)}
        rows = connection.execute("SELECT DISTINCT destination FROM backups").fetchall()
    folders = [file.parent, *(Path(str(place)) for (place,) in rows)]
    known = {key: each for place in ledgers for key, each in _named(place, vault).items()}
    passed_over = (LedgerForged, FolderUnavailable) if ledgers else ()  # another one was named instead
    for folder in dict.fromkeys(folders):
        away = () if folder == file.parent else (FolderUnavailable,)
        with suppress(*passed_over, *away), disk.guarded():
            known |= erasure_ledger.read(erasure_ledger.path_in(folder, vault), vault).erased
    for manifest in (isolated.manifest, *_beside(folders, vault)):
        if manifest.newest and manifest.newest not in before | known.keys():
            raise LedgerOlder(found=len(before | known.keys()), seen=manifest.erased)
    return [each for key, each in known.items() if key not in before]


def _named(place: Path, vault: bytes) -> dict[bytes, Erased]:
    """What a ledger says that somebody named, or the one in a folder that he named."""
    with disk.guarded():
        path = erasure_ledger.path_in(place, vault) if place.is_dir() else place
        if not path.exists():
            raise LedgerMissing
        return erasure_ledger.read(path, vault).erased


def _beside(folders: Sequence[Path], vault: bytes) -> list[Manifest]:
    """The manifests of the other backups that can be reached; what cannot be read says nothing."""
    found: list[Manifest] = []
    for folder in dict.fromkeys(folders):
        with suppress(OSError):
            for path in backup_places.siblings(folder, vault):
                with suppress(SatchelError, OSError):
                    manifest = backup_manifest.front_of(path).manifest
                    found += [manifest] if manifest.vault == vault else []
    return found


def _revive(isolated: Isolated, again: list[Erased]) -> None:
    """Open the extracted vault for writing: erase again, begin another lineage, enter it in the trail, close."""
    old, folder = isolated.manifest, isolated.unlocked.path
    lock = FolderLock(folder / "LOCK")
    with disk.guarded():
        lock.take()
    unlocked = backup_proving.unlocked_of(folder, isolated.proved, lock)
    try:
        _open(unlocked, old, again)
    finally:
        if not unlocked.closed:
            unlocked.abandon()


def _open(unlocked: Unlocked, old: Manifest, again: list[Erased]) -> None:
    with disk.guarded():
        unlocked.write_seen(old.commits)
    unlocked.look_back(previous_used=False)
    unlocked.store(with_fields(unlocked.header, open=True))
    vault = OpenVault(unlocked)
    try:
        vault.transact(lambda tx: _enter(tx, old, again))
    finally:
        vault.close()


def _enter(tx: Transaction, old: Manifest, again: list[Erased]) -> None:
    if again:
        erasing.erase_all(tx, [(by_number(each.noun), each.record) for each in again])
    freshness.put(tx.connection, "lineage", os.urandom(16))
    tx.audit("restore", fields=[f"lineage {old.lineage.hex()}", f"backup {old.id.hex()}"], count=old.commits)
