"""Every state of database and log that damage or an attacker leaves: refused, opened in doubt, found, or nothing lost.

Never a crash, never an empty vault, never an acknowledged record missing in silence. `LONG_FORM=1` takes every page
and every place instead of a sample, and prints the table of counts.
"""

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app import checking, edit, finding, lists
from app.session import Session
from tests.vault.test_freshness import leave
from tests.vaults import CHEAP, PASSPHRASE, USER
from vault import folder, slots
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


@pytest.fixture(scope="module", autouse=True)
def derived_once() -> Iterator[None]:
    """Hundreds of openings with one passphrase: the same real derivation is made once."""
    patch = pytest.MonkeyPatch()
    patch.setattr(slots, "stretch", cache(slots.stretch))
    yield
    patch.undo()
    if LONG:
        for line, count in sorted(TABLE.items()):
            print(f"{line:60}{count:>6}")


@pytest.fixture(scope="module")
def base(made_vault: tuple[Path, folder.Created], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault of some people, closed; beside it itself as it was before, as a kill leaves it, and what is foreign."""
    home = tmp_path_factory.mktemp("states")
    path = home / "clean"
    shutil.copytree(made_vault[0], path)
    write(path, 0, 25)
    shutil.copytree(path, home / "older")
    write(path, 25, 50)
    shutil.copytree(path, home / "killed")
    leave(write(home / "killed", 50, 60, close=False))
    folder.create(home / "foreign", name="O", user=USER, passphrase=PASSPHRASE, kdf=CHEAP)
    shutil.copytree(home / "clean", home / "opened")
    make_strange(home, home / "opened")
    return home


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


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_a_flipped_bit_in_any_page_is_found(base: Path, start: str, tmp_path: Path) -> None:
    dice = random.Random(5)
    said = {
        page: tried(base, start, flipped(DB, page * PAGE + dice.randrange(PAGE)), tmp_path / "v")
        for page in sample(pages(base, start))
    }
    # a page whose newer state lies in the log is not read from the database at all
    allowed = ("nothing lost",) if start == "killed" else ()
    assert silent(list(said.values()), *allowed) == [], said


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_a_zeroed_page_is_found(base: Path, start: str, tmp_path: Path) -> None:
    said = [
        tried(base, start, set_bytes(DB, page * PAGE, bytes(PAGE)), tmp_path / "v")
        for page in sample(pages(base, start), 6)
    ]
    assert silent(said, *(["nothing lost"] if start == "killed" else [])) == []


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_a_database_cut_anywhere_is_found(base: Path, start: str, tmp_path: Path) -> None:
    size = (base / start / DB).stat().st_size
    sizes = {0, 1, 15, 16, 100, PAGE - 1, PAGE, PAGE + 1, size - 1, size - PAGE, size - PAGE - 1, size // 2}
    sizes |= {page * PAGE for page in sample(size // PAGE, 6)}
    said = {each: tried(base, start, cut(DB, each), tmp_path / "v") for each in sorted(sizes)}
    assert silent(list(said.values()), *(["nothing lost"] if start == "killed" else [])) == [], said


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_a_database_with_something_appended_is_found_or_nothing_is_lost(base: Path, start: str, tmp_path: Path) -> None:
    whole = (base / start / DB).read_bytes()
    for more in (b"x", bytes(PAGE), whole[-PAGE:], random.Random(6).randbytes(PAGE * 3)):
        said = tried(base, start, replaced(DB, whole + more), tmp_path / "v")
        assert said.startswith("refused") or start == "killed", said
        assert silent([said], "nothing lost") == []


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_pages_swapped_with_each_other_are_found(base: Path, start: str, tmp_path: Path) -> None:
    whole, dice = (base / start / DB).read_bytes(), random.Random(7)
    for _ in range(60 if LONG else 4):
        one, two = sorted(dice.sample(range(len(whole) // PAGE), 2))
        said = tried(base, start, replaced(DB, swapped(whole, one * PAGE, two * PAGE)), tmp_path / "v")
        assert silent([said], *(["nothing lost"] if start == "killed" else [])) == [], (one, two)


def swapped(data: bytes, one: int, two: int, size: int = PAGE) -> bytes:
    first, second = data[one : one + size], data[two : two + size]
    return data[:one] + second + data[one + size : two] + first + data[two + size :]


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_an_old_page_put_back_is_found(base: Path, start: str, tmp_path: Path) -> None:
    now, before = (base / start / DB).read_bytes(), (base / "older" / DB).read_bytes()
    changed = [at for at in range(0, len(before), PAGE) if now[at : at + PAGE] != before[at : at + PAGE]]
    assert changed
    said = {
        changed[each] // PAGE: tried(
            base, start, set_bytes(DB, changed[each], before[changed[each] : changed[each] + PAGE]), tmp_path / "v"
        )
        for each in sample(len(changed), 8)
    }
    # a page of shortcuts into the text index may be older: everybody was found through it
    assert silent(list(said.values()), "nothing lost") == [], said
    assert list(said.values()).count("nothing lost") <= (2 if start == "clean" else len(said))


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_an_older_or_strange_database_is_found(base: Path, start: str, tmp_path: Path) -> None:
    said = {
        name: tried(base, start, replaced(DB, path.read_bytes()), tmp_path / "v")
        for name, path in {
            "older": base / "older" / DB, "foreign": base / "foreign" / DB, "plain": base / "plain",
            "no hmac": base / "no hmac", "other pages": base / "other pages", "other key": base / "other key",
        }.items()
    }  # fmt: skip
    assert silent(list(said.values())) == [], said
    assert all(each.startswith("refused") for name, each in said.items() if name != "older"), said


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_a_database_that_is_gone_or_of_noise_is_refused(base: Path, start: str, tmp_path: Path) -> None:
    salt = (base / start / DB).read_bytes()[:16]
    noise = random.Random(8).randbytes(PAGE * 20)
    for change in (gone(DB), replaced(DB, noise), replaced(DB, salt + noise[16:]), replaced(DB, bytes(PAGE * 4))):
        assert tried(base, start, change, tmp_path / "v").startswith("refused")


def test_a_log_flipped_in_any_frame_is_in_doubt(base: Path, tmp_path: Path) -> None:
    dice, size = random.Random(9), (base / "killed" / LOG).stat().st_size
    places = [0, 4, 8, 16, 24, 31, *(32 + frame * FRAME + dice.randrange(FRAME) for frame in sample(size // FRAME))]
    said = {at: tried(base, "killed", flipped(LOG, at), tmp_path / "v") for at in places}
    assert silent(list(said.values())) == [], said


def test_a_log_cut_anywhere_is_in_doubt(base: Path, tmp_path: Path) -> None:
    size = (base / "killed" / LOG).stat().st_size
    sizes = {0, 1, 31, 32, 33, size - 1, size - FRAME, size // 2}
    sizes |= {32 + frame * FRAME for frame in sample(size // FRAME, 8)}
    said = {each: tried(base, "killed", cut(LOG, each), tmp_path / "v") for each in sorted(sizes)}
    assert silent(list(said.values())) == [], said


def test_a_log_that_is_gone_emptied_zeroed_or_strange_is_in_doubt(base: Path, tmp_path: Path) -> None:
    whole = (base / "killed" / LOG).read_bytes()
    frames = range(32, len(whole), FRAME)
    changes = {
        "gone": gone(LOG),
        "emptied": replaced(LOG, b""),
        "zeroed": replaced(LOG, bytes(len(whole))),
        "noise": replaced(LOG, random.Random(1).randbytes(len(whole))),
        "swapped": replaced(LOG, swapped(whole, frames[0], frames[3], FRAME)),
        "frame zeroed": set_bytes(LOG, frames[2], bytes(FRAME)),
    }
    said = {name: tried(base, "killed", change, tmp_path / "v") for name, change in changes.items()}
    assert all(each.startswith("doubt") for each in said.values()), said


def test_a_log_with_something_appended_loses_nothing(base: Path, tmp_path: Path) -> None:
    whole = (base / "killed" / LOG).read_bytes()
    for more in (b"x", bytes(FRAME), whole[32 : 32 + 5 * FRAME], random.Random(2).randbytes(FRAME)):
        assert tried(base, "killed", replaced(LOG, whole + more), tmp_path / "v") == "nothing lost"


def test_an_older_or_foreign_log_beside_a_closed_database_loses_nothing_in_silence(base: Path, tmp_path: Path) -> None:
    killed = (base / "killed" / LOG).read_bytes()
    for log in (b"", b"x", bytes(FRAME * 3), killed[:32], random.Random(3).randbytes(FRAME * 2)):
        assert silent([tried(base, "clean", replaced(LOG, log), tmp_path / "v")], "nothing lost") == []
    said = tried(base, "clean", replaced(LOG, killed), tmp_path / "v")
    assert said.startswith("doubt"), said  # commits that this header never saw


@pytest.mark.parametrize("start", ["clean", "killed"])
def test_whatever_happens_to_the_shared_index_of_the_log_loses_nothing(base: Path, start: str, tmp_path: Path) -> None:
    noise = random.Random(4).randbytes(32768)
    for shared in (b"", b"x", bytes(32768), noise, noise[:100]):
        assert tried(base, start, replaced(SHARED, shared), tmp_path / "v") == "nothing lost"
    assert tried(base, start, gone(SHARED), tmp_path / "v") == "nothing lost"
    if start == "killed":
        dice = random.Random(5)
        for _ in range(200 if LONG else 5):
            change = flipped(SHARED, dice.randrange((base / start / SHARED).stat().st_size))
            assert tried(base, start, change, tmp_path / "v") == "nothing lost"


def test_database_and_log_older_together_are_in_doubt(base: Path, tmp_path: Path) -> None:
    older = (base / "older" / DB).read_bytes()

    def change(files: Files) -> None:
        files[DB] = older
        files.pop(LOG, None)
        files.pop(SHARED, None)

    for start in ("clean", "killed"):
        assert tried(base, start, change, tmp_path / "v").startswith("doubt")


def test_a_link_or_folder_in_place_of_log_or_shared_index_loses_nothing_in_silence(base: Path, tmp_path: Path) -> None:
    for name in (LOG, SHARED):
        for start in ("clean", "killed"):
            path = tmp_path / "v"
            shutil.rmtree(path, ignore_errors=True)
            shutil.copytree(base / start, path)
            (path / name).unlink(missing_ok=True)
            (path / name).mkdir()
            try:
                said = outcome(path, 60 if start == "killed" else 50)
            except SatchelError as refused:
                said = f"refused: {refused.kind}"
            assert silent([said]) == [], (name, start)


def test_the_unchanged_starts_hold_everything(base: Path, tmp_path: Path) -> None:
    for start in ("clean", "killed"):
        assert tried(base, start, lambda _: None, tmp_path / "v") == "nothing lost"
