"""Two processes and one vault: whoever comes second is told so by every command, and nobody's word is lost."""

from pathlib import Path

import pytest

from app.cli.commands import COMMANDS
from app.session import Session
from tests.e2e.people import Person
from tests.vaults import PASSPHRASE

ID = "0192b1c2-7d3e-7f00-8000-000000000000"
WITHOUT_A_VAULT = {"new", "info", "fields", "demo", "self-test", "bench"}
WORDS = {
    "accept": [], "check": [], "passphrase": ["--new-passphrase-file", "passphrase"], "import": ["people.csv"],
    "batches": [], "undo": [], "redo": [], "find": ["Ada"], "list": ["contacts"], "show": [ID], "history": [ID],
    "add": ["contact", "name=Bea"], "set": [ID, "name=Cleo"], "delete": [ID], "restore": [ID],
    "export": ["contacts", "--out", "out.csv"], "audit": ["verify"],
}  # fmt: skip
"""Commands of later parts of the program are added by whoever brings them."""


@pytest.fixture
def person(vault_path: Path) -> Person:
    (vault_path.parent / "people.csv").write_text("name\nAda\n")
    return Person(vault_path)


def signs(vault: Path) -> dict[str, bytes]:
    """What a second process would have touched, were it let in; the database is the first one's to tidy."""
    return {file.name: b"" if file.name.startswith("data-") else file.read_bytes() for file in vault.iterdir()}


def test_every_command_says_that_another_process_holds_the_vault(person: Person) -> None:
    session = Session.open(person.vault, passphrase=PASSPHRASE)
    try:
        before = signs(person.vault)
        told = person.all(*[[name, *words] for name, words in WORDS.items()], status=5)
        assert [each["error"]["kind"] for each in told] == ["vault_busy"] * len(WORDS)
        assert person.run("info").status == 0
        assert signs(person.vault) == before
    finally:
        session.close()


def test_every_command_that_opens_a_vault_is_tried_above() -> None:
    assert set(WORDS) <= set(COMMANDS) - WITHOUT_A_VAULT


def test_of_many_processes_at_once_each_writes_or_is_told_to_wait(person: Person) -> None:
    started = {f"Ada {number}": person.start("add", "contact", f"name=Ada {number}") for number in range(6)}
    ended = {name: person.end(each) for name, each in started.items()}
    assert {(each.status, each.kind) for each in ended.values()} <= {(0, ""), (5, "vault_busy")}
    written = sorted(name for name, each in ended.items() if each.status == 0)
    assert written
    rows = person.run("list", "contacts").document["rows"]
    assert sorted(row["name"] for row in rows) == written
    assert person.run("check").document["ok"] is True
