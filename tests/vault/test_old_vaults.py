"""Vaults that earlier versions made open, hold what they held, and can be written: a museum that is never edited."""

import shutil
from pathlib import Path

import pytest

from app import edit, finding, lists, undo
from app.session import Session
from app.trail import verify
from tests.vaults import PASSPHRASE
from vault.values import Money

MUSEUM = Path(__file__).parents[1] / "data" / "vaults"


@pytest.fixture(params=sorted(path.name for path in MUSEUM.glob("*.satchel")))
def old_vault(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    shutil.copytree(MUSEUM / str(request.param), path)
    return path


def test_an_old_vault_opens_and_holds_what_it_held(old_vault: Path) -> None:
    session = Session.open(old_vault, passphrase=PASSPHRASE)
    rows = {row["name"]: row for row in session.read(lists.page, "contact").result().rows}
    assert set(rows) == {"Łukasz Müller", "王佳宁"}
    person = rows["Łukasz Müller"]
    assert (person["id_number"], person["birth_year"], person["value"]) == ("ID-4712", 1980, Money(8400000, "EUR"))
    assert [hit.title for hit in session.read(finding.find, "0203").result()] == ["Łukasz Müller"]
    assert session.read(lists.count, "contact", None, True).result() == 1
    assert session.read(verify, session.evidence()).result().ok
    session.close()


def test_an_old_vault_can_be_written_and_what_was_undone_then_done_again(old_vault: Path) -> None:
    session = Session.open(old_vault, passphrase=PASSPHRASE)
    session.write(undo.redo).result()
    assert session.read(lists.count, "contact", 'name = "王佳"').result() == 1
    session.write(edit.add, "contact", {"name": "New"}).result()
    assert session.read(lists.count, "contact").result() == 3
    session.close()


def test_an_old_vault_opens_by_the_recovery_code_of_its_day(old_vault: Path) -> None:
    code = (MUSEUM / old_vault.name.replace(".satchel", ".recovery.txt")).read_text().strip()
    session = Session.open(old_vault, recovery_code=code)
    assert session.read(lists.count, "contact").result() == 2
    session.close()
