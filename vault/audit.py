"""The trail: canonical entries in a hash chain, each under a key that evolves with every entry (vault.md, Trail).

Entries never hold a personal value or a search word. Written by the writer thread in the transaction they speak of.
The per-session key derives from the vault's audit key and the session's number; it is replaced by its own hash
after each entry, so a key found later forges nothing earlier.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vault.clock import now_ms
from vault.reader import Connection, Reader

START: Final = bytes(32)
ENTRY_KEYS: Final = ("seq", "time", "monotonic", "actor", "device", "session", "action", "entity", "record", "fields",
                     "count", "class", "outcome", "prev")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds, over how many entries, and the first entry that does not with the kind of break."""

    ok: bool
    entries: int
    broken_at: int | None = None
    why: str | None = None


def session_key(audit_key: bytes, session: str) -> bytes:
    """The first key of a session's entries."""
    return hmac.digest(audit_key, b"session|" + session.encode(), "sha256")


def canonical(entry: dict[str, object]) -> str:
    """The one text of an entry: sorted keys, no spaces."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def link(previous: bytes, text: str) -> bytes:
    """The chain value of an entry after `previous`."""
    return hashlib.sha256(previous + text.encode()).digest()


class Trail:
    """Appends to the chain for one session; lives on the writer thread."""

    def __init__(self, audit_key: bytes, session: str, actor: str, device: str) -> None:
        self._key = session_key(audit_key, session)
        self._session, self._actor, self._device = session, actor, device
        self._pending_key = self._key

    def begin(self) -> None:
        """A transaction starts: keys move on only if it commits."""
        self._pending_key = self._key

    def committed(self) -> None:
        """The transaction is on disk: forget the keys before."""
        self._key = self._pending_key

    def append(self, connection: Connection, action: str, **facts: object) -> int:
        """Write one entry; `facts` are of ENTRY_KEYS. Gives its sequence number."""
        last = connection.execute("SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        seq, previous = (int(str(last[0])) + 1, last[1]) if last else (1, START)
        assert isinstance(previous, bytes)
        entry: dict[str, object] = {
            "seq": seq, "time": now_ms(), "monotonic": time.monotonic_ns() // 1_000_000, "actor": self._actor,
            "device": self._device, "session": self._session, "action": action, "outcome": "done",
            "prev": previous.hex(), **facts,
        }  # fmt: skip
        text = canonical(entry)
        chain = link(previous, text)
        mac = hmac.digest(self._pending_key, chain, "sha256")
        self._pending_key = hashlib.sha256(self._pending_key).digest()
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (seq, text, chain, mac))
        return seq


def entries(reader: Reader, limit: int = 200, before: int | None = None) -> list[dict[str, object]]:
    """The newest entries first."""
    rows = reader.rows("SELECT entry FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?", (before or 2**62, limit))
    return [json.loads(str(text)) for (text,) in rows]


def verify(reader: Reader, audit_key: bytes) -> Verdict:
    """Walk the whole chain; names the first entry that broke and how."""
    previous, expected, keys, count = START, 1, dict[str, bytes](), 0
    for seq, text, chain, mac in _walk(reader):
        why = _fault(seq, text, chain, previous, expected)
        if why is None:
            session = str(_read(text)["session"])
            key = keys.get(session) or session_key(audit_key, session)
            if not hmac.compare_digest(hmac.digest(key, chain, "sha256"), mac):
                why = "mac"
            keys[session] = hashlib.sha256(key).digest()
        if why is not None:
            return Verdict(False, count, expected, why)
        previous, expected, count = chain, expected + 1, count + 1
    return Verdict(True, count)


def _fault(seq: int, text: str, chain: bytes, previous: bytes, expected: int) -> str | None:
    if seq != expected:
        return "missing"
    entry = _read(text)
    if entry.get("seq") != seq or entry.get("prev") != previous.hex() or canonical(entry) != text:
        return "entry"
    if not isinstance(entry.get("session"), str):
        return "entry"
    return None if link(previous, text) == chain else "chain"


def _read(text: str) -> dict[str, object]:
    """An entry's facts; none where the text is no entry any more."""
    try:
        entry = json.loads(text)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _walk(reader: Reader) -> Iterator[tuple[int, str, bytes, bytes]]:
    last = 0
    while rows := reader.rows(
        "SELECT seq, entry, chain, mac FROM audit WHERE seq > ? ORDER BY seq LIMIT 1000", (last,)
    ):
        yield from rows  # type: ignore[misc] # columns of a STRICT table
        last = int(str(rows[-1][0]))
