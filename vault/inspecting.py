"""Whether a database file is the expected one and whole: before it is keyed, after it is keyed, and page by page.

For database.py, which hands over a connection; the same thread. Order and reasons: design/vault.md.
"""

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from vault.errors import (
    DatabaseCut,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseForeign,
    DatabaseMissing,
    DatabaseNotRegular,
    DatabasePlaintext,
    VaultTooNew,
)
from vault.migrate import LATEST

APPLICATION_ID: Final = 0x53544348
"""`STCH`, in every database of ours."""

SALT_BYTES: Final = 16
_PLAIN_MAGIC: Final = b"SQLite format 3\0"
_CIPHER_SETTINGS: Final = {
    "kdf_iter": "256000",
    "cipher_page_size": "4096",
    "cipher_use_hmac": "1",
    "cipher_plaintext_header_size": "0",
    "cipher_hmac_algorithm": "HMAC_SHA512",
    "cipher_kdf_algorithm": "PBKDF2_HMAC_SHA512",
}


class Connection(Protocol):
    """The part of a connection that is needed here."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found. `where` names a page, table or row, never a value."""

    area: str
    severity: str
    where: str
    what: str


def check_file(path: Path, salt: bytes) -> None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        raise DatabaseMissing(file=path.name) from None
    if not stat.S_ISREG(found.st_mode):
        raise DatabaseNotRegular(file=path.name)
    if found.st_size == 0:
        raise DatabaseEmpty(file=path.name)
    with path.open("rb") as file:
        start = file.read(SALT_BYTES)
    if start == _PLAIN_MAGIC:
        raise DatabasePlaintext(file=path.name)
    if start != salt:
        raise DatabaseForeign(file=path.name)


def check_identity(connection: Connection, file: str, vault: bytes) -> None:
    lines = (str(row[0]) for row in connection.execute("PRAGMA cipher_settings"))
    settings = dict(line.removeprefix("PRAGMA ").removesuffix(";").split(" = ") for line in lines)
    if settings != _CIPHER_SETTINGS or _number(connection, "application_id") != APPLICATION_ID:
        raise DatabaseForeign(file=file)
    if not _has_table(connection, "vault_identity"):
        raise DatabaseForeign(file=file)
    if connection.execute("SELECT vault FROM vault_identity").fetchall() != [(vault,)]:
        raise DatabaseForeign(file=file)
    version = _number(connection, "user_version")
    if version > LATEST:
        raise VaultTooNew(found=version, known=LATEST)
    if version and not _has_table(connection, "vault_state"):  # another program took it away
        raise DatabaseForeign(file=file)


def check_size(connection: Connection, path: Path) -> None:
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:  # a reader of ours holds the WAL: the first writer has already looked
        return
    expected = _number(connection, "page_count") * _number(connection, "page_size")
    found = path.stat().st_size
    if expected != found:
        raise DatabaseCut(expected=expected, found=found)


def findings(connection: Connection) -> list[Finding]:
    """Every page's HMAC, SQLite's own check, links without a target; empty where all is well. Reads everything."""
    found: list[Finding] = []
    for (page,) in _answers(connection, "PRAGMA cipher_integrity_check"):
        found += [Finding("pages", "damaged", str(page)[:80], "page_hmac")]
    for (told,) in _answers(connection, "PRAGMA integrity_check"):
        found += [Finding("structure", "damaged", str(told)[:80], "structure")] if told != "ok" else []
    for table, rowid, target, _ in _answers(connection, "PRAGMA foreign_key_check"):
        found += [Finding("links", "warning", f"{table} {rowid}", f"no row in {target}")]
    return found


def _answers(connection: Connection, pragma: str) -> Sequence[Sequence[object]]:
    try:
        rows: Sequence[Sequence[object]] = connection.execute(pragma).fetchall()
    except DatabaseDamaged:
        return [("unreadable",)] if "foreign" not in pragma else []
    return rows


def _has_table(connection: Connection, name: str) -> bool:
    query = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return connection.execute(query, (name,)).fetchone() is not None


def _number(connection: Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
