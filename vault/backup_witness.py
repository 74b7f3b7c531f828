"""What the backups that can be reached remember of the vault: whether it was once newer than it is now.

For app/backups.py, on a thread of its own: a folder on a medium that hangs hangs with it.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from vault import backup_manifest, backup_places, freshness
from vault.audit import START
from vault.backup_manifest import Manifest
from vault.errors import SatchelError, VaultOlder
from vault.errors_of_keeping import TrailCut
from vault.reader import Reader

_LOOKED_AT: Final = 3
"""The newest files by name; one that is damaged, or of another line, does not hide the one before."""


def told(folder: Path, vault: bytes) -> list[Manifest]:
    """The manifests of the newest backups in a folder, newest first; none where they cannot be read.

    A manifest is believed only with the signature of a member whom the chain in the backup names, from the genesis
    that is this vault's id.
    """
    found: list[Manifest] = []
    with suppress(OSError):
        for file in backup_places.siblings(folder, vault)[:_LOOKED_AT]:
            with suppress(SatchelError, OSError):
                found.append(backup_manifest.front_of(file).manifest)
    return [each for each in found if each.vault == vault]


def doubts(reader: Reader, witness: Manifest) -> list[SatchelError]:
    """What a backup says against the vault as it stands; a use case of a Reader.

    A vault that is as new holds the backup's last entry in its trail. One that was put back to before it does not,
    however much was written since: the entry in that place is another.
    """
    now = freshness.marks(reader.connection)
    row = reader.one("SELECT chain FROM audit WHERE seq = ?", (witness.entries,))
    held = row[0] if row else START if witness.entries == 0 else None
    if witness.lineage != now.lineage or held == witness.head:
        return []
    if now.commits < witness.commits:
        return [VaultOlder(found=now.commits, seen=witness.commits)]
    return [TrailCut(found=now.entries, seen=witness.entries)]
