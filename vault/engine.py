"""What SQLCipher's refusals mean in our words, and which statements a connection may run at all.

For database.py only; pure. Result codes: sqlite.org/rescode.html; authorizer actions:
sqlite.org/c3ref/c_alter_table.html
"""

from typing import Final

from vault.errors import (
    ConstraintBroken,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseReadonly,
    DiskFailed,
    DiskFull,
    QueryInterrupted,
    SatchelError,
    StatementDenied,
)

_MEANINGS: Final[dict[int, type[SatchelError]]] = {
    5: DatabaseBusy,  # SQLITE_BUSY
    6: DatabaseBusy,  # SQLITE_LOCKED
    8: DatabaseReadonly,
    9: QueryInterrupted,
    11: DatabaseDamaged,  # SQLITE_CORRUPT
    13: DiskFull,
    19: ConstraintBroken,
    23: StatementDenied,  # SQLITE_AUTH
    26: DatabaseDamaged,  # SQLITE_NOTADB: a page that does not open under the key
}
_IO_FAILURES: Final = {10, 14}
_TEXTS: Final = {
    "database is locked": 5,
    "database table is locked": 6,
    "attempt to write a readonly database": 8,
    "interrupted": 9,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
"""SQLite's words for a code (sqlite3_errstr): a copy by pages that fails tells nothing else."""

ALLOWED_PRAGMAS: Final = frozenset(
    {"data_version", "freelist_count", "optimize", "page_count", "table_info", "table_list", "user_version",
     "wal_checkpoint"}
)  # fmt: skip
"""FTS5 asks for data_version itself; migrations set user_version."""

_OK, _DENY = 0, 1
_PRAGMA, _ATTACH, _DETACH, _FUNCTION = 19, 24, 25, 31


def code_of(failure: Exception) -> int | None:
    """The extended result code of what the library raised, by its words where it names none."""
    code: int | None = getattr(failure, "sqlite_errorcode", None)
    return _TEXTS.get(str(failure)) if code is None else code


def meaning(code: int | None) -> SatchelError | None:
    """Our error for an extended result code; None where the statement itself is at fault (a bug of ours)."""
    primary = (code or 0) & 0xFF
    if primary in _IO_FAILURES:
        return DiskFailed(code=code)
    found = _MEANINGS.get(primary)
    return found() if found is not None else None


def authorize(action: int, first: str | None, second: str | None, *_: object) -> int:
    """SQLite's authorizer: no other file, no extension, no PRAGMA outside the list (VACUUM attaches, too)."""
    if action == _PRAGMA:
        return _OK if (first or "").lower() in ALLOWED_PRAGMAS else _DENY
    if action == _FUNCTION:
        return _DENY if (second or "").lower() == "load_extension" else _OK
    return _DENY if action in (_ATTACH, _DETACH) else _OK
