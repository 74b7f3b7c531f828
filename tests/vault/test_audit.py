"""The trail as it is written: one entry for every act, no personal value in it, keys that nobody finds again."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from app import edit, undo
from tests.vault.desk import Desk
from tests.vault.trail_attacker import Attacker
from tests.vaults import PASSPHRASE
from vault import audit, checkpoints, folder, renewing
from vault.audit import ENTRY_KEYS, Trail
from vault.keys import MemberKey
from vault.merkle import Tree
from vault.opened import OpenVault
from vault.recovery import auditor_key
from vault.transaction import Transaction
from vault.verifying import Verdict, verify

MUSEUM = Path(__file__).parents[1] / "data" / "vaults"


def work(desk: Desk) -> None:
    contact = desk.add("contact", name="Planted Person", email="planted@example.com", id_number="PLANTED")
    desk.do(edit.change, contact, {"name": "Planted Again", "notes": "planted note"})
    desk.do(edit.delete, [contact])
    desk.do(undo.undo)


def views(desk: Desk, count: int) -> None:
    def enter(tx: Transaction) -> None:
        for _ in range(count):
            tx.audit("view")

    desk.vault.transact(enter)


def entries(desk: Desk) -> list[dict[str, object]]:
    return audit.entries(desk.reader, 10_000)[::-1]


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


def test_a_sound_trail_verifies_and_the_verdict_tells_whether_macs_were_checked(desk: Desk, auditor: MemberKey) -> None:
    work(desk)
    assert verify(desk.reader, desk.vault.evidence()) == Verdict(True, 4)
    assert verify(desk.reader, desk.vault.evidence(auditor)) == Verdict(True, 4, macs="checked")


def test_the_entries_of_one_commit_share_a_key_and_the_next_commit_has_another(desk: Desk, auditor: MemberKey) -> None:
    for count in (2, 1, 3):
        views(desk, count)
    assert [entry["epoch"] for entry in entries(desk)] == [0, 0, 1, 2, 2, 2]
    assert ["seal" in entry for entry in entries(desk)] == [True] + [False] * 5
    assert verify(desk.reader, desk.vault.evidence(auditor)).ok


def test_what_was_rolled_back_leaves_neither_entry_nor_seal_and_its_key_is_used_again(
    desk: Desk, auditor: MemberKey
) -> None:
    def fail(tx: Transaction) -> None:
        tx.audit("view")
        raise LookupError

    with pytest.raises(LookupError):
        desk.vault.transact(fail)
    desk.vault.transact(lambda tx: tx.audit("view"), rehearse=True)
    assert desk.reader.rows("SELECT * FROM audit_seals") == []
    views(desk, 1)
    with pytest.raises(LookupError):
        desk.vault.transact(fail)
    views(desk, 1)
    assert [entry["epoch"] for entry in entries(desk)] == [0, 1]
    assert verify(desk.reader, desk.vault.evidence(auditor)) == Verdict(True, 2, macs="checked")


def test_a_commit_overwrites_the_key_in_place_and_the_seed_is_nowhere_in_the_trail(
    desk: Desk, auditor: MemberKey
) -> None:
    trail = desk.vault._trail
    buffer, seed = trail._key, bytes(trail._key)
    views(desk, 1)
    views(desk, 1)
    assert trail._key is buffer
    assert bytes(buffer) == hashlib.sha256(hashlib.sha256(seed).digest()).digest()
    held = [getattr(trail, name) for name in vars(trail)]
    assert seed not in [bytes(each) for each in held if isinstance(each, bytes | bytearray)]
    assert Attacker(desk.vault.unlocked, auditor).key(str(entries(desk)[0]["session"]), 0) == seed


def test_a_session_begins_with_a_seed_of_its_own(desk: Desk) -> None:
    unlocked = desk.vault.unlocked
    keys = {bytes(Trail(unlocked.vault, unlocked.policy.auditor, "s", "a", "d")._key) for _ in range(3)}
    assert len(keys) == 3


def test_what_is_no_entry_any_more_is_left_out_of_the_list(desk: Desk) -> None:
    for _ in range(4):
        views(desk, 1)
    for seq, text in ((1, b"{\xff"), (2, b"[]"), (3, b"{")):
        desk.vault._writer.execute("UPDATE audit SET entry = CAST(? AS TEXT) WHERE seq = ?", (text, seq))
    assert [entry["seq"] for entry in entries(desk)] == [4]


# checkpoints


def test_a_checkpoint_is_signed_as_soon_as_256_entries_came_since_the_last(desk: Desk) -> None:
    for count in (200, 55, 1, 255, 300):
        views(desk, count)
    found = checkpoints.everyone(desk.vault._writer)
    assert [each.entries for each in found] == [256, 811]
    assert verify(desk.reader, desk.vault.evidence()).checkpoints == 2


def whole(desk: Desk) -> Tree:
    """The tree over all entries, from none."""
    tree = Tree()
    for (text,) in desk.reader.rows("SELECT entry FROM audit ORDER BY seq"):
        tree.add(str(text).encode())
    return tree


def test_a_checkpoint_says_header_commit_and_root_and_its_member_signed_it(desk: Desk) -> None:
    views(desk, 5)
    made, tree = desk.vault.seal_trail(), whole(desk)
    unlocked = desk.vault.unlocked
    assert (made.entries, made.root, made.header) == (5, tree.root, unlocked.header.sequence)
    assert unlocked.member.public.signed(made.statement(unlocked.vault), made.signature)
    assert not unlocked.member.public.signed(made.statement(bytes(32)), made.signature)


def test_closing_leaves_a_checkpoint_over_everything(vault_path: Path) -> None:
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    vault.transact(lambda tx: tx.audit("view"))
    vault.close()
    again = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    assert [each.entries for each in checkpoints.everyone(again._writer)] == [1]
    again.close()


def test_a_session_without_an_entry_adds_neither_seal_nor_checkpoint(vault_path: Path) -> None:
    for _ in range(2):
        OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE)).close()
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    assert checkpoints.everyone(vault._writer) == []
    assert vault.reader().rows("SELECT * FROM audit_seals") == []
    vault.close()


def test_the_next_checkpoint_reads_only_what_came_since(desk: Desk) -> None:
    views(desk, 256)
    asked: list[str] = []
    desk.vault._writer.set_trace_callback(asked.append)
    desk.vault.seal_trail()
    desk.vault._writer.set_trace_callback(None)
    assert [sql for sql in asked if "CAST(entry" in sql] == [
        "SELECT CAST(entry AS BLOB) FROM audit WHERE seq > 256 ORDER BY seq"
    ]


def test_a_frontier_that_was_changed_is_not_gone_on_from(desk: Desk) -> None:
    views(desk, 256)
    desk.do(lambda tx: tx.connection.execute("UPDATE audit_checkpoints SET frontier = zeroblob(32)"))
    views(desk, 1)
    made = desk.vault.seal_trail()
    assert (made.entries, made.root) == (257, whole(desk).root)


# keys renewed


def test_after_the_vault_key_and_the_recovery_code_were_renewed_the_trail_still_verifies(
    vault_path: Path, auditor: MemberKey
) -> None:
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    vault.transact(lambda tx: tx.audit("view"))
    renewing.rotate(vault, lambda _done, _total: None)
    code = renewing.renew_recovery(vault, lambda _done, _total: None)
    vault.transact(lambda tx: tx.audit("view"))
    vault.close()
    vault = OpenVault(folder.unlock(vault_path, passphrase=PASSPHRASE))
    reader = vault.reader()
    found = [verify(reader, vault.evidence(key)) for key in (None, auditor, auditor_key(code))]
    assert [(each.ok, each.why, each.macs) for each in found] == [
        (True, None, "not_checked"),
        (True, None, "partly"),
        (True, None, "partly"),
    ]
    first, last = (str(entry["session"]) for entry in (audit.entries(reader)[-1], audit.entries(reader)[0]))
    boxes = {session: seal.auditor for session, seal in audit.seals(reader).items()}
    assert (boxes[first], boxes[last]) == (auditor.public.box, auditor_key(code).public.box)
    vault.close()


# a vault of version 1


@pytest.fixture
def older(tmp_path: Path) -> tuple[Path, MemberKey]:
    name = sorted(path.name for path in MUSEUM.glob("*.satchel"))[0]
    shutil.copytree(MUSEUM / name, tmp_path / name)
    code = (MUSEUM / name.replace(".satchel", ".recovery.txt")).read_text().strip()
    return tmp_path / name, auditor_key(code)


def test_the_sessions_of_an_older_vault_are_sealed_once_and_said_to_be_older(older: tuple[Path, MemberKey]) -> None:
    path, auditor = older
    for _ in range(2):
        vault = OpenVault(folder.unlock(path, passphrase=PASSPHRASE))
        reader = vault.reader()
        found = verify(reader, vault.evidence(auditor))
        acts = [entry["action"] for entry in audit.entries(reader)]
        vault.close()
    assert (found.ok, found.macs) == (True, "checked")
    assert found.older > 0
    assert acts.count("seal_older") == 1


@pytest.mark.parametrize(
    ("statement", "without", "with_key"),
    [
        ("UPDATE audit SET mac = zeroblob(32) WHERE seq = 2", None, (2, "mac")),
        ("DELETE FROM audit_seals WHERE first = 1", (1, "seal_missing"), (1, "seal_missing")),
    ],
    ids=["MAC", "seal"],
)
def test_an_older_vault_is_judged_without_its_vault_key(
    older: tuple[Path, MemberKey],
    statement: str,
    without: tuple[int, str] | None,
    with_key: tuple[int, str],
) -> None:
    vault = OpenVault(folder.unlock(older[0], passphrase=PASSPHRASE))
    vault._writer.execute(statement)
    reader = vault.reader()
    for evidence, expected in ((vault.evidence(), without), (vault.evidence(older[1]), with_key)):
        found = verify(reader, evidence)
        assert (found.broken_at, found.why) == (expected or (None, None))
    vault.close()


def test_a_seal_of_an_older_session_put_in_afterwards_shows(older: tuple[Path, MemberKey]) -> None:
    vault = OpenVault(folder.unlock(older[0], passphrase=PASSPHRASE))
    attacker = Attacker(vault.unlocked, older[1])
    first = attacker.seals[0]
    again = vault.unlocked.policy.auditor.seal(bytes(32), audit.context(vault.unlocked.vault, first.session))
    attacker.run("UPDATE audit_seals SET sealed = ? WHERE session = ?", again, first.session)
    told = next(entry["seq"] for entry in attacker.entries if entry["action"] == "seal_older")
    found = verify(vault.reader(), vault.evidence())
    assert (found.broken_at, found.why) == (told, "seal")
    vault.close()
