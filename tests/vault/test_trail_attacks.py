"""The trail against a member with the vault's keys: what `verify` says without the auditor's key and with it.

Entries 1 to 4 are of a first session, 5 to 7 of a second, each closed under a checkpoint; 8 is of the one at work.
"""

from collections.abc import Callable

import pytest

from tests.vault.desk import Desk
from tests.vault.trail_attacker import HOLDS, Attacker, Entry, Said, said, sql
from vault.audit import entries
from vault.keys import MemberKey
from vault.merkle import Tree
from vault.verifying import Evidence, verify


def test_an_untouched_trail_holds_with_and_without_the_auditors_key(at_work: Desk, auditor: MemberKey) -> None:
    without = verify(at_work.reader, at_work.vault.evidence())
    assert (without.ok, without.entries, without.macs, without.checkpoints) == (True, 8, "not_checked", 2)
    found = verify(at_work.reader, at_work.vault.evidence(auditor))
    assert (found.ok, found.entries, found.macs, found.checkpoints, found.older) == (True, 8, "checked", 2, 0)


# entries


def renumbered(attacker: Attacker) -> None:
    """Entry 2 taken out, the rows after it moved up as they are."""
    rows = attacker.rows
    attacker.put([(seq, *row[1:]) for seq, row in enumerate(rows[:1] + rows[2:], 1)])


def without_entry(number: int) -> Callable[[Attacker], None]:
    def attack(attacker: Attacker) -> None:
        entries = attacker.entries
        del entries[number - 1]
        attacker.rewrite(entries)

    return attack


def inserted(attacker: Attacker) -> None:
    """An entry put in at 3 that follows the second; the rest moved down as it is."""
    rows = attacker.rows
    forged = {**attacker.entries[1], "action": "view"}
    attacker.rewrite([*attacker.entries[:2], forged])
    attacker.put([*attacker.rows, *((row[0] + 1, *row[1:]) for row in rows[2:])])


def woven_in(attacker: Attacker) -> None:
    """An entry put in at 3 and all after it made to follow."""
    entries = attacker.entries
    attacker.rewrite([*entries[:2], {**entries[1], "action": "view"}, *entries[2:]])


def swapped(attacker: Attacker) -> None:
    rows = attacker.rows
    rows[1], rows[2] = (2, *rows[2][1:]), (3, *rows[1][1:])
    attacker.put(rows)


def twice(attacker: Attacker) -> None:
    rows = attacker.rows
    rows[2] = (3, *rows[1][1:])
    attacker.put(rows)


def edited(number: int, **changed: object) -> Callable[[Attacker], None]:
    def attack(attacker: Attacker) -> None:
        entries: list[Entry] = attacker.entries
        entries[number - 1].update(changed)
        attacker.rewrite(entries)

    return attack


def by_a_later_key(attacker: Attacker) -> None:
    """With the key that was in memory in the fourth commit of the first session."""
    entries = attacker.entries
    entries[1]["action"] = "view"
    late = attacker.key(entries[0]["session"], 3)
    attacker.rewrite(entries, lambda entry: late if entry["seq"] == 2 else attacker.right_key(entry))


def as_a_later_commit(attacker: Attacker) -> None:
    entries = attacker.entries
    entries[1].update(action="view", epoch=3)
    attacker.rewrite(entries, attacker.right_key)


def by_the_vault_key(attacker: Attacker) -> None:
    entries = attacker.entries
    entries[1]["action"] = "view"
    key = attacker.unlocked.subkey("audit")
    attacker.rewrite(entries, lambda _: key)


ON_ENTRIES: dict[str, tuple[Callable[[Attacker], None], Said, Said]] = {
    "deleted": (sql("DELETE FROM audit WHERE seq = 2"), (2, "missing"), (2, "missing")),
    "deleted and moved up": (renumbered, (2, "missing"), (2, "missing")),
    "deleted and rewritten": (without_entry(2), (2, "epoch"), (2, "epoch")),
    "a session's last deleted and rewritten": (without_entry(4), (1, "checkpoint"), (4, "mac")),
    "inserted": (inserted, (3, "inserted"), (3, "inserted")),
    "inserted and rewritten": (woven_in, (1, "checkpoint"), (3, "mac")),
    "reordered": (swapped, (2, "reordered"), (2, "reordered")),
    "duplicated": (twice, (3, "duplicated"), (3, "duplicated")),
    "edited": (sql("UPDATE audit SET entry = replace(entry, 'change', 'create')"), (2, "edited"), (2, "edited")),
    "edited and rewritten": (edited(2, action="view"), (1, "checkpoint"), (2, "mac")),
    "no entry": (sql("UPDATE audit SET entry = '[]' WHERE seq = 3"), (3, "edited"), (3, "edited")),
    "deep entry": (
        sql("UPDATE audit SET entry = replace(hex(zeroblob(50000)), '0', '[') WHERE seq = 3"),
        (3, "edited"),
        (3, "edited"),
    ),
    "double key": (
        sql("""UPDATE audit SET entry = replace(entry, '{', '{"seq":3,') WHERE seq = 3"""),
        (3, "edited"),
        (3, "edited"),
    ),
    "far away": (sql("UPDATE audit SET seq = 1 << 62, mac = x'00' WHERE seq = 8"), (8, "missing"), (8, "missing")),
    "MAC, and another far away": (
        sql("UPDATE audit SET mac = x'00', seq = CASE seq WHEN 8 THEN 1 << 62 ELSE seq END WHERE seq IN (3, 8)"),
        (8, "missing"),
        (3, "mac"),
    ),
    "no text": (sql("UPDATE audit SET entry = CAST(x'7bff' AS TEXT) WHERE seq = 3"), (3, "edited"), (3, "edited")),
    "no session": (edited(3, session=4), (3, "edited"), (3, "edited")),
    "chain value": (sql("UPDATE audit SET chain = zeroblob(32) WHERE seq = 3"), (3, "chain"), (3, "chain")),
    "MAC": (sql("UPDATE audit SET mac = zeroblob(32) WHERE seq = 3"), HOLDS, (3, "mac")),
    "a later key": (by_a_later_key, (1, "checkpoint"), (2, "epoch")),
    "a later commit": (as_a_later_commit, (2, "epoch"), (2, "epoch")),
    "a commit of no number": (edited(2, epoch=True), (2, "epoch"), (2, "epoch")),
    "as an old entry": (edited(2, epoch=None), (2, "epoch"), (2, "epoch")),
    "the vault's key": (by_the_vault_key, (1, "checkpoint"), (1, "mac")),
    "edited after the last checkpoint": (edited(8, action="view"), HOLDS, (8, "mac")),
}


