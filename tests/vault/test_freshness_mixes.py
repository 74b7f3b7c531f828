"""Each moment of a vault's life as a crash or a loss of power leaves it, and older files put back into later moments.

A crash raises no doubt and loses nothing that was acknowledged. Files of two moments mixed are as good as the later
one, refused, or in doubt; unless all that tells the age, database, log, header and mark, is of the earlier moment:
that nothing in the folder can tell (SECURITY.md). Short form a sample; `LONG_FORM=1` every moment, thousands of mixes.
"""

import os
import random
import shutil
from contextlib import closing
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from app.session import Session
from tests.vault.moments import Files, Life, Moment
from tests.vault.rotations import people
from tests.vaults import PASSPHRASE
from vault import database, folder, kdf, slots, unlocking
from vault.errors import SatchelError, WrongPassphrase
from vault.freshness import marks
from vault.header import Marks

LONG: Final = bool(os.environ.get("LONG_FORM"))
MOMENTS: Final = 100_000 if LONG else 40
MIXES: Final = 3_000 if LONG else 60
WRONG: Final = WrongPassphrase().kind
NEW: Final = "a passphrase of quite another kind 7"
TOGETHER: Final = (
    ("vault.hdr",), ("vault.hdr.prev",), ("vault.chain",), ("seen",), ("data-0001.db", "data-0002.db"),
    ("data-0001.db-wal", "data-0002.db-wal"),
)  # fmt: skip
"""What is put back together."""


@pytest.fixture(scope="module")
def life(made_vault: tuple[Path, folder.Created], tmp_path_factory: pytest.TempPathFactory) -> Life:
    path = tmp_path_factory.mktemp("life") / "Acme.satchel"
    shutil.copytree(made_vault[0], path)
    lived = Life(path, (PASSPHRASE,))
    with lived.watched():
        lived.visit("Ada", "Bea")
        lived.visit("Cleo")
        lived.visit("Dora", then=lambda session: lived.change(session, NEW))
        lived.visit("Emil", then=lived.rotate)
        lived.visit("Fay")
    return lived


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real key derivation, once for each passphrase and salt."""
    stretch = cache(kdf.stretch)
    monkeypatch.setattr(slots, "stretch", stretch)
    monkeypatch.setattr(unlocking, "stretch", stretch)


def sample(moments: list[Moment]) -> list[Moment]:
    return random.Random(7).sample(moments, min(MOMENTS, len(moments)))


def laid(files: Files, folder_: Path) -> Path:
    """These files alone, in that folder."""
    shutil.rmtree(folder_, ignore_errors=True)
    folder_.mkdir(mode=0o700)
    for name, data in files.items():
        (folder_ / name).write_bytes(data)
    (folder_ / "tries").unlink(missing_ok=True)
    return folder_


def found(path: Path, passphrase: str) -> tuple[str, set[str]]:
    """What opening says: nothing, a doubt or an error; and who is there."""
    try:
        session = Session.open(path, passphrase=passphrase)
    except SatchelError as refused:
        return refused.kind, set()
    try:
        doubts = [doubt.kind for doubt in session.doubts]
        said = doubts[0] if doubts else "" if session.read(session.adds_up).result() else "state_differs"
        return said, set(people(session))
    except SatchelError as damaged:
        return damaged.kind, set()
    finally:
        session.close()


def opened(files: Files, path: Path, passphrases: tuple[str, ...]) -> tuple[str, set[str]]:
    """As `found`, by the one of these that is in force."""
    for passphrase in passphrases:
        said = found(laid(files, path), passphrase)
        if said[0] != WRONG:
            break
    return said


@pytest.mark.timeout(3600 if LONG else 120)
def test_a_crash_at_any_moment_raises_no_doubt_and_loses_nothing(life: Life, tmp_path: Path) -> None:
    assert len(life.moments) > 200
    for moment in sample(life.moments):
        said, names = opened(moment.files, tmp_path / "V.satchel", moment.passphrases)
        assert said == ""
        assert moment.kept <= names <= moment.begun
        assert found(tmp_path / "V.satchel", moment.passphrases[-1])[0] in ("", WRONG)


@pytest.mark.timeout(3600 if LONG else 120)
def test_a_loss_of_power_that_takes_the_unforced_mark_raises_no_doubt(life: Life, tmp_path: Path) -> None:
    lagging = [each for each in life.moments if each.forced and each.forced != each.files.get("seen")]
    assert len(lagging) > 20
    for moment in sample(lagging):
        files = {**moment.files, "seen": moment.forced or b""}
        said, names = opened(files, tmp_path / "V.satchel", moment.passphrases)
        assert said == ""
        assert moment.kept <= names <= moment.begun


@pytest.mark.timeout(7200 if LONG else 120)
def test_older_files_put_back_go_unnoticed_only_where_all_that_tells_the_age_is_older(
    life: Life, tmp_path: Path
) -> None:
    dice, said = random.Random(11), []
    for _ in range(MIXES):
        earlier, later = sorted(dice.sample(range(len(life.moments)), 2))
        groups = dice.choice([each for count in (1, 1, 2, 3, 4) for each in combinations(TOGETHER, count)])
        mixed = with_older(life.moments[later].files, life.moments[earlier].files, groups)
        said.append(judged(mixed, life.moments[later], life.moments[:later], tmp_path / "V.satchel"))
    assert {"", "header_older", "vault_older"} <= set(said)


def with_older(files: Files, older: Files, groups: tuple[tuple[str, ...], ...]) -> Files:
    names = {name for group in groups for name in group}
    kept = {name: data for name, data in files.items() if name not in names}
    return kept | {name: data for name, data in older.items() if name in names}


def judged(mixed: Files, after: Moment, before: list[Moment], path: Path) -> str:
    """What opening the mix says; if nothing, it is as good as `after`, or all that tells its age is older."""
    said, names = opened(mixed, path, after.passphrases)
    whole = said != "" or after.kept <= names <= after.begun
    forgotten = PASSPHRASE in after.passphrases or found(laid(mixed, path), PASSPHRASE)[0] != ""
    assert (whole and forgotten) or any(told(mixed, path) == told(each.files, path) for each in alike(mixed, before))
    return said


def alike(mixed: Files, before: list[Moment]) -> list[Moment]:
    """The moments with this header and this mark."""
    names = ("vault.hdr", "seen")
    return [each for each in before if [each.files.get(name) for name in names] == [mixed.get(name) for name in names]]


def told(files: Files, path: Path) -> Marks:
    """How the database stands."""
    by = PASSPHRASE if found(laid(files, path), PASSPHRASE)[0] != WRONG else NEW
    with folder.unlock(laid(files, path), passphrase=by) as unlocked, closing(database.connect(unlocked)) as connection:
        return marks(connection)
