"""The trail as people read it, and the views that enter it in batches. Use cases of a Reader or a Transaction."""

import re
import threading
from collections import Counter
from collections.abc import Callable
from typing import Final

from app.errors import AuditorUnknown
from vault import aside, audit, verifying
from vault.aside import Fact
from vault.folder import Unlocked
from vault.keys import MemberKey
from vault.reader import Reader
from vault.recovery import auditor_key
from vault.transaction import Transaction
from vault.values import RecordId
from vault.verifying import Evidence, Verdict

BATCH: Final = 50
_GROUP: Final = 8
_ENTRIES: Final = re.compile("[1-9][0-9]{0,11}")
_ROOT: Final = re.compile("[0-9a-fA-F]{64}")


class ViewLog:
    """Collects which records were looked at, and writes them to the trail in batches that cost nothing to feel."""

    def __init__(self, write: Callable[[list[Fact]], object]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._seen: Counter[tuple[str, str, RecordId]] = Counter()

    def note(self, action: str, noun: str, record: RecordId = "") -> None:
        """One view ("view") or settled search ("search"); written soon."""
        with self._lock:
            self._seen[action, noun, record] += 1
            full = len(self._seen) >= BATCH
        if full:
            self.flush()

    def flush(self) -> None:
        """Write what was collected; a timer of the window and closing call it."""
        with self._lock:
            seen, self._seen = self._seen, Counter()
        if seen:
            self._write([
                {"action": action, "entity": noun, "record": record or None, "count": count}
                for (action, noun, record), count in seen.items()
            ])  # fmt: skip


def enter(tx: Transaction, facts: list[Fact]) -> None:
    """What was looked at, one entry for each."""
    for fact in facts:
        tx.audit(str(fact["action"]), **{name: value for name, value in fact.items() if name != "action"})


def entries(reader: Reader, limit: int = 200) -> list[dict[str, object]]:
    """The newest entries of the trail first."""
    return audit.entries(reader, limit)


def verify(reader: Reader, evidence: Evidence) -> Verdict:
    """Whether the whole trail holds; the first broken entry and how."""
    return verifying.verify(reader, evidence)


def auditor(unlocked: Unlocked, code: str) -> MemberKey:
    """The auditor's key, which follows from the recovery code.

    Raises RecoveryCodeMistyped, RecoveryCodeUnsound, AuditorUnknown where it is another vault's.
    """
    key = auditor_key(code)
    if key.public.box not in unlocked.policy.auditors:
        raise AuditorUnknown
    return key


def reads(unlocked: Unlocked, key: MemberKey) -> list[Fact]:
    """What was looked at while the vault could not be written and lies sealed beside it. Raises FolderUnavailable."""
    return aside.opened(unlocked.path, unlocked.vault, key)


def grouped(root: bytes) -> str:
    """A root as it is copied by hand: hexadecimal in groups of eight."""
    text = root.hex()
    return " ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def noted(text: str) -> tuple[int, bytes] | None:
    """`ENTRIES:ROOT` as `grouped` wrote it or in one piece; None where it is no such thing, or speaks of no entry."""
    entries, _, root = text.partition(":")
    root = "".join(root.split())
    if not (_ENTRIES.fullmatch(entries) and _ROOT.fullmatch(root)):
        return None
    return int(entries), bytes.fromhex(root)
