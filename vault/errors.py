"""What can go wrong in the vault, told apart by class; facts are attributes, sentences live in the
translations.

Anyone may catch these. Facts hold ids, counts and places, never names, notes, keys or home paths.
"""

import re


class SatchelError(Exception):
    """Root of all errors of ours; `facts` fill the sentence that a person reads."""

    exit_status = 1

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.kind)

    def __getattr__(self, name: str) -> object:
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(name)

    @property
    def kind(self) -> str:
        """The class name in snake case: the key of its sentence."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class Refused(SatchelError):
    """A rule says no; the user can do something else."""

    exit_status = 1


class Usage(SatchelError):
    """The request itself is not well formed: unknown field, bad expression, wrong option."""

    exit_status = 2


class WrongKey(SatchelError):
    """A passphrase, recovery code or key did not open it."""

    exit_status = 3


class Damaged(SatchelError):
    """Something on disk is not what was written: stop, keep the evidence."""

    exit_status = 4


class Unavailable(SatchelError):
    """Disk, network or another process is in the way; it may work later."""

    exit_status = 5


class UnknownField(Usage):
    """Facts: noun, field."""


class UnknownNoun(Usage):
    """Facts: noun."""


class BadExpression(Usage):
    """A filter that cannot be read. Facts: position (0-based), near."""


class BadComparison(Usage):
    """A value in a filter that its field cannot be compared with. Facts: field, reason (as of BadValue)."""


class ForbiddenField(Usage):
    """A view or filter on a field this viewer may not see. Facts: field."""


class SealedFilter(Usage):
    """A filter on the value of a sealed (S3) field, which is stored only as an envelope. Facts: field."""


class BadValue(Refused):
    """A value that its field cannot hold. Facts: field, reason (a key of translations' `reasons`)."""


class BadCursor(Usage):
    """A list's cursor that belongs to another viewer, query or vault, or is no cursor."""


class UnknownRecord(Refused):
    """Facts: id."""


class RequiredField(Refused):
    """Facts: field."""


class RecordRestricted(Refused):
    """The record is frozen (hold or restriction): stored, not processed. Facts: id."""


class SealedValueDamaged(Damaged):
    """An S3 value that does not open where it lies: moved, cut, changed, or its key is missing. Facts: field."""


class VaultTooNew(Refused):
    """A later version of the program wrote this vault. Facts: found, known."""


class VaultMissing(Unavailable):
    """There is nothing at that place."""


class NotAVault(Unavailable):
    """There is a folder or file, and nothing of a vault in it."""


class VaultExists(Refused):
    """A new vault's place is taken by something else."""


class ParentFolderMissing(Unavailable):
    """The folder that a new vault would lie in does not exist."""


class FolderUnavailable(Unavailable):
    """The system refused to read or write the vault folder. Facts: reason (the system's name of it, as EACCES)."""


class VaultBusy(Unavailable):
    """Another process, or another place in this one, holds the vault. Facts: pid (0: unknown), started."""


class VaultOlder(Damaged):
    """The database is older than this folder has last seen. Facts: found, seen (commit counters)."""


class HeaderDamaged(Damaged):
    """The header is not what was written, and the one before is not sound either."""


class HeaderDamagedPreviousSound(HeaderDamaged):
    """The header is damaged; the one before is sound and may be used on request. Facts: sequence."""


class HeaderMissing(Damaged):
    """There is a database and no header: never a reason to make a new one."""


class HeaderMissingPreviousSound(HeaderMissing):
    """The header is gone; the one before is sound and may be used on request. Facts: sequence."""


class HeaderForged(Damaged):
    """The header is whole and was not written by a holder of this vault's keys."""


class SlotMissing(Damaged):
    """A user's way to his key was taken out of the header."""


class ChainMissing(Damaged):
    """The file of users and rights is gone."""


class ChainForged(Damaged):
    """The chain of users and rights does not hold. Facts: entry (counted from 0)."""


class GrantForged(Damaged):
    """A key in the header was not granted by anybody who may. Facts: grant (its kind)."""


class GrantMissing(Damaged):
    """The header holds no vault key for this user. Facts: grant (its kind)."""


class SeenForged(Damaged):
    """The mark of the last commit seen was not written by this vault."""


class KdfCostRefused(Refused):
    """A cost of key derivation outside the bounds was asked for. Facts: floor_mib, ceiling_mib."""


class KdfTooCheap(Damaged):
    """The header asks for less work than any vault is made with. Facts: memory_mib, floor_mib."""


class KdfTooDear(Unavailable):
    """The header asks for more memory or work than this machine should give. Facts: memory_mib, ceiling_mib."""


class WrongPassphrase(WrongKey):
    """Passphrase or user is not right; deliberately not said which."""


class WrongRecoveryCode(WrongKey):
    """A well-formed recovery code that opens nothing here."""


class RecoveryCodeMistyped(WrongKey):
    """Text that cannot be a recovery code. Facts: group (1 to 9: where the impossible sign is)."""


class RecoveryCodeUnsound(WrongKey):
    """Text with the signs of a recovery code, but not its length or checksum."""


class TooManyTries(Refused):
    """After wrong tries the next one has to wait. Facts: seconds."""


class UserRequired(Usage):
    """Several users share this vault: one has to be named."""


class BadName(Refused):
    """A vault's, user's or device's name that is empty, too long or holds control characters."""


class PassphraseRefused(Refused):
    """A new passphrase that is too easy. Facts: reason (a key of translations' `reasons`)."""


class ReadBackDiffers(Unavailable):
    """The disk gave back something else than was written. Facts: file (a name without folders)."""


class EngineUnsuitable(Unavailable):
    """The database library is not one that keeps our promises. Facts: sqlite, sqlcipher (versions)."""


class DatabaseMissing(Damaged):
    """The header names a database file that is not there. Facts: file."""


class DatabaseEmpty(Damaged):
    """The database file has no bytes. Facts: file."""


class DatabaseNotRegular(Damaged):
    """The database is a link or no file at all. Facts: file."""


class DatabasePlaintext(Damaged):
    """The database file is an unencrypted one. Facts: file."""


class DatabaseForeign(Damaged):
    """The database file belongs to another vault, another generation or another program. Facts: file."""


class DatabaseDamaged(Damaged):
    """Pages of the database are not what was written."""


class DatabaseCut(DatabaseDamaged):
    """The database file is shorter or longer than it says. Facts: expected, found (bytes)."""


class DatabaseBusy(Unavailable):
    """Another connection held the database for too long."""


class DatabaseReadonly(Unavailable):
    """The database may not be written here."""


class DiskFull(Unavailable):
    """No room is left; nothing was written."""


class DiskFailed(Unavailable):
    """The disk refused to read or write. Facts: code (SQLite's extended result code)."""


class QueryInterrupted(Refused):
    """A read or write was stopped on request; nothing of it was kept."""


class StatementDenied(Refused):
    """The authorizer refused a statement."""


class ConstraintBroken(Refused):
    """A rule of the table refused a row: uniqueness, a check or a link."""


class AdministratorRequired(Refused):
    """Only an administrator of the vault may do this."""
