"""What can go wrong in keeping a vault over years: doubts about its age, backups, keys renewed, attachments.

Facts hold ids, counts and places, never names or values. Told apart by the kinds of vault/errors.py.
"""

from vault.errors import Damaged, Refused, Unavailable


class HeaderOlder(Damaged):
    """The header is older than this folder has last seen. Facts: found, seen (sequence numbers)."""


class SeenMissing(Damaged):
    """The mark of the last commit seen is gone."""


class SeenOlder(Damaged):
    """The mark of the last commit seen is older than the header. Facts: found, seen (sequence numbers)."""


class LogMissing(Damaged):
    """The vault was not closed and the write-ahead log that held its last commits is gone."""


class TrailCut(Damaged):
    """The trail is shorter than it was, or another. Facts: found, seen (entries)."""


class WrittenElsewhere(Damaged):
    """After its last closing the database was written by something that did not go through this header."""


class StateDiffers(Damaged):
    """The rows do not add up to the state root: an old page was put back, or another program wrote."""


class NoDoubt(Refused):
    """There is nothing to decide: the vault is as it was left."""


class VaultReadonly(Unavailable):
    """The folder or medium cannot be written."""


class VaultInCloudFolder(Refused):
    """A folder that a program carries to other computers while the vault is written. Facts: service (its name)."""


class VaultOnNetwork(Refused):
    """A folder on another computer: the database's log needs one host. Facts: filesystem (its kind)."""
