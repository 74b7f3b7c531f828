"""Another vault key for an open vault, and what becomes new with it: the doors of rotating.py and rekeying.py.

On the writer thread (app/worker.py, `order`): nobody writes meanwhile, everybody may read.
"""

from contextlib import suppress

from vault import keychain, passphrases, recovery, rekeying, rotating
from vault.errors import PassphraseRefused, SatchelError
from vault.kdf import KdfCost
from vault.opened import OpenVault
from vault.rotating import Step


def rotate(vault: OpenVault, step: Step) -> None:
    """Another vault key.

    Raises the doubt that keeps the vault from being written, AdministratorRequired, StateDiffers, DatabaseDamaged,
    DiskFull, FolderUnavailable, and what `step` raises: then the old key holds and nothing has changed.
    """
    _renew(vault, rotating.Wanted(), "rotate", step)


def replace_known(vault: OpenVault, passphrase: str, kdf: KdfCost | None, step: Step) -> None:
    """Somebody may know the passphrase or the keys: everything he could know opens nothing that is written from now on.

    Raises PassphraseRefused, KdfTooCheap, KdfTooDear, and as `rotate`.
    """
    passphrases.require(passphrase, (vault.unlocked.header.name, vault.unlocked.user_name))
    if rekeying.in_force(vault.unlocked, passphrase):
        raise PassphraseRefused(reason="known")
    before = vault.unlocked.header
    _renew(vault, rekeying.succession(vault.unlocked, passphrase, kdf), "known", step)
    keychain.forget(before)


def renew_recovery(vault: OpenVault, step: Step) -> str:
    """A new recovery code, in force when it is given; the old one opens nothing here any more. Raises as `rotate`."""
    code = recovery.new_code()
    _renew(vault, rekeying.kit_succession(vault.unlocked, code), "recovery", step)
    return code


def _renew(vault: OpenVault, wanted: rotating.Wanted, why: str, step: Step) -> None:
    if vault.doubts:
        raise vault.doubts[0]
    ready = rotating.prepare(vault.unlocked, wanted, step)
    vault.change_over(lambda: rotating.put_in_force(vault.unlocked, ready))
    rotating.sweep(vault.unlocked)
    with suppress(SatchelError):  # it is in force and signed in the chain: no entry of the trail may undo that
        vault.transact(lambda tx: tx.audit("rotate", fields=[why]))
