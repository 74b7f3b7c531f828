"""What the backups that can be reached remember of the vault: whether it was once newer than it is now.

For app/backups.py, on a thread of its own: a folder on a medium that hangs hangs with it.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from vault import backup_manifest, backup_places
from vault.errors import SatchelError
from vault.freshness import Witness, against
from vault.header import Marks

_LOOKED_AT: Final = 3
"""The newest files by name; one that is damaged does not hide the one before."""


def doubts(folder: Path, vault: bytes, found: Marks) -> list[SatchelError]:
    """What the newest backups in a folder say against the vault as it was found; empty where they cannot be read.

    A manifest is believed only with the signature of a member whom the chain in the backup names, from the genesis
    that is this vault's id.
    """
    with suppress(OSError):
        for file in backup_places.siblings(folder, vault)[:_LOOKED_AT]:
            with suppress(SatchelError, OSError):
                told = backup_manifest.front_of(file).manifest
                if told.vault == vault:
                    said = against(Witness(told.lineage, told.commits, told.entries), found)
                    if said:
                        return said
    return []
