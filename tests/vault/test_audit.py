"""The trail: one entry for every act, no personal value in it, and any break located to the entry."""

import json
from collections.abc import Callable

import pytest

from app import edit, undo
from tests.vault.desk import Desk
from vault import audit
from vault.audit import ENTRY_KEYS, canonical, link


def work(desk: Desk) -> None:
    contact = desk.add("contact", name="Planted Person", email="planted@example.com", id_number="PLANTED")
    desk.do(edit.change, contact, {"name": "Planted Again", "notes": "planted note"})
    desk.do(edit.delete, [contact])
    desk.do(undo.undo)


def entries(desk: Desk) -> list[dict[str, object]]:
    return audit.entries(desk.reader)[::-1]


def test_every_write_is_one_entry_by_whom_on_which_device(desk: Desk) -> None:
    work(desk)
    found = entries(desk)
    assert [entry["action"] for entry in found] == ["create", "change", "delete", "undo"]
    assert {entry["actor"] for entry in found} == {desk.vault.unlocked.user_id}
    assert {entry["device"] for entry in found} == {desk.vault.unlocked.device_id}
    assert all(set(entry) <= set(ENTRY_KEYS) for entry in found)


def test_no_personal_value_is_inside(desk: Desk) -> None:
    work(desk)
    assert "planted" not in json.dumps(entries(desk)).lower()


def test_a_sound_chain_verifies_over_sessions(desk: Desk) -> None:
    work(desk)
    assert audit.verify(desk.reader, desk.vault.audit_key) == audit.Verdict(True, 4)


def _edit_entry(desk: Desk, seq: int) -> tuple[str, bytes]:
    row = desk.reader.one("SELECT entry, chain FROM audit WHERE seq = ?", (seq,))
    assert row is not None
    entry = json.loads(str(row[0]))
    entry["action"] = "view"
    before = desk.reader.one("SELECT chain FROM audit WHERE seq = ?", (seq - 1,))
    assert before is not None and isinstance(before[0], bytes)
    return canonical(entry), link(before[0], canonical(entry))


def rewritten(desk: Desk) -> None:
    text, chain = _edit_entry(desk, 2)
    _run(desk, "UPDATE audit SET entry = ?, chain = ? WHERE seq = 2", text, chain)


def _run(desk: Desk, sql: str, *values: object) -> None:
    desk.vault._writer.execute(sql, values)


TAMPERINGS: list[tuple[Callable[[Desk], None], int, str]] = [
    (lambda desk: _run(desk, "DELETE FROM audit WHERE seq = 2"), 2, "missing"),
    (lambda desk: _run(desk, "DELETE FROM audit WHERE seq = 1"), 1, "missing"),
    (lambda desk: _run(desk, "UPDATE audit SET entry = replace(entry, 'change', 'create') WHERE seq = 2"), 2, "chain"),
    (lambda desk: _run(desk, "UPDATE audit SET entry = entry || ' ' WHERE seq = 3"), 3, "entry"),
    (lambda desk: _run(desk, "UPDATE audit SET chain = zeroblob(32) WHERE seq = 3"), 3, "chain"),
    (lambda desk: _run(desk, "UPDATE audit SET mac = zeroblob(32) WHERE seq = 4"), 4, "mac"),
    (rewritten, 2, "mac"),
    (lambda desk: _run(desk, "UPDATE audit SET entry = 'no entry' WHERE seq = 3"), 3, "entry"),
    (lambda desk: _run(desk, "UPDATE audit SET entry = '[]' WHERE seq = 3"), 3, "entry"),
]


@pytest.mark.parametrize(("tamper", "at", "why"), TAMPERINGS)
def test_a_break_is_located_and_its_kind_is_named(
    desk: Desk, tamper: Callable[[Desk], None], at: int, why: str
) -> None:
    work(desk)
    tamper(desk)
    verdict = audit.verify(desk.reader, desk.vault.audit_key)
    assert (verdict.ok, verdict.broken_at, verdict.why) == (False, at, why)


def test_entries_swapped_in_place_do_not_verify(desk: Desk) -> None:
    work(desk)
    _run(desk, "UPDATE audit SET seq = seq + 100")
    for old, new in ((101, 2), (102, 1), (103, 3), (104, 4)):
        _run(desk, "UPDATE audit SET seq = ? WHERE seq = ?", new, old)
    assert audit.verify(desk.reader, desk.vault.audit_key).broken_at == 1
