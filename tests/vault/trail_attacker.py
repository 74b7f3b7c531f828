"""A member who holds the vault's keys and writes the trail with a program of his own, past the writer."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.vault.desk import Desk
from vault import audit, checkpoints, database
from vault.audit import START, Seal, canonical, context, link
from vault.checkpoints import Checkpoint
from vault.keys import MemberKey
from vault.merkle import Tree
from vault.unlocked import Unlocked
from vault.verifying import Evidence, verify

Entry = dict[str, Any]
KeyOf = Callable[[Entry], bytes]


class Attacker:
    """`rows` are what lies there, `put` replaces it all; `seeds` are what he found of the sessions' keys."""

    def __init__(self, unlocked: Unlocked, auditor: MemberKey) -> None:
        self.unlocked, self._auditor = unlocked, auditor
        self.connection = database.connect(unlocked)

    def run(self, sql: str, *values: object) -> None:
        self.connection.execute(sql, values)

    @property
    def rows(self) -> list[tuple[int, str, bytes, bytes]]:
        return list(audit.walk(self.connection))

    @property
    def entries(self) -> list[Entry]:
        return [json.loads(text) for _, text, _, _ in self.rows]

    def put(self, rows: list[tuple[int, str, bytes, bytes]]) -> None:
        self.run("DELETE FROM audit")
        self.connection.executemany("INSERT INTO audit VALUES (?, ?, ?, ?)", rows)

    def rewrite(self, entries: list[Entry], key_of: KeyOf | None = None) -> None:
        """Put entries there that follow each other; MACs under what `key_of` gives, the old ones otherwise."""
        macs, rows, previous = [row[3] for row in self.rows], list[tuple[int, str, bytes, bytes]](), START
        for seq, entry in enumerate(entries, 1):
            text = canonical({**entry, "seq": seq, "prev": previous.hex()})
            previous = link(previous, text)
            mac = hmac.digest(key_of(entry), previous, "sha256") if key_of else macs[min(seq, len(macs)) - 1]
            rows.append((seq, text, previous, mac))
        self.put(rows)
        for seal in self.seals:
            first = next((row[0] for row in rows if json.loads(row[1])["session"] == seal.session), None)
            if first is not None:
                self.run("UPDATE audit_seals SET first = ? WHERE session = ?", first, seal.session)

    @property
    def seals(self) -> list[Seal]:
        rows = self.connection.execute("SELECT session, first, auditor, sealed FROM audit_seals ORDER BY first")
        return [Seal(*row) for row in rows.fetchall()]

    def key(self, session: str, epoch: int) -> bytes:
        """What was in memory in that commit of a session; here found through the auditor."""
        sealed = next(seal.sealed for seal in self.seals if seal.session == session)
        key = self._auditor.open(sealed, context(self.unlocked.vault, session))
        for _ in range(epoch):
            key = hashlib.sha256(key).digest()
        return key

    def right_key(self, entry: Entry) -> bytes:
        return self.key(entry["session"], entry["epoch"])

    def reseal(self) -> dict[str, bytes]:
        """Seeds of his own for all sessions, sealed to the auditor as they should be; session to seed."""
        seeds = {}
        for number, seal in enumerate(self.seals):
            seeds[seal.session] = bytes([number + 1]) * 32
            sealed = self.unlocked.policy.auditor.seal(seeds[seal.session], context(self.unlocked.vault, seal.session))
            self.run("UPDATE audit_seals SET sealed = ? WHERE session = ?", sealed, seal.session)
        return seeds

    def rewrite_all(self, change: Callable[[list[Entry]], None]) -> None:
        """A whole trail anew, with seeds of his own: nothing of the old keys is needed."""
        entries = self.entries
        change(entries)
        seeds = self.reseal()
        hashes = {seal.session: hashlib.sha256(seal.sealed).hexdigest() for seal in self.seals}
        for entry in entries:
            if "seal" in entry:
                entry["seal"] = hashes[entry["session"]]

        def key_of(entry: Entry) -> bytes:
            key = seeds[entry["session"]]
            for _ in range(entry["epoch"]):
                key = hashlib.sha256(key).digest()
            return key

        self.rewrite(entries, key_of)

    def checkpoint(self, entries: int, **changed: Any) -> None:
        """A checkpoint over the first so many entries as they lie there, signed with his own key."""
        tree = Tree()
        for _, text, _, _ in self.rows[:entries]:
            tree.add(text.encode())
        mine = Checkpoint(entries, 5, tree.root, 3, 10**6, self.unlocked.member.id, b"", tree.frontier)
        mine = replace(mine, **{name: value for name, value in changed.items() if name != "member"})
        signature = self.unlocked.member_key.sign(mine.statement(self.unlocked.vault))
        mine = replace(mine, signature=signature, **changed)
        self.run(
            f"INSERT OR REPLACE INTO audit_checkpoints ({checkpoints._COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            mine.entries, mine.at, mine.root, mine.header, mine.commits, mine.member, mine.signature, mine.frontier,
        )  # fmt: skip


HOLDS = (None, None)
Said = tuple[int | None, str | None]


def sql(statement: str) -> Callable[[Attacker], None]:
    """An attack in one statement."""
    return lambda attacker: attacker.run(statement)


def said(desk: Desk, evidence: Evidence) -> Said:
    """Where the trail breaks and why."""
    verdict = verify(desk.reader, evidence)
    assert verdict.ok is (verdict.why is None)
    return verdict.broken_at, verdict.why
