"""What can go wrong in a use case, told apart by class; sentences live in the translations."""

from vault.errors import Damaged, Refused, Unavailable, Usage


class NothingToUndo(Refused):
    """No step of mine on this device is in force."""


class NothingToRedo(Refused):
    """Nothing was undone, or something new was done since."""


class UnknownBatch(Refused):
    """Facts: batch."""


class Cancelled(Refused):
    """The person stopped a long job; nothing of it was written."""

    exit_status = 130


class Interrupted(Refused):
    """The person stopped the program wherever it was: its last step was carried out whole or not at all."""

    exit_status = 130


class VaultNotChosen(Usage):
    """Neither --vault nor SATCHEL_VAULT says which vault."""


class FileUnavailable(Unavailable):
    """A file named by the person cannot be read or written. Facts: reason."""


class OptionFileUnavailable(FileUnavailable):
    """A file named by an option cannot be read or written. Facts: option, reason."""


class UnknownName(Refused):
    """No record is called what was written for a link. Facts: field."""


class AmbiguousName(Refused):
    """Several records are called what was written for a link. Facts: field, n."""


class UnknownCommand(Usage):
    """No command has this name. Facts: command."""


class LaterCommand(Usage):
    """A command of a later version. Facts: command."""


class BadArguments(Usage):
    """The words of a command cannot be read. Facts: reason, argument."""


class PassphraseNotGiven(Usage):
    """No file names the passphrase, and nobody is there to be asked."""


class RecoveryCodeNotGiven(Usage):
    """No recovery code in a file, and nobody at a terminal to ask."""


class PassphrasesDiffer(Refused):
    """The new passphrase was typed differently the second time."""


class RecoveryFileRequired(Usage):
    """With --json the recovery code needs a file of its own."""


class OutputUnavailable(Unavailable):
    """Standard output took no more."""


class Unexpected(Unavailable):
    """A fault of the program's own. Facts: type (the exception's class)."""


class NotEnoughMemory(Unavailable):
    """The machine has no memory left for this."""


class VaultHasFindings(Damaged):
    """The check found damage. Facts: n."""


class TrailBroken(Damaged):
    """The trail does not verify. Facts: entry, reason."""


class AuditorUnknown(Refused):
    """The code belongs to no auditor of this vault."""


class SelfTestFailed(Damaged):
    """The installed program failed its own test. Facts: n."""


class WindowUnavailable(Unavailable):
    """There is no screen for the window, or its library does not load."""


class UnknownPreset(Usage):
    """No import mapping was kept under this name. Facts: preset."""


class MaskedViewOnly(Refused):
    """Something was to be written while the masked view is on."""


class NoReminderLeft(Refused):
    """The recovery code was put off twice."""


class PrinterRefused(Unavailable):
    """The printer did not take the pages."""
