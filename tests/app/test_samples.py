"""Invented customers in a person's own vault, and away again."""

from datetime import date

from app import lists, samples, starting, undo
from tests.vault.desk import Desk
from vault.transaction import Transaction


def fill(tx: Transaction) -> dict[str, int]:
    return samples.fill(tx, "en", date(2026, 11, 20), progress=lambda _done, _total: None, cancelled=lambda: False)


def test_samples_are_one_batch_and_one_undo_takes_all_of_them_back(desk: Desk) -> None:
    desk.do(starting.start)
    own = desk.add("contact", name="Ava")
    counts = desk.do(fill)
    assert counts["account"] == samples.ACCOUNTS
    assert undo.batches(desk.reader)[0].verb == "samples"
    desk.do(undo.undo)
    assert [row.id for row in lists.page(desk.reader, "contact").rows] == [own]
    assert lists.count(desk.reader, "account") == 0
    assert lists.count(desk.reader, "stage") > 0
