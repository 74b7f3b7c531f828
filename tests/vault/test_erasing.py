"""Erasing for good: afterwards another program with the key finds nothing of the record on any page."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app import drafts
from tests.vault.backing import BY_PASSPHRASE, back_up, quiet
from tests.vault.desk import Desk, stages
from tests.vaults import PASSPHRASE
from vault import changing, checking, erasing, folder, ids, restoring, stateroot
from vault.model.catalogue import NOUNS
from vault.opened import OpenVault
from vault.values import Money, RecordId

PAGE, RESERVE, SALT = 4096, 80, 16
PLANTED = {
    "name": "Plantagenet Quibbleworth", "email": "quibble@planted.example", "phone": "+442079460987",
    "notes": "Xyzzyplugh told nobody", "title": "Grandvizier", "id_number": "ID-PLANT-4711",
}  # fmt: skip
WORDS = ("plantagenet", "quibble", "planted.example", "2079460987", "xyzzyplugh", "grandvizier", "oldvizier")
LATER = ("Oldvizier", "Wobblestreet 7")


def plant(desk: Desk) -> RecordId:
    """A person with everything that can hold something of his: history, index, parts, links, a draft, the trash."""
    account = desk.add("account", name="Acme")
    person = desk.add("contact", account=account, **PLANTED)
    desk.do(changing.change, person, {"title": LATER[0]})
    desk.do(changing.change, person, {"title": "Chief", "notes": "Nothing"})
    desk.add("address", about=person, street=LATER[1], use="home")
    desk.add("affiliation", contact=person, account=account, role="owner")
    steps = desk.do(stages)
    desk.add("deal", name="Lanterns", contact=person, account=account, stage=steps["Lead"], amount=Money(500, "EUR"))
    desk.add("activity", kind="call", subject="Ring", about=(person, account))
    desk.do(drafts.keep, person, "note", "Xyzzyplugh on the way")
    for number in range(30):
        desk.add("contact", name=f"Somebody Else {number}", account=account)
    return person


def pages(vault: OpenVault) -> bytes:
    """Every page in clear with all that is on it, free room too, as another program with the key decrypts the file."""
    vault._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert vault.unlocked.log_path.stat().st_size == 0
    data, key, clear = vault.unlocked.database_path.read_bytes(), vault.unlocked.database_key(), []
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        content = page[SALT if start == 0 else 0 : PAGE - RESERVE]
        vector = page[PAGE - RESERVE : PAGE - RESERVE + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        clear.append(decryptor.update(content) + decryptor.finalize())
    return b"".join(clear)


def found_in(data: bytes) -> list[str]:
    lowered = data.lower()
    return [word for word in WORDS if any(word.encode(form) in lowered for form in ("utf-8", "utf-16-le"))]


def erase(desk: Desk, record: RecordId) -> None:
    desk.do(lambda tx: erasing.erase(tx, NOUNS["contact"], ids.key_of(record)))


def test_nothing_of_an_erased_person_is_on_any_page(desk: Desk) -> None:
    person = plant(desk)
    assert len(found_in(pages(desk.vault))) > 5, "or the test finds nothing at all"
    erase(desk, person)
    assert found_in(pages(desk.vault)) == []
    assert LATER[1].encode() not in pages(desk.vault)


def test_what_others_say_stays_and_agrees_with_itself(desk: Desk) -> None:
    person = plant(desk)
    erase(desk, person)
    assert len(desk.names("contact")) == 30
    assert desk.names("deal") == ["Lanterns"]
    assert len(desk.names("activity")) == 1
    assert checking.everything(desk.reader, desk.vault.evidence(), deep=True) == []
    assert stateroot.computed(desk.reader.connection, desk.vault.unlocked.subkey("state")) == stateroot.stored(
        desk.reader.connection
    )


def test_an_account_goes_out_of_the_links_and_sort_keys_of_its_people(desk: Desk) -> None:
    plant(desk)
    account = desk.reader.one("SELECT id FROM accounts")
    assert account is not None
    assert isinstance(account[0], bytes)
    key = account[0]
    desk.do(lambda tx: erasing.erase(tx, NOUNS["account"], key))
    rows = desk.reader.rows("SELECT DISTINCT account, account_key FROM contacts")
    assert rows == [(None, None)]
    assert b"Acme" not in pages(desk.vault)
    assert checking.everything(desk.reader, desk.vault.evidence(), deep=True) == []


def test_counters_ids_and_trail_stay(desk: Desk) -> None:
    person = plant(desk)
    before = desk.reader.one("SELECT count(*), max(n) FROM journal")
    erase(desk, person)
    assert desk.reader.one("SELECT count(*), max(n) FROM journal") == before
    assert desk.reader.one("SELECT record, noun FROM erasures") == (ids.key_of(person), NOUNS["contact"].number)
    entry = desk.reader.one("SELECT entry FROM audit WHERE entry LIKE '%\"erase\"%'")
    assert entry is not None
    assert person in str(entry[0])


def test_a_restore_from_before_brings_nobody_back(desk: Desk, tmp_path: Path) -> None:
    person = plant(desk)
    before = back_up(desk.vault, tmp_path / "out")
    erase(desk, person)
    back_up(desk.vault, tmp_path / "out")
    made = restoring.restore(before.file, tmp_path / "R.satchel", BY_PASSPHRASE, (), quiet)
    assert made.erased == 1
    vault = OpenVault(folder.unlock(tmp_path / "R.satchel", passphrase=PASSPHRASE))
    try:
        assert vault.doubts == ()
        assert found_in(pages(vault)) == []
        assert len(Desk(vault).names("contact")) == 30
        assert checking.everything(Desk(vault).reader, vault.evidence(), deep=True) == []
    finally:
        vault.close()


def test_a_record_that_is_not_there_is_only_remembered(desk: Desk) -> None:
    for noun in NOUNS.values():
        desk.do(lambda tx, of=noun: erasing.erase(tx, of, ids.new_key()))
    assert desk.reader.one("SELECT count(*) FROM erasures") == (len(NOUNS),)
