"""The checkpoints of a trail as `verify` meets them: their roots over the entries so far, and who signed them."""

from vault.breaks import TrailBreakError
from vault.checkpoints import EVERY, Checkpoint
from vault.merkle import Tree
from vault.policy import Policy


class Checkpoints:
    """Given each entry in order. `noted` is a length and a root that somebody kept on paper."""

    def __init__(self, found: list[Checkpoint], policy: Policy, noted: tuple[int, bytes] | None) -> None:
        self._waiting = found[::-1]
        self._policy, self._noted = policy, noted
        self._tree = Tree()
        self._last = 0
        self._reached = 0
        self._commits = 0
        self.count = 0

    def overdue(self) -> None:
        """Another commit begins: the one before did not leave too many entries behind. Raises TrailBreakError."""
        if self._tree.size - self._last >= EVERY:
            raise TrailBreakError(self._last + 1, "checkpoint_missing")

    def add(self, text: str) -> None:
        """One more entry. Raises TrailBreakError."""
        self._tree.add(text.encode())
        size = self._tree.size
        if self._waiting and self._waiting[-1].entries == size:
            self._judge(self._waiting.pop())
        if self._noted and self._noted[0] == size and self._noted[1] != self._tree.root:
            raise TrailBreakError(size, "noted")

    def finish(self, entries: int) -> None:
        """All entries were given: nothing speaks of more. Raises TrailBreakError."""
        if self._waiting or (self._noted and self._noted[0] > entries):
            raise TrailBreakError(entries + 1, "cut")

    def _judge(self, found: Checkpoint) -> None:
        if (found.root, found.frontier) != (self._tree.root, self._tree.frontier) or found.commits < self._commits:
            raise TrailBreakError(self._last + 1, "checkpoint")
        if not self._signed(found):
            raise TrailBreakError(self._last + 1, "signature")
        self._last, self._commits = found.entries, found.commits
        self.count += 1

    def _signed(self, found: Checkpoint) -> bool:
        """Whether a member signed it in his time: once the key that replaced his has signed, his signs no more."""
        tenure = self._policy.tenures.get(found.member)
        if tenure is None or (tenure.until is not None and tenure.until <= self._reached):
            return False
        self._reached = max(self._reached, tenure.since)
        return tenure.public.signed(found.statement(self._policy.vault), found.signature)