@pytest.mark.parametrize("name", ON_ENTRIES)
def test_an_attack_on_entries_is_named(name: str, at_work: Desk, attacker: Attacker, auditor: MemberKey) -> None:
    attack, without, with_key = ON_ENTRIES[name]
    attack(attacker)
    assert said(at_work, at_work.vault.evidence()) == without
    assert said(at_work, at_work.vault.evidence(auditor)) == with_key


# the end


def cut(from_: int, *also: str) -> Callable[[Attacker], None]:
    def attack(attacker: Attacker) -> None:
        attacker.run("DELETE FROM audit WHERE seq >= ?", from_)
        if "seals" in also:
            attacker.run("DELETE FROM audit_seals WHERE first >= ?", from_)
        if "checkpoints" in also:
            attacker.run("DELETE FROM audit_checkpoints WHERE entries >= ?", from_)

    return attack


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (cut(8), (8, "cut")),
        (cut(5), (5, "cut")),
        (cut(5, "seals"), (5, "cut")),
        (cut(5, "seals", "checkpoints"), (5, "cut")),
        (cut(7, "checkpoints"), (7, "cut")),
        (cut(1, "seals", "checkpoints"), (1, "cut")),
        (cut(8, "seals"), HOLDS),
    ],
    ids=[
        "its seal is left",
        "checkpoint left",
        "checkpoint alone left",
        "header",
        "header again",
        "all",
        "unwitnessed",
    ],
)
def test_a_tail_cut_shows_as_long_as_one_witness_is_left(
    attack: Callable[[Attacker], None], expected: Said, at_work: Desk, attacker: Attacker, auditor: MemberKey
) -> None:
    attack(attacker)
    assert said(at_work, at_work.vault.evidence()) == expected
    assert said(at_work, at_work.vault.evidence(auditor)) == expected


def root_of(attacker: Attacker) -> tuple[int, bytes]:
    tree = Tree()
    for _, text, _, _ in attacker.rows:
        tree.add(text.encode())
    return tree.size, tree.root


def test_a_cut_that_no_file_witnesses_shows_against_a_root_on_paper(at_work: Desk, attacker: Attacker) -> None:
    paper = root_of(attacker)
    assert said(at_work, at_work.vault.evidence(noted=paper)) == HOLDS
    cut(8, "seals")(attacker)
    assert said(at_work, at_work.vault.evidence(noted=paper)) == (8, "cut")


def blame_another(entries: list[Entry]) -> None:
    for entry in entries:
        entry["actor"] = "somebody else"


def test_a_trail_written_anew_shows_by_its_checkpoints_by_the_header_and_on_paper(
    at_work: Desk, attacker: Attacker, auditor: MemberKey
) -> None:
    paper = root_of(attacker)
    attacker.rewrite_all(blame_another)
    assert said(at_work, at_work.vault.evidence(auditor)) == (1, "checkpoint")
    attacker.run("DELETE FROM audit_checkpoints")
    attacker.checkpoint(8)
    assert said(at_work, at_work.vault.evidence()) == (7, "marks")
    assert said(at_work, at_work.vault.evidence(auditor)) == (7, "marks")
    policy = at_work.vault.unlocked.policy  # the header written anew, too: whoever writes everything is believed
    assert said(at_work, Evidence(policy, None, auditor)) == HOLDS
    assert said(at_work, Evidence(policy, None, auditor, noted=paper)) == (8, "noted")


def test_what_a_fact_says_stays_inside_its_entry(at_work: Desk, auditor: MemberKey) -> None:
    facts = ['","seq":1}', "a\nb\r\n{}", "\x00\u2028\u202e", '"}\n{"action":"erase"']
    at_work.vault.transact(lambda tx: tx.audit("view", fields=facts, record=facts[3]))
    text = str((at_work.reader.one("SELECT entry FROM audit WHERE seq = 9") or ("",))[0])
    assert text.isascii() and text.isprintable()
    assert verify(at_work.reader, at_work.vault.evidence(auditor)).entries == 9
    assert entries(at_work.reader, 1)[0]["fields"] == facts
