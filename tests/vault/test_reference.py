"""The yardstick of the bench holds the same rows without a key."""

from functools import partial
from pathlib import Path

from app import finding, lists
from tests.vault.desk import Desk
from vault import reference
from vault.ids import key_of, new_key
from vault.reference import Person, Plain


def test_what_was_asked_of_the_vault_is_asked_again_of_the_copy(desk: Desk, tmp_path: Path) -> None:
    record = desk.add("contact", name="Søren Ångström", email="soren@fjord.example.com")
    work = partial(lists.page, name="contact")
    asked = reference.statements(desk.reader, work) + reference.statements(desk.reader, finding.find, "soren")
    plain = Plain(tmp_path, desk.reader)
    assert (tmp_path / "plain.db").read_bytes().startswith(b"SQLite format 3")
    plain.replay(asked)
    plain.update(key_of(record), "Buyer")
    plain.insert([Person(new_key(), "Mina Park", "mina park", "mina@fjord.example.com", None)])
    plain.reopen().close()


def test_recording_changes_nothing_of_what_is_read(desk: Desk) -> None:
    desk.add("contact", name="Mina Park")
    seen: list[object] = []
    asked = reference.statements(desk.reader, lambda reader: seen.append(lists.page(reader, "contact")))
    assert asked
    assert seen == [lists.page(desk.reader, "contact")]
