"""Vaults damaged and salvaged in tests, and whether what was saved is what was there."""

import hashlib
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app import checking, lists
from app.session import Session
from app.vaults import DEMO_PASSPHRASE
from tests.vaults import PASSPHRASE
from vault import database, folder, salvaging
from vault.model.catalogue import NOUNS
from vault.salvaging import Opener, Salvaged

PAGE = 4096
DB = "data-0001.db"
Rows = dict[str, dict[bytes, dict[str, object]]]
"""Table to id to columns."""
Change = Callable[[bytearray], None]


def rows_of(path: Path, passphrase: str) -> Rows:
    """Every row of every noun."""
    found: Rows = {}
    with folder.unlock(path, passphrase=passphrase) as unlocked, closing(database.connect(unlocked)) as connection:
        for noun in NOUNS.values():
            cursor = connection.execute(f"SELECT * FROM {noun.table}")
            names = [each[0] for each in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            found[noun.table] = {row["id"]: row for row in rows}
    return found


def state(path: Path) -> dict[str, str]:
    """Every file's hash, but for LOCK, which says who held it last."""
    files = (each for each in path.rglob("*") if each.is_file() and each.name != "LOCK")
    return {str(each.relative_to(path)): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def damaged(source: Path, to: Path, change: Change) -> Path:
    shutil.copytree(source, to)
    data = bytearray((to / DB).read_bytes())
    change(data)
    (to / DB).write_bytes(data)
    return to


def salvage(path: Path, to: Path, passphrase: str = DEMO_PASSPHRASE) -> Salvaged:
    """Salvage, and see that the damaged vault is as it was."""
    before = state(path)
    try:
        return salvaging.salvage(path, to, Opener(passphrase=passphrase), "Lost {}".format, lambda *_: None)
    finally:
        assert state(path) == before


def zeroed(pages: list[int]) -> Change:
    def change(data: bytearray) -> None:
        for page in pages:
            data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)

    return change


def flipped(pages: list[int], dice: random.Random) -> Change:
    def change(data: bytearray) -> None:
        for page in pages:
            data[page * PAGE + dice.randrange(PAGE)] ^= 1 << dice.randrange(8)

    return change


def differing(saved: Rows, originals: Rows) -> set[tuple[str, str]]:
    """Columns of saved rows that are not as they were; what is derived from lost rows may have changed with them."""
    derived = {each.table: {field.name for field in each.fields if field.derived} for each in NOUNS.values()}
    return {
        (table, name)
        for table, rows in saved.items()
        for key, row in rows.items()
        for name, value in row.items()
        if originals[table][key][name] != value
        if not any(name in (of, f"{of}_key", f"{of}_mask", f"{of}_currency") for of in derived[table])
        if not name.endswith("_key")  # of a link: the title of what it points to
    }


def is_stand_in(row: dict[str, object]) -> bool:
    return str(row.get("name")).startswith("Lost ")


def proved(saved: Salvaged, to: Path, originals: Rows) -> Rows:
    """The new vault opens with the same passphrase, is sound in every check, and what was saved equals the original.

    Gives the saved rows. Whoever stands in for a lost record had its id.
    """
    assert checking.check(to, None, passphrase=DEMO_PASSPHRASE, deep=True) == []
    everything = rows_of(to, DEMO_PASSPHRASE)
    stand_ins = {table: {key for key, row in rows.items() if is_stand_in(row)} for table, rows in everything.items()}
    known = {key for table in originals.values() for key in table}
    assert all(keys <= known for keys in stand_ins.values())
    rows: Rows = {
        table: {key: row for key, row in rows.items() if key in known and key not in stand_ins[table]}
        for table, rows in everything.items()
    }
    assert differing(rows, originals) == set()
    assert {noun.name: len(rows[noun.table]) for noun in NOUNS.values()} == saved.saved
    # what is lost may be known by its id alone, and then counts as a person: so the nouns are counted together
    assert sum(saved.saved.values()) + sum(saved.lost.values()) <= sum(map(len, originals.values()))
    return rows


def count(of: Path) -> int:
    return (of / DB).stat().st_size // PAGE


def names(path: Path) -> set[object]:
    session = Session.open(path, passphrase=PASSPHRASE)
    assert session.doubts == ()
    found = {row["name"] for row in session.read(lists.page, "contact").result().rows}
    session.close()
    return found
