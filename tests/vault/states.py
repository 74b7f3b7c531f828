"""States of database and log: made from a start, opened, and what is said of them."""

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from sqlcipher3 import dbapi2

from app import checking, edit, finding, lists
from app.session import Session
from tests.vaults import PASSPHRASE
from vault import folder
from vault.errors import Damaged, DatabaseDamaged, SatchelError
from vault.inspecting import APPLICATION_ID

LONG = bool(os.environ.get("LONG_FORM"))
PAGE = 4096
FRAME = 24 + PAGE
DB, LOG, SHARED = "data-0001.db", "data-0001.db-wal", "data-0001.db-shm"
TABLE: Counter[str] = Counter()

Files = dict[str, bytes]
"""A vault folder's files by name."""
Change = Callable[[Files], None]


def write(path: Path, first: int, last: int, *, close: bool = True) -> Session:
    session = Session.open(path, passphrase=PASSPHRASE)
    for number in range(first, last):
        session.write(edit.add, "contact", {"name": f"Person {number}", "notes": f"{number} " * 200}).result()
    rows = session.read(lists.page, "contact").result().rows
    session.write(edit.change, rows[0].id, {"title": f"Seen at {last}"}).result()
    if close:
        session.close()
    return session


def make_strange(home: Path, vault_path: Path) -> None:
    """Databases under the right key and salt that are not ours: without HMAC, of other pages, of another key."""
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked:
        key, salt, vault = unlocked.database_key(), unlocked.database_salt, unlocked.vault
    for name, pragma, used in (
        ("no hmac", "cipher_use_hmac = OFF", key),
        ("other pages", "cipher_page_size = 8192", key),
        ("other key", "cipher_use_hmac = ON", bytes(32)),
    ):
        with closing(dbapi2.connect(home / name, isolation_level=None)) as strange:
            strange.execute(f"PRAGMA key = \"x'{used.hex()}{salt.hex()}'\"")
            strange.execute(f"PRAGMA {pragma}")
            strange.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            strange.execute("CREATE TABLE vault_identity (vault BLOB PRIMARY KEY) STRICT, WITHOUT ROWID")
            strange.execute("INSERT INTO vault_identity VALUES (?)", (vault,))
    with closing(sqlite3.connect(home / "plain")) as plain:
        plain.execute("CREATE TABLE vault_identity (vault)")


def outcome(path: Path, people: int) -> str:
    """What opening, reading everything, adding up and the deep check say; "LOST" is what must never come."""
    try:
        session = Session.open(path, passphrase=PASSPHRASE)
    except Damaged as damage:
        return f"refused: {damage.kind}"
    try:
        doubts = session.doubts
        whole = everything(session) == {f"Person {number}" for number in range(people)} and all_found(session, people)
        if doubts:
            return f"doubt: {doubts[0].kind}"
        if not session.read(session.adds_up).result():
            return "adding up: state_differs"
    except SatchelError as damage:
        return f"reading: {damage.kind}"
    finally:
        end(session)
    found = checking.check(path, None, passphrase=PASSPHRASE, deep=True)
    if found:
        return f"check: {found[0].area}"
    return "nothing lost" if whole else "LOST"


def everything(session: Session) -> set[object]:
    rows = session.read(lists.page, "contact", limit=500).result().rows
    assert all(row["notes"] for row in rows)
    return {row["name"] for row in rows}


def all_found(session: Session, people: int) -> bool:
    """Whether the text index leads to everybody."""
    return all(session.read(finding.find, f"person {number}").result() for number in range(people))


def end(session: Session) -> None:
    """Close; a page that is damaged may keep the last transaction from being written."""
    with suppress(DatabaseDamaged):
        session.close()


def tried(base: Path, start: str, change: Change, work: Path) -> str:
    """A copy of a start with its files changed, opened."""
    files = {path.name: path.read_bytes() for path in (base / start).iterdir()}
    change(files)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for name, data in files.items():
        (work / name).write_bytes(data)
    said = outcome(work, 60 if start == "killed" else 50)
    TABLE[f"{start:8}{said}"] += 1
    return said


def sample(count: int, most: int = 10) -> list[int]:
    """All places, or some of them: first, second, last and by the dice."""
    if LONG or count <= most:
        return list(range(count))
    return sorted({0, 1, 2, count - 1, *random.Random(3).sample(range(count), most - 4)})


def set_bytes(name: str, at: int, data: bytes) -> Change:
    def change(files: Files) -> None:
        files[name] = files[name][:at] + data + files[name][at + len(data) :]

    return change


def flipped(name: str, at: int) -> Change:
    return lambda files: set_bytes(name, at, bytes([files[name][at] ^ 1 << at % 8]))(files)


def cut(name: str, size: int) -> Change:
    return lambda files: files.update({name: files[name][:size]})


def replaced(name: str, data: bytes) -> Change:
    return lambda files: files.update({name: data})


def gone(name: str) -> Change:
    def change(files: Files) -> None:
        files.pop(name, None)

    return change


def silent(said: list[str], *allowed: str) -> list[str]:
    """The outcomes that are not allowed: nothing found, where something must be, or something lost in silence."""
    return [each for each in said if each == "LOST" or (each == "nothing lost" and "nothing lost" not in allowed)]


def pages(base: Path, start: str, name: str = DB) -> int:
    return (base / start / name).stat().st_size // PAGE
