"""The encrypted database: made, opened in a fixed order, checked. The only module that imports sqlcipher3.

For the vault folder's modules and whoever holds an unlocked vault; each connection is used by one thread
at a time (`interrupt` may come from any). Connections raise errors of vault/errors.py, never the library's
own, except for statements that are wrong in themselves. Order and reasons: design/vault.md, Opening the
database.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from vault import inspecting
from vault.disk import FILE_MODE
from vault.engine import authorize, code_of, meaning
from vault.errors import DatabaseDamaged, EngineUnsuitable
from vault.folding import fold
from vault.inspecting import APPLICATION_ID, Finding
from vault.kdf import memory_bytes
from vault.logs_found import Opened, look_at_log

__all__ = ["Connection", "Cursor", "Finding", "check", "connect", "copy", "create", "unkeyed"]

OLDEST_SQLITE: Final = (3, 51, 3)
BUSY_TIMEOUT_S: Final = 5.0
_WITHOUT_LOG: Final = "ro&immutable=1"
_WITH_LOG: Final = f"ro&vfs={'win32' if os.name == 'nt' else 'unix'}-none"
_NO_TEXT: Final = "Could not decode to UTF-8"
_RAW_KEY_LENGTH: Final = 67
_COPIED_PAGES: Final = 1024
"""4 MiB a step: so often a copy can be stopped."""
_PRAGMAS: Final = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "trusted_schema=OFF",
    "cell_size_check=ON", "secure_delete=ON", "mmap_size=0", "wal_autocheckpoint=8192", "recursive_triggers=ON",
)  # fmt: skip
"""The log is moved into the database in idle time; only past 32 MiB does a commit pay for it (speed.md). Recursive
triggers: what REPLACE takes away fires them, too (stateroot.py)."""
dbapi2.register_adapter(bytes, bytes)
dbapi2.register_adapter(type(None), {None: None}.get)
"""What these give is what they got. Without them the library looks for a `__conform__` of every id and every empty
cell that is bound, and raises and drops two AttributeErrors: 0.9 µs each instead of 0.1, half of a wide INSERT."""
_READER_KIB: Final = 64 * 1024
_WRITER_KIB: Final = 256 * 1024
"""Pages past the cache are encrypted into the log before their time and decrypted again: an import of 100,000 people
dirties about 200 MB. Never more than a quarter of the memory there is (speed.md)."""
_IDENTITY_TABLE: Final = "CREATE TABLE vault_identity (vault BLOB PRIMARY KEY) STRICT, WITHOUT ROWID"


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except dbapi2.Error as error:
        if str(error).startswith(_NO_TEXT):  # and goes on with the text: it is not passed on
            raise DatabaseDamaged from None
        ours = meaning(code_of(error))
        if ours is None:
            raise
        raise ours from error


class Cursor(dbapi2.Cursor):  # type: ignore[misc]  # the library brings no types
    """A cursor whose failures are ours."""

    def execute(self, sql: str, parameters: Any = ()) -> "Cursor":
        """Run one statement; gives itself."""
        with _in_our_words():
            super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Iterable[Any]) -> "Cursor":
        """Run one statement for each row of values; gives itself."""
        with _in_our_words():
            super().executemany(sql, parameters)
        return self

    def fetchone(self) -> Any:
        """The next row or None."""
        with _in_our_words():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        with _in_our_words():
            return super().fetchall()  # type: ignore[no-any-return]  # the library brings no types

    def fetchmany(self, size: int = 1) -> list[Any]:
        """Up to so many rows."""
        with _in_our_words():
            return super().fetchmany(size)  # type: ignore[no-any-return]  # the library brings no types

    def __next__(self) -> Any:
        with _in_our_words():
            return super().__next__()


class Connection(dbapi2.Connection):  # type: ignore[misc]  # the library brings no types
    """A connection in autocommit mode: BEGIN and COMMIT are the caller's own statements."""

    def cursor(self, factory: type[Cursor] = Cursor) -> Cursor:
        """A new cursor whose failures are ours."""
        return super().cursor(factory)  # type: ignore[no-any-return]  # the library brings no types

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        """Run one statement."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Cursor:
        """Run one statement for each row of values."""
        return self.cursor().executemany(sql, parameters)


def create(path: Path, key: bytes, vault: bytes, prepare: Callable[[Connection], object]) -> bytes:
    """Make an empty database that must not exist, have `prepare` fill in its schema; gives its 16-byte
    salt.
    """
    _check_engine()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    os.close(descriptor)
    with closing(_keyed(path, key)) as connection:
        _settle(connection)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(_IDENTITY_TABLE)
        connection.execute("INSERT INTO vault_identity VALUES (?)", (vault,))
        prepare(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb") as file:
        salt = file.read(inspecting.SALT_BYTES)
        os.fsync(file.fileno())
    return salt


def connect(unlocked: Opened, *, readonly: bool = False) -> Connection:
    """Open the vault's database; a writer also checks its size, so the first connection should be one.

    Whether it is as new as it was is asked afterwards (freshness.py). Raises EngineUnsuitable, DatabaseMissing,
    DatabaseEmpty, DatabaseNotRegular, DatabasePlaintext, DatabaseForeign, DatabaseDamaged, DatabaseCut, LogForeign,
    VaultTooNew.
    """
    if not readonly:
        look_at_log(unlocked, lambda log: _glance(unlocked, log=log))
    connection = _open(unlocked)
    try:
        if readonly or unlocked.readonly:
            connection.execute("PRAGMA query_only=ON")
        else:
            _widen(connection)
            inspecting.check_size(connection, unlocked.database_path)
        connection.set_authorizer(authorize)
    except BaseException:
        connection.close()
        raise
    return connection


def unkeyed(path: Path) -> Connection:
    """A database without a key at `path`, made if need be, otherwise as `connect` leaves one.

    For the bench alone (vault/reference.py): never for anything a person keeps.
    """
    with _in_our_words():
        connection: Connection = dbapi2.connect(
            path, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False, factory=Connection,
            cached_statements=256,
        )  # fmt: skip
    _settle(connection)
    _widen(connection)
    connection.create_function("fold", 1, _fold, deterministic=True)
    return connection


def copy(
    unlocked: Opened, path: Path, *, key: bytes | None = None, finish: Callable[[Connection], object] | None = None,
    step: Callable[[int, int], object] = lambda _done, _all: None,
) -> bytes:  # fmt: skip
    """Copy the database to a file that must not exist, under another key where one is given; gives the copy's salt.

    `step` is told pages done and all of them, and breaks off by raising. The source's connection holds one reading
    transaction: writers go on, and without it the copy would start anew with every commit. `finish` gets the copy
    before it is closed and forced to the disk. Raises as `connect`, and OSError.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
    with closing(_open(unlocked)) as source, closing(_keyed(path, key or unlocked.database_key())) as target:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with _in_our_words():
            source.backup(target, pages=_COPIED_PAGES, progress=lambda _status, left, all_: step(all_ - left, all_))
        source.execute("ROLLBACK")
        if finish is not None:
            _settle(target)
            finish(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb+") as file:
        salt = file.read(inspecting.SALT_BYTES)
        os.fsync(file.fileno())
    return salt


def check(unlocked: Opened) -> list[Finding]:
    """Every page's HMAC, SQLite's own check, and links without a target; empty where all is well.

    On a connection of its own. Reads the whole file: about a second for each 300 MB. Raises as `connect`.
    """
    look_at_log(unlocked, lambda log: _glance(unlocked, log=log))
    with closing(_open(unlocked)) as connection:
        return inspecting.findings(connection)


def _open(unlocked: Opened) -> Connection:
    _check_engine()
    inspecting.check_file(unlocked.database_path, unlocked.database_salt)
    mode = _reading_mode(unlocked.database_path) if unlocked.readonly else "rw"
    connection = _keyed(unlocked.database_path, unlocked.database_key(), mode)
    try:
        inspecting.check_identity(connection, unlocked.database_path.name, unlocked.vault)
        _settle(connection)
        connection.create_function("fold", 1, _fold, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


def _fold(text: str | None) -> str | None:
    """What filters compare texts by, without case and accents; in queries only, never in the schema."""
    return None if text is None else fold(str(text))


def _check_engine() -> None:
    with closing(dbapi2.connect(":memory:")) as connection:
        cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    if dbapi2.sqlite_version_info < OLDEST_SQLITE or not cipher.startswith("4."):
        raise EngineUnsuitable(sqlite=dbapi2.sqlite_version, sqlcipher=cipher)


def _reading_mode(path: Path) -> str:
    """How a WAL database is read where nothing can be written: its index is then kept in memory.

    `immutable` would leave the log out without a word, so it is for a database that has none.
    """
    log = path.with_name(path.name + "-wal")
    return _WITH_LOG if log.exists() and log.stat().st_size else _WITHOUT_LOG


def _glance(unlocked: Opened, *, log: bool) -> Connection:
    """The database with its log or without, to read: neither is touched."""
    return _keyed(unlocked.database_path, unlocked.database_key(), _WITH_LOG if log else _WITHOUT_LOG)


def _keyed(path: Path, key: bytes, mode: str = "rw") -> Connection:
    raw = bytearray(b"x'" + key.hex().encode() + b"'")
    if len(raw) != _RAW_KEY_LENGTH:
        raise ValueError("a database key has 32 bytes: SQLCipher takes any other length for a passphrase")
    with _in_our_words():
        connection: Connection = dbapi2.connect(
            path.absolute().as_uri() + f"?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_S,
            check_same_thread=False, factory=Connection, cached_statements=256,
        )  # fmt: skip
    try:
        connection.set_key(raw)
        if mode != "rw":
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    finally:
        raw[:] = bytes(len(raw))
    return connection


def _settle(connection: Connection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute(f"PRAGMA cache_size=-{_READER_KIB}")


def _widen(connection: Connection) -> None:
    """Give the connection that writes its larger cache."""
    quarter_kib = (memory_bytes() or _WRITER_KIB * 2048) // 4096
    connection.execute(f"PRAGMA cache_size=-{max(_READER_KIB, min(_WRITER_KIB, quarter_kib))}")
