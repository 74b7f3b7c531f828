"""Single records out of a backup: as they were, under their own ids, as one step; never over what lives."""

from pathlib import Path

import pytest

from app import undo
from tests.vault.backing import BY_PASSPHRASE, back_up, quiet
from tests.vault.desk import Desk
from tests.vaults import PASSPHRASE
from vault import bringing_back, changing, erasing, folder, ids, restoring
from vault.backup_making import Made
from vault.backup_proving import Opener
from vault.errors_of_keeping import RecordErased, RecordLives, RecordNotInBackup
from vault.model.catalogue import NOUNS
from vault.opened import OpenVault
from vault.values import RecordId


def bring(desk: Desk, made: Made, *records: RecordId) -> list[RecordId]:
    key = (desk.vault.unlocked.member.id, desk.vault.unlocked.member_key)
    benches = (made.file.parent,)
    with bringing_back.taken_out(made.file, Opener(member=key), benches, quiet) as isolated:
        found = bringing_back.records_of(isolated, records)
    return desk.do(bringing_back.put_back, found)


def test_a_record_comes_back_from_the_trash_as_it_was_with_its_parts(desk: Desk, tmp_path: Path) -> None:
    account = desk.add("account", name="Acme")
    person = desk.add("contact", name="Ada", email="ada@example.org", account=account, id_number="ID-1", title="Dr")
    made = back_up(desk.vault, tmp_path / "out")
    desk.do(changing.change, person, {"title": "Prof", "email": "new@example.org"})
    desk.do(changing.delete, [person, account])
    assert person in bring(desk, made, person)
    back = desk.one(person)
    assert (back["name"], back["title"], back["email"], back["id_number"]) == ("Ada", "Dr", "ada@example.org", "ID-1")
    assert back["account"] is None, "what it pointed to is in the trash"
    with pytest.raises(RecordLives):
        bring(desk, made, person)


def test_a_record_that_the_vault_never_had_comes_under_its_own_id(desk: Desk, tmp_path: Path) -> None:
    early = back_up(desk.vault, tmp_path / "early")
    account = desk.add("account", name="Acme")
    person = desk.add("contact", name="Ada", email="ada@example.org", account=account, id_number="ID-1")
    made = back_up(desk.vault, tmp_path / "out")
    restoring.restore(early.file, tmp_path / "R.satchel", BY_PASSPHRASE, (), quiet)
    vault = OpenVault(folder.unlock(tmp_path / "R.satchel", passphrase=PASSPHRASE))
    other = Desk(vault)
    assert other.names("contact") == []
    assert len(bring(other, made, person, account)) == 3
    back = other.one(person)
    assert (back["name"], back["email"], back["id_number"]) == ("Ada", "ada@example.org", "ID-1")
    other.do(undo.undo)
    assert other.names("contact") == []
    vault.close()


def test_erased_and_unknown_records_are_not_brought_back(desk: Desk, tmp_path: Path) -> None:
    record = desk.add("contact", name="Ada")
    made = back_up(desk.vault, tmp_path / "out")
    desk.do(lambda tx: erasing.erase(tx, NOUNS["contact"], ids.key_of(record)))
    with pytest.raises(RecordErased):
        bring(desk, made, record)
    with pytest.raises(RecordNotInBackup):
        bring(desk, made, ids.text_of(ids.new_key()))
