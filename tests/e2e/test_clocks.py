"""Clocks that are wrong: 1970, 2038, 2100, and going back between two commands. The clock of the whole process is
moved by the library of tests/vault/fault_shim.c.
"""

from pathlib import Path

import pytest

from tests.e2e.people import Person
from tests.vault import faults

MOMENTS = {"1970": 0, "2038": 2_147_483_646, "2100": 4_102_444_799, "after 2100": 4_200_000_000}
"""The second one passes while the commands run: 2^31 seconds; the third is the last of the century.
"""


def at(seconds: int) -> dict[str, str]:
    """The environment of a process whose clock shows so many seconds since 1970."""
    return {"LD_PRELOAD": str(faults.shim()), "SHIM_TIME": str(seconds)}


@pytest.fixture
def person(vault_path: Path) -> Person:
    return Person(vault_path)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_vault_is_made_written_and_read_whatever_the_clock_shows(tmp_path: Path, moment: int) -> None:
    person = Person(tmp_path / "Own.satchel")
    making = ["new", str(person.vault), "--user", "Mina", "--recovery-file", "code.txt", "--kdf-memory", "64"]
    _, _, listed, _, checked = person.all(
        making, ["add", "contact", "name=Ada"], ["list", "contacts"], ["audit", "verify"], ["check"], **at(moment)
    )
    assert [row["name"] for row in listed["rows"]] == ["Ada"]
    assert checked["ok"] is True


def test_a_clock_that_jumps_about_keeps_the_order_of_what_happened(person: Person) -> None:
    record = str(person.run("add", "contact", "name=0").document["id"])
    for number, moment in enumerate((4_102_444_795, 0, 2_147_483_645, 1_700_000_000), 1):
        assert person.run("set", record, f"name={number}", **at(moment)).status == 0
    history, _, listed, _, checked = person.all(
        ["history", record], ["undo"], ["list", "contacts"], ["audit", "verify"], ["check"]
    )
    names = [
        change["after"] for entry in history["entries"] for change in entry["changes"] if change["field"] == "name"
    ]
    assert names == ["4", "3", "2", "1"]
    assert [row["name"] for row in listed["rows"]] == ["3"]
    assert checked["ok"] is True


def test_wrong_tries_wait_also_where_the_clock_goes_back_and_never_for_ever(person: Person) -> None:
    right = person.passphrase.read_text()
    person.passphrase.write_text("not the passphrase at all")
    kinds = [person.run("list", "contacts", **at(moment)).kind for moment in (4_000_000_000, 3_000_000_000, 0, 0)]
    assert kinds == ["wrong_passphrase"] * 3 + ["too_many_tries"]
    person.passphrase.write_text(right)
    assert person.run("list", "contacts", **at(400)).status == 0
