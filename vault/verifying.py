"""Whether the trail holds: chain, commits, seals, checkpoints, marks; with the auditor's key the MACs, too.

A Reader's thread. What a member with the vault's keys can do without leaving a mark here is to write a whole trail
anew, with seals and checkpoints of his own: only what was noted elsewhere (paper, backup, keychain) tells that.
"""

from dataclasses import dataclass

from vault import audit, breaks, checkpoints
from vault.audit import START
from vault.breaks import TrailBreakError
from vault.header import Marks
from vault.judging_checkpoints import Checkpoints
from vault.judging_seals import Sessions
from vault.keys import MemberKey
from vault.policy import Policy
from vault.reader import Reader


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a trail is judged by. Without `auditor` no MAC is checked; `noted`: a length and its root, kept on paper."""

    policy: Policy
    marks: Marks | None = None
    auditor: MemberKey | None = None
    noted: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the trail holds, over how many entries, and the first entry that does not with the kind of break.

    `macs`: checked, partly, not_checked. `older`: sessions of a version 1 vault, whose seeds any member knew.
    """

    ok: bool
    entries: int
    broken_at: int | None = None
    why: str | None = None
    macs: str = "not_checked"
    checkpoints: int = 0
    older: int = 0


def verify(reader: Reader, evidence: Evidence) -> Verdict:
    """Walk the whole trail in one snapshot; some 20 µs an entry."""
    return _Walk(reader, evidence).verdict()


class _Walk:
    def __init__(self, reader: Reader, evidence: Evidence) -> None:
        self._connection, self._evidence = reader.connection, evidence
        self._sessions = Sessions(reader, evidence.policy, evidence.auditor)
        self._checkpoints = Checkpoints(checkpoints.everyone(self._connection), evidence.policy, evidence.noted)
        self._previous, self._count = START, 0

    def verdict(self) -> Verdict:
        broken = self._broken()
        at, why = (broken.at, broken.why) if broken else (None, None)
        rest = (self._macs(), self._checkpoints.count, self._sessions.older)
        return Verdict(broken is None, self._count, at, why, *rest)

    def _broken(self) -> TrailBreakError | None:
        try:
            for row in audit.walk(self._connection):
                self._judge(*row)
            self._finish()
        except TrailBreakError as broken:
            return breaks.unproved(self._connection, broken) if broken.why == "mac" else broken
        return None

    def _macs(self) -> str:
        if self._evidence.auditor is None:
            return "not_checked"
        return "partly" if self._sessions.unchecked else "checked"

    def _judge(self, seq: int, text: str, chain: bytes, mac: bytes) -> None:
        named = self._sessions.commits_named
        if self._sessions.judge(seq, self._placed(seq, text, chain), chain, mac) and named:
            self._checkpoints.overdue()
        self._previous = chain
        self._checkpoints.add(text)
        marks = self._evidence.marks
        if marks is not None and marks.entries == seq and marks.head != chain:
            raise TrailBreakError(seq, "marks")
        self._count = seq

    def _placed(self, seq: int, text: str, chain: bytes) -> dict[str, object]:
        """The entry, which is whole, in its place, and follows the one before."""
        if seq != self._count + 1:
            raise TrailBreakError(self._count + 1, "missing")
        entry = audit.read(text)
        if not entry or audit.canonical(entry) != text:
            raise TrailBreakError(seq, "edited")
        if entry.get("seq") != seq:
            raise breaks.misplaced(self._connection, seq, entry.get("seq"))
        if entry.get("prev") != self._previous.hex():
            raise TrailBreakError(seq, "chain")
        if audit.link(self._previous, text) != chain:
            raise breaks.unlinked(self._connection, seq, self._previous, text)
        return entry

    def _finish(self) -> None:
        marks = self._evidence.marks
        if marks is not None and marks.entries > self._count:
            raise TrailBreakError(self._count + 1, "cut")
        self._checkpoints.finish(self._count)
        self._sessions.finish(self._count)
