"""Every state of database and log that damage or an attacker leaves: refused, opened in doubt, found, or nothing lost.

Never a crash, never an empty vault, never an acknowledged record missing in silence. `LONG_FORM=1` takes every page
and every place instead of a sample, and prints the table of counts.
"""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.states import (
    DB,
    FRAME,
    LOG,
    LONG,
    PAGE,
    SHARED,
    TABLE,
    Files,
    cut,
    flipped,
    gone,
    make_strange,
    outcome,
    pages,
    replaced,
    sample,
    set_bytes,
    silent,
    tried,
    write,
)
from tests.vault.test_freshness import leave
from tests.vaults import CHEAP, PASSPHRASE, USER
from vault import folder
from vault.errors import SatchelError


@pytest.fixture(scope="module", autouse=True)
def table(derived_once: None) -> Iterator[None]:
    """What the long form counted, said at its end."""
    yield
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
