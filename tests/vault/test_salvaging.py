"""What can still be read is saved into a vault beside; the damaged one stays byte for byte as it was."""

import os
import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from app.vaults import DEMO_PASSPHRASE
from tests.vault.salvage_desk import PAGE, Rows, count, damaged, flipped, proved, rows_of, salvage, zeroed
from vault import database, folder
from vault.header import decode
from vault.model.catalogue import NOUNS
from vault.pages import Pages
from vault.trees import Tree, Trees

LONG = bool(os.environ.get("LONG_FORM"))
pytestmark = pytest.mark.usefixtures("derived_once")


@pytest.fixture(scope="module")
def originals(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    path = tmp_path_factory.mktemp("read") / "Demo.satchel"
    shutil.copytree(demo, path)
    return rows_of(path, DEMO_PASSPHRASE)


def test_a_sound_vault_comes_over_whole(demo: Path, originals: Rows, tmp_path: Path) -> None:
    source, to = damaged(demo, tmp_path / "Old", lambda _: None), tmp_path / "New"
    saved = salvage(source, to)
    assert (saved.lost, saved.lost_pages, saved.lost_rows, saved.aside) == ({}, 0, 0, 0)
    assert proved(saved, to, originals) == originals
    header = decode((to / "vault.hdr").read_bytes()).header
    assert (header.database.generation, header.vault.hex()) == (2, saved.vault_id)
    assert sorted(path.name for path in to.glob("data-*")) == ["data-0002.db"]


@pytest.mark.parametrize("seed", range(60 if LONG else 3))
def test_pages_damaged_at_random_cost_what_lay_in_them(demo: Path, originals: Rows, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    pages = dice.sample(range(count(demo)), dice.choice([1, 5, 30, 100]))
    change = dice.choice([zeroed(pages), flipped(pages, dice)])
    source, to = damaged(demo, tmp_path / "Old", change), tmp_path / "New"
    saved = salvage(source, to)
    assert saved.lost_pages == len(pages)
    rows = proved(saved, to, originals)
    gone = sum(len(originals[table].keys() - rows[table].keys()) for table in rows)
    assert gone <= len(pages) * 40
    assert sum(saved.saved.values()) >= sum(map(len, originals.values())) - len(pages) * 40


def test_a_damaged_first_page_costs_nothing(demo: Path, originals: Rows, tmp_path: Path) -> None:
    """The schema is found by its shape, and everything else by the schema."""
    source, to = damaged(demo, tmp_path / "Old", zeroed([0])), tmp_path / "New"
    assert proved(salvage(source, to), to, originals) == originals


def test_damaged_salt_bytes_cost_nothing(demo: Path, originals: Rows, tmp_path: Path) -> None:
    def change(data: bytearray) -> None:
        data[:16] = bytes(16)

    source, to = damaged(demo, tmp_path / "Old", change), tmp_path / "New"
    assert proved(salvage(source, to), to, originals) == originals


def test_lost_pages_of_the_roots_cost_no_row_that_lies_below(demo: Path, originals: Rows, tmp_path: Path) -> None:
    """Without its root a table is put together again from its leaves."""
    source, to = damaged(demo, tmp_path / "Old", zeroed(roots_above_leaves(demo, tmp_path))), tmp_path / "New"
    saved = salvage(source, to)
    rows = proved(saved, to, originals)
    assert {table: len(each) for table, each in rows.items()} == {t: len(each) for t, each in originals.items()}


def roots_above_leaves(demo: Path, tmp_path: Path) -> list[int]:
    """Pages (from 0) of the roots of tables of nouns that have pages below them."""
    shutil.copytree(demo, tmp_path / "Looked at")
    with folder.unlock(tmp_path / "Looked at", passphrase=DEMO_PASSPHRASE) as unlocked:
        pages = Pages(unlocked.database_path, unlocked.log_path, unlocked.database_key(), unlocked.database_salt)
        with closing(pages), closing(database.connect(unlocked)) as connection:
            roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").fetchall())
            chosen = [roots[noun.table] for noun in NOUNS.values()]
            found = [root - 1 for root in chosen if (data := pages.page(root)) is not None and data[0] == 5]
    assert len(found) > 3
    return found


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
@pytest.mark.parametrize("off", [0, 77])
def test_a_cut_file_gives_what_is_left(demo: Path, originals: Rows, tmp_path: Path, share: float, off: int) -> None:
    def change(data: bytearray) -> None:
        del data[int(len(data) // PAGE * share) * PAGE + off :]

    source, to = damaged(demo, tmp_path / "Old", change), tmp_path / "New"
    saved = salvage(source, to)
    rows = proved(saved, to, originals)
    assert saved.lost_pages >= int(count(demo) * (1 - share)) - 1
    assert any(rows.values())


def test_an_overwritten_middle_gives_both_ends(demo: Path, originals: Rows, tmp_path: Path) -> None:
    def change(data: bytearray) -> None:
        third = len(data) // 3
        data[third : 2 * third] = random.Random(2).randbytes(third)

    source, to = damaged(demo, tmp_path / "Old", change), tmp_path / "New"
    saved = salvage(source, to)
    proved(saved, to, originals)
    assert sum(saved.saved.values()) > 0
    assert saved.lost


def test_lost_records_that_others_name_are_there_by_name(demo: Path, originals: Rows, tmp_path: Path) -> None:
    people = leaf_pages(demo, tmp_path, "contacts")
    source, to = damaged(demo, tmp_path / "Old", zeroed(people)), tmp_path / "New"
    saved = salvage(source, to)
    assert saved.saved["contact"] == 0
    assert saved.lost["contact"] == len(originals["contacts"])
    proved(saved, to, originals)
    rows = rows_of(to, DEMO_PASSPHRASE)
    points = [row for row in originals["contact_points"].values() if row["about"] in originals["contacts"]]
    assert points
    for row in points:
        made = rows["contacts"][row["about"]]  # type: ignore[index]  # an id
        assert str(made["name"]).startswith("Lost ")
        assert made["email"] or made["phone"]


def leaf_pages(demo: Path, tmp_path: Path, table: str) -> list[int]:
    """Pages (from 0) that hold rows of a table."""
    shutil.copytree(demo, tmp_path / "Looked at")
    with folder.unlock(tmp_path / "Looked at", passphrase=DEMO_PASSPHRASE) as unlocked:
        pages = Pages(unlocked.database_path, unlocked.log_path, unlocked.database_key(), unlocked.database_salt)
        with closing(pages), closing(database.connect(unlocked)) as connection:
            query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
            tree = Tree()
            list(Trees(pages.page, pages.count).walk(connection.execute(query, (table,)).fetchone()[0], tree))
    return [page - 1 for page in tree.pages]


def test_lost_contact_points_come_back_from_their_owners(demo: Path, originals: Rows, tmp_path: Path) -> None:
    source = damaged(demo, tmp_path / "Old", zeroed(leaf_pages(demo, tmp_path, "contact_points")))
    saved = salvage(source, tmp_path / "New")
    assert saved.saved["contact_point"] == 0
    rows = proved(saved, tmp_path / "New", originals)
    assert {key: row["email"] for key, row in rows["contacts"].items()} == {
        key: row["email"] for key, row in originals["contacts"].items()
    }
