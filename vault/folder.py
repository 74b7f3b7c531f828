"""The door to a vault folder: create, look at, unlock, change the passphrase.

For app (the session and use cases); any thread, never the window's own: a key derivation takes up to a
second. Format, keys and order of trust: design/vault.md.
"""

import logging
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace as with_fields

from vault import database, disk, keychain, names, passphrases, placing, unlocking
from vault.creating import Created, Prepare, Wanted, make
from vault.errors import (
    DiskFull,
    NotAVault,
    SatchelError,
    VaultMissing,
    WrongPassphrase,
    WrongRecoveryCode,
)
from vault.errors_of_keeping import VaultReadonly
from vault.kdf import KdfCost, fitted
from vault.locking import FolderLock
from vault.migrate import migrate
from vault.passphrases import require
from vault.rekeying import renew_slot
from vault.tries import FREE, Tries
from vault.unlocked import HEADER_FILE, Unlocked

__all__ = ["Created", "Info", "Unlocked", "change_passphrase", "create", "info", "unlock"]

_log = logging.getLogger(__name__)

NOT_CLOSED = "not_closed"
NOT_CLOSED_WITHOUT_WAL = "not_closed_without_wal"
PREVIOUS_HEADER_USED = "previous_header_used"
"""Notes of an unlocked vault: what was odd about opening it."""


@dataclass(frozen=True, slots=True)
class Info:
    """What a vault says without a passphrase; unproved. `kdf` has one cost per user, in the order of
    `users`.
    """

    format: int
    suite: int
    vault_id: str
    name: str
    generation: int
    users: tuple[str, ...]
    kdf: tuple[KdfCost, ...]
    size_bytes: int


def create(
    path: Path | str, *, name: str, user: str, passphrase: str, kdf: KdfCost | None = None,
    device_name: str | None = None, prepare: Prepare = migrate,
) -> Created:  # fmt: skip
    """Make a vault with one administrator, his recovery kit and an empty database of the current schema.

    Without `kdf` the cost is fitted to the machine. Raises BadName, PassphraseRefused, VaultExists,
    ParentFolderMissing, KdfCostRefused, DiskFull, FolderUnavailable; after any of them there is nothing at
    `path`.
    """
    name, user = names.cleaned(name), names.cleaned(user)
    device_name = names.cleaned(device_name or platform.node() or "computer")
    require(passphrase, (name, user))
    wanted = Wanted(name, user, device_name, passphrase, kdf or fitted())
    return make(Path(path).absolute(), wanted, prepare)


def info(path: Path | str) -> Info:
    """What can be said without a passphrase, also while another process holds the vault. Raises as
    `unlock`.
    """
    folder = _existing(path)
    source = unlocking.load(folder)
    header = source.header
    costs = tuple(entry.slots[0].cost for entry in header.members if entry.slots)
    users = tuple(entry.name for entry in header.members)
    with disk.guarded():
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Info(
        source.sealed.version, header.suite, header.vault.hex(), header.name, header.generation, users, costs, size
    )


def unlock(
    path: Path | str, *, user: str | None = None, passphrase: str | None = None,
    recovery_code: str | None = None, use_previous: bool = False, use_keychain: bool = False,
    clock: Callable[[], float] = time.time,
) -> Unlocked:  # fmt: skip
    """Open the folder for this process until `close`. `use_previous` takes the header before a damaged one,
    `use_keychain` the system's keychain instead of a passphrase.

    Raises VaultMissing, NotAVault, VaultBusy, TooManyTries, WrongPassphrase (user or passphrase: not said
    which), WrongRecoveryCode, RecoveryCodeMistyped, RecoveryCodeUnsound, UserRequired, VaultTooNew, and
    of the damaged kind HeaderMissing, HeaderDamaged (with subclasses where `use_previous` would help),
    HeaderForged, SlotMissing, ChainMissing, ChainForged, GrantMissing, GrantForged, KdfTooCheap;
    KdfTooDear, DiskFull, FolderUnavailable; what `keychain.admit` raises.
    """
    folder = _existing(path)
    placing.check(folder)
    unlocking.load(folder, use_previous=use_previous)  # a folder that is no vault gets no LOCK of ours
    lock, readonly = FolderLock(folder / "LOCK"), not placing.writable(folder)
    with disk.guarded():
        (lock.share if readonly else lock.take)()
    try:
        with disk.guarded():
            source = unlocking.load(folder, use_previous=use_previous)
            tries = Tries(folder / "tries", clock, readonly=readonly)
            tries.begin()
            if use_keychain:
                proved = _admitted(tries, folder, source, int(clock()))
            else:
                proved = _tried(tries, folder, source, user, passphrase, recovery_code)
            unlocked = Unlocked(
                folder, lock, (source.header, source.data), proved.policy, proved.member, proved.key, proved.keys
            )
            unlocked.failed_tries = tries.succeed()
            unlocked.witness = keychain.witness(unlocked)
            _settle(unlocked, source, readonly=readonly)
            return unlocked
    except BaseException:
        lock.release()
        raise


