"""How a vault folder comes to be: made beside its place under another name, and moved there whole.

Called through folder.py; any thread, about a second for the key derivation. A failure leaves nothing
behind; a kill leaves a hidden folder of ciphertext that nobody takes for a vault.
"""

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from vault import chain, database, disk, grants, header, ids, placing, policy, recovery, slots
from vault.errors import (
    FolderUnavailable,
    KdfCostRefused,
    KdfTooCheap,
    KdfTooDear,
    ParentFolderMissing,
    VaultExists,
)
from vault.errors_of_keeping import VaultInsideVault
from vault.kdf import FLOOR_MIB, KdfCost, ceiling_mib
from vault.keys import KEY_BYTES, SUITE, Context, MemberKey, derive, wrap
from vault.unlocked import CHAIN_FILE, HEADER_FILE

Prepare = Callable[[database.Connection], object]


@dataclass(frozen=True, slots=True)
class Created:
    """What a new vault tells its maker. The recovery code is shown once and kept nowhere."""

    vault_id: str
    recovery_code: str = field(repr=False)
    kdf: KdfCost


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new vault's names and cost; cleaned and judged."""

    name: str
    user: str
    device_name: str
    passphrase: str = field(repr=False)
    kdf: KdfCost


@dataclass(frozen=True, slots=True)
class _Founder:
    """The first user's ids and keys, and every key he is granted."""

    user: bytes
    member: bytes
    kit: bytes
    key: MemberKey
    kit_key: MemberKey
    vault_key: bytes

    @property
    def signer(self) -> tuple[bytes, MemberKey]:
        return self.member, self.key


def make(path: Path, wanted: Wanted, prepare: Prepare) -> Created:
    """Make the folder. Raises KdfCostRefused, DiskFull, and as `check_place`."""
    _check_cost(wanted.kdf)
    check_place(path)
    staging = path.with_name(f".{path.name}.{os.urandom(4).hex()}.making")
    with disk.guarded():
        staging.mkdir(disk.FOLDER_MODE)
        try:
            created = _fill(staging, wanted, prepare)
            move_in(staging, path)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    return created


def move_in(staging: Path, path: Path) -> None:
    """Give a whole folder its name; the place is free or an empty folder (`check_place`).

    Raises VaultExists where another was faster, OSError.
    """
    try:
        if path.exists():
            path.rmdir()
        staging.rename(path)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise VaultExists from None
        raise
    disk.sync_folder(path.parent)


def _check_cost(cost: KdfCost) -> None:
    try:
        cost.check()
    except (KdfTooCheap, KdfTooDear):
        raise KdfCostRefused(floor_mib=FLOOR_MIB, ceiling_mib=ceiling_mib()) from None


def check_place(path: Path) -> None:
    """Whether a vault can come to be there. Raises VaultExists, ParentFolderMissing, VaultInsideVault,
    VaultInCloudFolder, VaultOnNetwork, FolderUnavailable.
    """
    with disk.guarded():
        if path.is_symlink() or (path.exists() and not path.is_dir()) or (path.is_dir() and any(path.iterdir())):
            raise VaultExists
        if not path.parent.is_dir():
            raise ParentFolderMissing
        if placing.in_a_vault(path.parent):
            raise VaultInsideVault
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise FolderUnavailable(reason="EACCES")
    placing.check(path)


def _fill(folder: Path, wanted: Wanted, prepare: Prepare) -> Created:
    code = recovery.new_code()
    founder = _Founder(
        ids.new_key(), ids.new_key(), ids.new_key(), MemberKey.generate(), recovery.member_key(code),
        os.urandom(KEY_BYTES),
    )  # fmt: skip
    device = ids.new_key()
    entries, rules = _chain(founder, recovery.auditor_key(code), wanted, device)
    vault = rules.vault
    key = derive(founder.vault_key, "database 1", vault)
    salt = database.create(folder / "data-0001.db", key, vault, prepare)
    slot = slots.passphrase_slot(vault, founder.member, founder.key.seed, wanted.passphrase, wanted.kdf)
    own_slots = slots.signed_slots(vault, founder.member, founder.key, wanted.user, (slot,))
    content = header.Header(
        chain_head=rules.head, database=header.Database(1, salt), device=device, generation=1,
        grants=_grants(founder, vault), members=(own_slots,), name=wanted.name, open=False, sequence=1,
        suite=SUITE, vault=vault,
    )  # fmt: skip
    disk.write_new(folder / CHAIN_FILE, chain.pack(entries))
    disk.write_new(folder / HEADER_FILE, header.encode(content, derive(founder.vault_key, "header", vault)))
    disk.sync_folder(folder)
    return Created(vault.hex(), code, wanted.kdf)


def _chain(founder: _Founder, auditor: MemberKey, wanted: Wanted, device: bytes) -> tuple[list[bytes], policy.Policy]:
    founding = policy.Founding(
        founder.user, founder.member, founder.kit, device, founder.key.public, founder.kit_key.public, auditor.public,
        os.urandom(32),
    )  # fmt: skip
    entries = [policy.genesis(founding, founder.key)]
    rules = policy.verify(entries, policy.digest(entries[-1]))
    names = derive(founder.vault_key, "names", rules.vault)
    name = wrap(names, wanted.user.encode(), Context(rules.vault, "user name", founder.user))
    entries.append(policy.user_entry(rules, founder.user, name, administrator=True, signer=founder.signer))
    rules = policy.verify(entries, policy.digest(entries[-1]))
    name = wrap(names, wanted.device_name.encode(), Context(rules.vault, "device name", device))
    entries.append(policy.device_entry(rules, device, name, founder.signer))
    return entries, policy.verify(entries, policy.digest(entries[-1]))


def _grants(founder: _Founder, vault: bytes) -> tuple[grants.Grant, ...]:
    keys = {grants.VAULT_KEY: founder.vault_key}
    keys |= {grants.class_kind(compartment): os.urandom(KEY_BYTES) for compartment in grants.COMPARTMENTS}
    recipients = ((founder.member, founder.key.public), (founder.kit, founder.kit_key.public))
    return tuple(
        grants.grant(vault, kind, 1, key, recipient, founder.signer)
        for recipient in recipients
        for kind, key in keys.items()
    )
