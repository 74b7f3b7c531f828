"""Small pictures and first lines of attachments, kept inside the encrypted database: never a clear copy on the disk.

Made from bytes in memory; pictures are decoded and made small by ui. Stored in a transaction, read by any reader.
"""

from typing import Final

from vault.reader import Reader
from vault.transaction import Transaction

TEXT: Final = "text"
PICTURE: Final = "png"
TEXT_BYTES: Final = 2048
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def put(tx: Transaction, blob: bytes, kind: str, body: bytes) -> None:
    """Keep a preview of a blob, in place of one of that kind before. It goes with the blob's row."""
    tx.connection.execute("INSERT OR REPLACE INTO blob_previews VALUES (?, ?, ?)", (blob, kind, body))


def of(reader: Reader, blob: bytes, kind: str) -> bytes | None:
    """A preview of a blob, None where there is none of that kind."""
    row = reader.one("SELECT body FROM blob_previews WHERE blob = ? AND kind = ?", (blob, kind))
    return row[0] if row and isinstance(row[0], bytes) else None


def text(start: bytes) -> bytes | None:
    """The text preview (UTF-8) of a file that begins with `start`: its first 2 KB; None where that is no text."""
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    cut = start[:TEXT_BYTES]
    try:
        found = cut.decode(encoding)
    except UnicodeDecodeError as error:
        if len(start) <= TEXT_BYTES or error.end < len(cut):  # not just a sign cut in two
            return None
        found = cut[: error.start].decode(encoding)
    return None if "\0" in found else found.encode()
