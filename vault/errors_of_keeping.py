"""What can go wrong in keeping a vault over years: doubts about its age, backups, keys renewed, attachments.

Facts hold ids, counts and places, never names or values. Told apart by the kinds of vault/errors.py.
"""

from vault.errors import Damaged, Refused, Unavailable, WrongKey


class HeaderOlder(Damaged):
    """The header is older than this folder has last seen. Facts: found, seen (sequence numbers)."""


class SeenMissing(Damaged):
    """The mark of the last commit seen is gone."""


class SeenOlder(Damaged):
    """The mark of the last commit seen is older than the header. Facts: found, seen (sequence numbers)."""


class LogMissing(Damaged):
    """The vault was not closed and the write-ahead log that held its last commits is gone."""


class LogOlder(Damaged):
    """The write-ahead log is older than the database, or broken: it would take back what was saved. Facts: file."""


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


class VaultMoved(Unavailable):
    """While the vault was open its folder was moved or exchanged, or its lock taken away."""


class VaultInCloudFolder(Refused):
    """A folder that a program carries to other computers while the vault is written. Facts: service (its name)."""


class VaultInsideVault(Refused):
    """A folder in another vault's folder: it would go with that one."""


class VaultOnNetwork(Refused):
    """A folder on another computer: the database's log needs one host. Facts: filesystem (its kind)."""


class BlobUnknown(Refused):
    """No attachment has this id, or it was taken away. Facts: blob."""


class BlobMissing(Damaged):
    """The file of an attachment is gone. Facts: blob."""


class BlobCut(Damaged):
    """The file of an attachment is shorter or longer than it was. Facts: blob, expected, found (bytes)."""


class BlobDamaged(Damaged):
    """A part of an attachment is not what was written there. Facts: blob, chunk (counted from 0)."""


class BackupPlaceMissing(Unavailable):
    """The folder for backups is not there: a disk that is not plugged in, perhaps."""


class BackupPlaceInside(Refused):
    """Backups inside the vault would go with it."""


class BackupPlaceReadonly(Unavailable):
    """The folder for backups cannot be written."""


class BackupPlaceFull(Unavailable):
    """There is no room for a backup. Facts: needed_mib, free_mib."""


class BackupInterrupted(Unavailable):
    """The place for backups went away or failed in the middle. Facts: reason (the system's name of it)."""


class BackupMissing(Unavailable):
    """There is no such file."""


class BackupUnreadable(Unavailable):
    """The system refused to read the backup. Facts: reason (the system's name of it)."""


class NotABackup(Unavailable):
    """The file is none of our backups."""


class BackupDamaged(Damaged):
    """A part of the backup is not what was written. Facts: part (a member's name)."""


class BackupForged(Damaged):
    """The backup was not made by a member of its vault."""


class BackupDiffers(Damaged):
    """The backup opens, and does not hold what it says. Facts: what (pages, rows, ..), n."""


class BackupKeysOther(WrongKey):
    """The keys in memory are of another day than the backup's."""


class BackupOfAnother(Refused):
    """The backup belongs to another vault."""


class LedgerForged(Damaged):
    """The erasure ledger is damaged or was not written by members of the vault."""


class LedgerMissing(Unavailable):
    """There is no erasure ledger where one was named."""


class LedgerOlder(Damaged):
    """The erasure ledger lacks erasures that a backup beside it knows of. Facts: found, seen (erasures)."""


class RecordLives(Refused):
    """The record to be brought back from a backup is in the vault and alive. Facts: id."""


class RecordErased(Refused):
    """The record was erased for good and is not brought back. Facts: id."""


class RecordNotInBackup(Refused):
    """The backup does not hold the record. Facts: id."""


class KeychainUnavailable(Unavailable):
    """The system has no keychain that can be used, or refused."""


class KeychainShared(Refused):
    """The folder has several users, or a recovery code opened it: no key goes into the system's keychain."""


class KeychainMissing(WrongKey):
    """The system's keychain holds nothing that opens this vault."""


class KeychainExpired(WrongKey):
    """The fortnight is over, or the clock was set back. Facts: days."""


class KeychainForged(WrongKey):
    """What lies in the keychain is not what was put there for this vault."""


class NothingToSalvage(Damaged):
    """No record of a damaged database can be read with the vault's keys. Facts: pages (that do not open)."""


class LogForeign(Damaged):
    """The write-ahead log beside the database belongs to another one. Facts: file."""
