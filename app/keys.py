"""The keys of an open vault over time: passphrase, cost, vault key, recovery code, the system's keychain.

Any thread, never the window's own: a key derivation takes up to a second, a rotation reads the whole database.
"""

import time
from collections.abc import Callable
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app import kits
from app.errors import Cancelled
from app.session import Session
from vault import folder, keychain, rekeying, renewing, unlocking
from vault.errors import SatchelError
from vault.freshness import marks
from vault.header import Marks
from vault.kdf import KdfCost, affordable
from vault.opened import OpenVault
from vault.transaction import Transaction

Progress = Callable[[int, int], object]
Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Keychain:
    """Whether the system's keychain opens this vault, until when (seconds since 1970), and whether it could."""

    on: bool
    until: int | None
    possible: bool


def change_passphrase(
    session: Session, old: str | None, new: str, known: bool = False, *, kdf: KdfCost | None = None,
    progress: Progress = lambda _done, _all: None, cancelled: Asked = lambda: False,
) -> None:  # fmt: skip
    """Lock my keys with another passphrase. `old` is proved first, but where a recovery code opened.

    With `known` somebody may know the old one: member key, vault key and class keys become new, too. Raises
    WrongPassphrase, PassphraseRefused, KdfTooCheap, KdfTooDear, and as `rotate`.
    """

    def deed(vault: OpenVault) -> None:
        for doubt in vault.doubts:
            raise doubt
        if old is not None and not vault.unlocked.opened_by_recovery_code:
            rekeying.prove_passphrase(vault.unlocked, old)
        if known:
            renewing.replace_known(vault, new, kdf, _step(session, progress, cancelled))
        else:
            folder.change_passphrase(vault.unlocked, new, kdf=kdf)
            with suppress(SatchelError):  # it is in force; its entry tells the database of this header (freshness.py)
                vault.transact(lambda tx: tx.audit("passphrase"))

    session.order(deed).result()


def rotate(session: Session, progress: Progress, cancelled: Asked) -> None:
    """Another vault key; nothing has changed where it fails.

    Raises Cancelled, AdministratorRequired, StateDiffers, DatabaseDamaged, DiskFull, FolderUnavailable, or the doubt
    that keeps the vault from being written.
    """
    session.order(lambda vault: renewing.rotate(vault, _step(session, progress, cancelled))).result()


def renew_recovery(
    session: Session, progress: Progress = lambda _done, _all: None, cancelled: Asked = lambda: False
) -> str:
    """A new recovery code, in force; the old one opens nothing here any more. Raises as `rotate`.

    From now on the vault asks whether the new kit is in hand.
    """
    code = session.order(lambda vault: renewing.renew_recovery(vault, _step(session, progress, cancelled))).result()
    wait([session.enter(kits.ask, session.unlocked)])  # raises nothing: the code has to reach somebody in any case
    return code


def after_passphrase(session: Session, passphrase: str, took_s: float) -> None:
    """What follows an unlock by passphrase, quietly and without waiting; where it fails all stays as it was.

    Guessing becomes dearer where the cost is outdated and this machine, by the time the unlock took, bears more; and
    the keychain's fortnight begins anew.
    """
    session.order(partial(_raise_cost, passphrase=passphrase, took_s=took_s))
    session.order(_keep_fortnight)


def _raise_cost(vault: OpenVault, *, passphrase: str, took_s: float) -> bool:
    if vault.doubts:
        return False
    now = rekeying.own_slots(vault.unlocked).slots[0].cost
    return rekeying.raise_cost(vault.unlocked, passphrase, affordable(now, took_s))


def _keep_fortnight(vault: OpenVault) -> None:
    if not vault.doubts and keychain.due(vault.unlocked, int(time.time())):
        _turn_on(vault)


def keychain_on(session: Session) -> int:
    """Let the system's keychain open this vault for a fortnight; gives its end. Raises KeychainShared,
    KeychainUnavailable, DiskFull, FolderUnavailable.
    """
    return session.order(_turn_on).result()


def keychain_off(session: Session) -> None:
    """Only the passphrase opens it again. Raises DiskFull, FolderUnavailable."""
    session.order(_turn_off).result()


def keychain_status(session: Session) -> Keychain:
    """How it stands; asks the system."""
    unlocked = session.unlocked
    return Keychain(
        any(held.member == unlocked.member.id for held in unlocked.header.keychain), keychain.until(unlocked),
        len(unlocked.header.members) == 1 and not unlocked.opened_by_recovery_code,
    )  # fmt: skip


def keychain_offered(path: Path) -> bool:
    """Whether a vault that is locked has a slot for the keychain; asks the header alone."""
    return bool(unlocking.load(path.absolute()).header.keychain)


def forget_keychain(path: Path) -> None:
    """Remove what the system's keychain holds for a vault, locked or not: the passphrase is asked next time."""
    try:
        keychain.forget(unlocking.load(path.absolute()).header)
    except SatchelError:
        return


def _turn_on(vault: OpenVault) -> int:
    so_far = vault.transact(lambda tx: _entered(tx, on=True))[0]
    try:
        return keychain.turn_on(vault.unlocked, so_far, int(time.time()))
    except SatchelError:
        if not vault.doubts and not vault.unlocked.header.keychain:
            vault.transact(lambda tx: _entered(tx, on=False))
        raise


def _turn_off(vault: OpenVault) -> None:
    keychain.turn_off(vault.unlocked)
    if not vault.doubts:
        vault.transact(lambda tx: _entered(tx, on=False))


def _entered(tx: Transaction, *, on: bool) -> Marks:
    """A way to open the vault comes or goes: the trail says so. Gives how far the vault has come."""
    tx.audit("keychain", fields=["on" if on else "off"])
    return marks(tx.connection)


def _step(session: Session, progress: Progress, cancelled: Asked) -> Progress:
    def step(done: int, everything: int) -> None:
        if cancelled() or session.closing:
            raise Cancelled
        progress(done, everything)

    return step
