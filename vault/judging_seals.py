"""The sessions of a trail as `verify` meets them: their sealed seeds, their commits, and their MACs with the auditor.

Each entry of a session belongs to the commit before or to the next one, never to another: so a key of a later commit
shows on an earlier entry. Entries of a version 1 vault name no commit; each had the next key.
"""

import hashlib
import hmac
from dataclasses import dataclass

from vault import audit
from vault.audit import Seal
from vault.breaks import TrailBreakError
from vault.keys import KEY_BYTES, MemberKey, TamperedError
from vault.policy import Policy
from vault.reader import Reader


@dataclass(slots=True)
class _Session:
    key: bytes | None
    epoch: int = 0

    def go_on(self) -> None:
        self.epoch += 1
        if self.key is not None:
            self.key = hashlib.sha256(self.key).digest()


class Sessions:
    """Asked for each entry in order. Counts sessions sealed after the fact, and those whose MACs it cannot check."""

    def __init__(self, reader: Reader, policy: Policy, auditor: MemberKey | None) -> None:
        self._left = audit.seals(reader)
        self._none = not self._left
        self._most = int(str((reader.one("SELECT count(*) FROM audit") or (0,))[0]))
        self._policy, self._auditor = policy, auditor
        self._sessions: dict[str, _Session] = {}
        self._older = hashlib.sha256()
        self._older_told = False
        self.older = 0
        self.unchecked = 0
        self.commits_named = False
        """Whether an entry that names its commit came already."""

    def judge(self, seq: int, entry: dict[str, object], chain: bytes, mac: bytes) -> bool:
        """Whether this entry begins another commit. Raises TrailBreakError."""
        name = entry.get("session")
        if not isinstance(name, str):
            raise TrailBreakError(seq, "edited")
        state = self._sessions.get(name)
        if state is None:
            state = self._sessions[name] = self._begun(seq, name, entry)
            begins = self._first(seq, entry.get("epoch"))
        else:
            begins = self._following(seq, entry.get("epoch"), state)
        if "older" in entry:
            self._told(seq, entry["older"])
        if state.key is not None and not hmac.compare_digest(hmac.digest(state.key, chain, "sha256"), mac):
            raise TrailBreakError(seq, "epoch" if self._by_later(state.key, chain, mac) else "mac")
        return begins

    def finish(self, entries: int) -> None:
        """All entries were judged: each seal had its session. Raises TrailBreakError."""
        first = min((seal.first for seal in self._left.values()), default=0)
        if self._left:
            raise TrailBreakError(entries + 1, "cut") if first > entries else TrailBreakError(max(first, 1), "seal")
        if self.older and not self._older_told:
            raise TrailBreakError(1, "seal_missing")

    def _told(self, seq: int, older: object) -> None:
        """The entry of the day when the seeds of older sessions were sealed: these and no others."""
        if older != self._older.hexdigest():
            raise TrailBreakError(seq, "seal")
        self._older_told = True

    def _first(self, seq: int, epoch: object) -> bool:
        if epoch is None and not self.commits_named:
            return True
        if type(epoch) is not int or epoch:
            raise TrailBreakError(seq, "epoch")
        self.commits_named = True
        return True

    def _following(self, seq: int, epoch: object, state: _Session) -> bool:
        if epoch is None and not self.commits_named:
            state.go_on()
            return True
        if type(epoch) is not int or epoch not in (state.epoch, state.epoch + 1):
            raise TrailBreakError(seq, "epoch")
        if epoch == state.epoch:
            return False
        state.go_on()
        return True

    def _begun(self, seq: int, name: str, entry: dict[str, object]) -> _Session:
        seal, older = self._left.pop(name, None), entry.get("epoch") is None
        if seal is None:
            if not older or not self._none:
                raise TrailBreakError(seq, "seal_missing")
            self.unchecked += 1
            return _Session(None)
        digest = hashlib.sha256(seal.sealed)
        if seal.first != seq or seal.auditor not in self._policy.auditors:
            raise TrailBreakError(seq, "seal")
        if older:
            self._older.update(digest.digest())
            self.older += 1
        elif entry.get("seal") != digest.hexdigest():
            raise TrailBreakError(seq, "seal")
        return _Session(self._seed(seq, seal))

    def _seed(self, seq: int, seal: Seal) -> bytes | None:
        if self._auditor is None or self._auditor.public.box != seal.auditor:
            self.unchecked += 1
            return None
        try:
            seed = self._auditor.open(seal.sealed, audit.context(self._policy.vault, seal.session))
        except TamperedError:
            raise TrailBreakError(seq, "seal") from None
        if len(seed) != KEY_BYTES:
            raise TrailBreakError(seq, "seal")
        return seed

    def _by_later(self, key: bytes, chain: bytes, mac: bytes) -> bool:
        """Whether a key that this session came to afterwards made the MAC."""
        for _ in range(self._most + 1):
            key = hashlib.sha256(key).digest()
            if hmac.compare_digest(hmac.digest(key, chain, "sha256"), mac):
                return True
        return False
