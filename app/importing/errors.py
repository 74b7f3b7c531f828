"""Why a file or a mapping cannot be imported at all. Single rows are rejected instead, with a reason."""

from vault.errors import Refused, Usage


class NotATable(Refused):
    """The content is something else than a table that can be read. Facts: content (a key of
    `import.json`).
    """


class EmptyFile(Refused):
    """There is not one filled cell in it."""


class UnknownEncoding(Usage):
    """Facts: encoding."""


class EncodingMismatch(Refused):
    """The file is not written in the encoding that was asked for. Facts: encoding, position (bytes)."""


class UnknownDelimiter(Usage):
    """A delimiter is one character, no letter, digit, quote or line end. Facts: delimiter."""


class UnknownSheet(Usage):
    """Facts: sheet."""


class FileTooBig(Refused):
    """Facts: size, limit (bytes)."""


class UnpacksTooBig(Refused):
    """A workbook that would take more memory than it may: too many cells or too large inside. Facts:
    limit.
    """


class DamagedWorkbook(Refused):
    """The content begins like a workbook and cannot be read as one."""


class PasswordProtected(Refused):
    """A workbook that its own password encrypts."""


class LineTooLong(Refused):
    """Facts: row, limit (characters)."""


class CellTooLong(Refused):
    """Facts: row, limit (characters)."""


class TooManyColumns(Refused):
    """Facts: columns, limit."""


class QuoteNotClosed(Refused):
    """A quotation mark opens a cell and never closes: the rest of the file would be one cell. Facts:
    row.
    """


class NothingMatches(Refused):
    """No column was recognised as a field. Facts: columns (how many)."""


class NameNotMapped(Refused):
    """No column is mapped to the field that names a record. Facts: noun."""


class BadMapping(Usage):
    """A mapping that is no such thing. Facts: where."""


class ColumnMissing(Usage):
    """The mapping names a column that the file does not have. Facts: column."""


class BadMode(Usage):
    """Facts: mode."""


class BadKey(Usage):
    """A field by which records of this noun cannot be recognised. Facts: key, noun."""
