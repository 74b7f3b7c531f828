"""What can go wrong in the vault, told apart by class; facts are attributes, sentences live in the translations.

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