def change_passphrase(unlocked: Unlocked, new: str, *, kdf: KdfCost | None = None) -> None:
    """Lock the member key with another passphrase; the old one opens nothing in this folder afterwards.

    After opening by recovery code this makes a new member key for the folder. Without `kdf` the cost stays.
    Raises PassphraseRefused, KdfTooCheap, KdfTooDear, DiskFull, FolderUnavailable: then the old one still
    holds.
    """
    passphrases.require(new, (unlocked.header.name, unlocked.user_name))
    before = unlocked.header
    renew_slot(unlocked, new, kdf)
    keychain.forget(before)


def check(unlocked: Unlocked) -> list[database.Finding]:
    """Header, chain and every page of the database; empty where all is well. Reads the whole file."""
    findings: list[database.Finding] = []
    try:
        unlocking.read_policy(unlocked.path, unlocking.load(unlocked.path).header)
    except SatchelError as error:
        findings.append(database.Finding("header", "damaged", HEADER_FILE, error.kind))
    return findings + database.check(unlocked)


def _existing(path: Path | str) -> Path:
    folder = Path(path).absolute()
    with disk.guarded():
        if not folder.exists():
            raise VaultMissing
        if not folder.is_dir():
            raise NotAVault
    return folder


def _tried(
    tries: Tries,
    folder: Path,
    source: unlocking.Source,
    user: str | None,
    passphrase: str | None,
    code: str | None,
) -> unlocking.Proved:
    try:
        return unlocking.prove(folder, source, user=user, passphrase=passphrase, recovery_code=code)
    except (WrongPassphrase, WrongRecoveryCode):
        if tries.count() >= FREE:
            keychain.forget(source.header)
        raise
    except SatchelError:
        tries.take_back()  # nothing was guessed wrong
        raise


def _admitted(tries: Tries, folder: Path, source: unlocking.Source, now: int) -> unlocking.Proved:
    try:
        entered = keychain.admit(source.header, now)
        return unlocking.prove_key(folder, source, entered.member, entered.key)
    except SatchelError:
        tries.take_back()
        raise


def _settle(unlocked: Unlocked, source: unlocking.Source, *, readonly: bool) -> None:
    """Note what is odd, and mark the vault as open; where that cannot be written it is opened to look at only."""
    unlocked.look_back(previous_used=source.instead_of is not None, version=source.sealed.version)
    notes = []
    if source.header.open:
        notes.append(NOT_CLOSED if unlocked.log_was_there else NOT_CLOSED_WITHOUT_WAL)
    if source.instead_of is not None:
        notes.append(PREVIOUS_HEADER_USED)
        _log.warning("the previous header was put in force on request: sequence %d", source.header.sequence)
    unlocked.notes = tuple(notes)
    try:
        if readonly:
            raise VaultReadonly
        if source.instead_of:
            disk.replace(unlocked.path / (HEADER_FILE + ".damaged"), source.instead_of)  # kept as evidence
        doubt = unlocked.doubts[0].kind if unlocked.doubts else ""
        unlocked.store(with_fields(source.header, open=True, doubt=doubt))
    except (VaultReadonly, DiskFull) as error:
        unlocked.readonly = True
        unlocked.cast_doubt(error)
