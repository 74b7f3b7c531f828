"""Whether an open vault agrees with itself: every kind of disagreement is found and located."""

import pytest

from tests.vault.desk import Desk
from vault import checking
from vault.database import Finding


def findings(desk: Desk) -> list[Finding]:
    return checking.everything(desk.reader, desk.vault.evidence(), deep=True)


def break_(desk: Desk, sql: str) -> None:
    desk.do(lambda tx: tx.connection.execute(sql))


@pytest.fixture
def filled(desk: Desk) -> str:
    """Id of a contact with phone, sealed number, an activity and a deal behind it."""
    ann = desk.add("contact", name="Ann Lee", phone="+4930901820", id_number="X1")
    desk.add("activity", kind="call", subject="Hello", about=(ann,), done_at=1_700_000_000_000)
    return ann


def test_a_sound_vault_has_no_findings(desk: Desk, filled: str) -> None:
    assert findings(desk) == []


@pytest.mark.parametrize(
    ("damage", "area", "what"),
    [
        ("UPDATE contacts SET phone = '+4930000000'", "derived", "contact_points_differ"),
        ("UPDATE contacts SET last_contact = 5", "derived", "touches_differ"),
        ("UPDATE contacts SET value = 5", "derived", "deal_differs"),
        ("DELETE FROM find_all", "index", "not_in_index"),
        ("DELETE FROM journal", "journal", "made_in_no_step"),
        ("UPDATE journal_slices SET body = x'00'", "journal", "slice_unreadable"),
        ("UPDATE contacts SET account = randomblob(16)", "links", "account_points_nowhere"),
        ("INSERT INTO sets VALUES (101, randomblob(16), randomblob(16))", "links", "tags_without_record"),
        ("UPDATE contacts SET id_number = randomblob(80)", "sealed", "id_number_does_not_open"),
        ("DELETE FROM audit WHERE seq = 1", "trail", "trail_missing"),
        ("UPDATE audit SET entry = entry || ' ' WHERE seq = 1", "trail", "trail_edited"),
    ],
)
def test_each_disagreement_is_found_and_located(desk: Desk, filled: str, damage: str, area: str, what: str) -> None:
    break_(desk, damage)
    found = findings(desk)
    assert (area, what) in {(each.area, each.what) for each in found}
    assert all(each.where and "Ann" not in each.where for each in found)


def test_many_findings_of_one_kind_are_counted(desk: Desk) -> None:
    for number in range(25):
        desk.add("account", name=f"A{number}")
    break_(desk, "DELETE FROM find_all")
    found = [each for each in findings(desk) if each.area == "index"]
    assert (len(found), found[-1].where) == (21, "+5")
