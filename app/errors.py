"""What can go wrong in a use case, told apart by class; sentences live in the translations."""

from vault.errors import Refused, Unavailable, Usage


class NothingToUndo(Refused):
    """No step of mine on this device is in force."""


class NothingToRedo(Refused):
    """Nothing was undone, or something new was done since."""


class UnknownBatch(Refused):
    """Facts: batch."""


class Cancelled(Refused):
    """The person stopped a long job; nothing of it was written."""

    exit_status = 130


class VaultNotChosen(Usage):
    """Neither --vault nor SATCHEL_VAULT says which vault."""


class FileUnavailable(Unavailable):
    """A file named by the person cannot be read or written. Facts: reason."""
