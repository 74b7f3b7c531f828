"""Opens a file as a table, whatever its name says: the content decides. Any thread; holds no row in
memory.
"""

import zipfile
from pathlib import Path
from typing import Final

from app.errors import FileUnavailable
from app.importing.csv_reading import open_text
from app.importing.errors import EmptyFile, FileTooBig, NotATable, PasswordProtected
from app.importing.tables import Table
from app.importing.xlsx_reading import MAX_FILE, open_workbook

MAX_TEXT: Final = 4_000_000_000
_SIGNATURES: Final = (
    (b"\x1f\x8b", "packed"), (b"BZh", "packed"), (b"\xfd7zXZ\0", "packed"), (b"\x28\xb5\x2f\xfd", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"), (b"Rar!\x1a\x07", "packed"), (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"),
    (b"SQLite format 3\0", "database"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"), (b"\x7fELF", "program"), (b"MZ\x90", "program"),
)  # fmt: skip
_TEXTS: Final = (
    (("<!doctype html", "<html", "<head", "<body", "<table", "<meta"), "html"),
    (("<?xml",), "xml"),
    (("begin:vcard",), "vcard"),
    (("begin:vcalendar",), "calendar"),
    (("%pdf-",), "pdf"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_HEAD: Final = 4096


def open_table(
    path: Path | str, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Table:
    """The file as a Table; `encoding`, `delimiter` and `sheet` where a person knows better than its
    content.

    Raises FileUnavailable, NotATable, EmptyFile and the other errors of `app.importing.errors`.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_HEAD)
    except FileNotFoundError:
        raise FileUnavailable(reason="file_missing") from None
    except OSError:
        raise FileUnavailable(reason="file_unreadable") from None
    if not size:
        raise EmptyFile
    form = _form(path, start)
    if form == "xlsx":
        return open_workbook(path, sheet)
    if form != "text":
        raise NotATable(reason=f"content_{form}")
    if size > MAX_TEXT:
        raise FileTooBig(size=size, limit=MAX_TEXT)
    return open_text(path, encoding, delimiter)


def _form(path: Path, start: bytes) -> str:
    """ "xlsx", "xls", "text", or what else the content is (a reason `content_…`)."""
    if start.startswith(b"PK\x03\x04"):
        return _archive(path)
    if start.startswith(_OLE):
        return _old_office(path)
    for signature, form in _SIGNATURES:
        if start.startswith(signature):
            return form
    return _text_form(start)


def _old_office(path: Path) -> str:
    """XLS and its kin, or an XLSX that its own password encrypts, in the container of the 1990s.

    XLS is not read: one cell in a far corner makes its reader abort the whole program.
    """
    if path.stat().st_size <= MAX_FILE and _ENCRYPTED in path.read_bytes():
        raise PasswordProtected
    return "xls"


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and "content.xml" in names:
                return "ods"
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "xlsx"  # its reader says that it is damaged
    if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in names):
        return "xlsb"
    return "xlsx" if any(name.startswith("xl/") for name in names) else "packed"


def _text_form(start: bytes) -> str:
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "ignore")
    text = text.lstrip("\ufeff \t\r\n").lower()
    for beginnings, form in _TEXTS:
        if text.startswith(beginnings):
            return form
    if text[:1] in ("{", "["):
        inner = text[1:].lstrip()
        if inner[:1] in ('"', "{", "[", "}", "]") or (text[0] == "[" and inner[:1].isdigit()):
            return "json"
    return "text"
