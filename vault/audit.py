"""The trail: canonical entries in a hash chain, MACed under keys that nobody at the desk can find again (vault.md).

Entries never hold a personal value or a search word. Written by the writer thread in the transaction they speak of.
A session's keys start from a random seed that is sealed to the auditor before it is used; after each commit with
entries the key is replaced by its own hash, in place. So whoever takes the vault forges no entry of an earlier
commit that the auditor would believe. Each entry names its commit (`epoch`), the first of a session also the hash
of its sealed seed. Read and judged by verifying.py.
"""

import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vault.clock import now_ms
from vault.keys import KEY_BYTES, Context, PublicKeys
from vault.reader import Connection, Reader

START: Final = bytes(32)
ENTRY_KEYS: Final = ("seq", "time", "monotonic", "actor", "device", "session", "action", "entity", "record", "fields",
                     "count", "class", "outcome", "prev", "epoch", "seal", "older")  # fmt: skip
"""`seal` is the hash of the session's sealed seed, in its first entry; `older` that of those sealed after the fact."""

_SLICE: Final = 1_000
encode: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


@dataclass(frozen=True, slots=True)
class Seal:
    """A row: whose seed, the session's first entry, the auditor's box key it is for, the seed sealed."""

    session: str
    first: int
    auditor: bytes
    sealed: bytes


def canonical(entry: dict[str, object]) -> str:
    """The one text of an entry: sorted keys, no spaces."""
    return encode(entry)


def link(previous: bytes, text: str) -> bytes:
    """The chain value of an entry after `previous`."""
    return hashlib.sha256(previous + text.encode()).digest()


def context(vault: bytes, session: str) -> Context:
    """Where a session's seed belongs."""
    return Context(vault, "audit seed", session.encode())


def older_key(audit_key: bytes, session: str) -> bytes:
    """The first key of a session in a vault of version 1: from the vault key, known to every member."""
    return hmac.digest(audit_key, b"session|" + session.encode(), "sha256")


class Trail:
    """Appends to the chain for one session; lives on the writer thread."""

    def __init__(self, vault: bytes, auditor: PublicKeys, session: str, actor: str, device: str) -> None:
        self._key = bytearray(os.urandom(KEY_BYTES))
        self._sealed = auditor.seal(self._key, context(vault, session))
        self._vault, self._auditor = vault, auditor
        self._session, self._actor, self._device = session, actor, device
        self._epoch = 0
        self._written = 0
        self._begun = False
        self.last = 0
        """The newest entry of this transaction, 0 before the first."""

    def begin(self) -> None:
        """A transaction starts: what one before it wrote and took back is forgotten."""
        self._written, self.last = 0, 0

    def committed(self) -> None:
        """The transaction is on disk: overwrite the key it used with the next."""
        if self._written:
            self._key[:] = hashlib.sha256(self._key).digest()
            self._epoch += 1
            self._begun = True

    def append(self, connection: Connection, action: str, **facts: object) -> int:
        """Write one entry; `facts` are of ENTRY_KEYS. Gives its sequence number."""
        row = connection.execute("SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        seq, previous = (int(str(row[0])) + 1, row[1]) if row else (1, START)
        assert isinstance(previous, bytes)
        entry: dict[str, object] = {
            "seq": seq, "time": now_ms(), "monotonic": time.monotonic_ns() // 1_000_000, "actor": self._actor,
            "device": self._device, "session": self._session, "action": action, "outcome": "done",
            "prev": previous.hex(), "epoch": self._epoch, **facts,
        }  # fmt: skip
        if not self._begun and not self._written:
            entry["seal"] = _keep(connection, Seal(self._session, seq, self._auditor.box, self._sealed))
        text = canonical(entry)
        chain = link(previous, text)
        connection.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?)", (seq, text, chain, hmac.digest(self._key, chain, "sha256"))
        )
        self._written, self.last = self._written + 1, seq
        return seq

    def seal_older(self, connection: Connection, audit_key: bytes) -> None:
        """Seal the seeds of a version 1 vault's sessions, so that they outlive the vault key; one entry says so."""
        older = hashlib.sha256()
        found = _first_entries(connection)
        for session, first in found.items():
            sealed = self._auditor.seal(older_key(audit_key, session), context(self._vault, session))
            older.update(bytes.fromhex(_keep(connection, Seal(session, first, self._auditor.box, sealed))))
        self.append(connection, "seal_older", count=len(found), older=older.hexdigest())


def unsealed(connection: Connection) -> bool:
    """Whether the trail is still one of version 1: entries, and no seal at all."""
    row = connection.execute("SELECT EXISTS (SELECT 1 FROM audit) > EXISTS (SELECT 1 FROM audit_seals)").fetchone()
    return row is not None and bool(row[0])


def seals(reader: Reader) -> dict[str, Seal]:
    """The seals by session."""
    rows = reader.rows("SELECT session, first, auditor, sealed FROM audit_seals")
    return {str(row[0]): Seal(*row) for row in rows}  # type: ignore[arg-type] # columns of a STRICT table


def entries(reader: Reader, limit: int = 200, before: int | None = None) -> list[dict[str, object]]:
    """The newest entries first; what is no entry any more is left out."""
    sql = "SELECT CAST(entry AS BLOB) FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?"
    found = (read(bytes(text)) for (text,) in reader.rows(sql, (before or 2**62, limit)) if isinstance(text, bytes))
    return [entry for entry in found if entry]


def read(text: str | bytes) -> dict[str, object]:
    """An entry's facts; none where the text is no entry any more."""
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def walk(connection: Connection) -> Iterator[tuple[int, str, bytes, bytes]]:
    """All rows in their order: number, text, chain value, MAC."""
    cursor = connection.execute("SELECT seq, CAST(entry AS BLOB), chain, mac FROM audit ORDER BY seq")
    while rows := cursor.fetchmany(_SLICE):
        for seq, text, chain, mac in rows:
            yield seq, text.decode(errors="replace"), chain, mac  # type: ignore[misc,attr-defined] # STRICT


def _keep(connection: Connection, seal: Seal) -> str:
    connection.execute(
        "INSERT INTO audit_seals VALUES (?, ?, ?, ?)", (seal.session, seal.first, seal.auditor, seal.sealed)
    )
    return hashlib.sha256(seal.sealed).hexdigest()


def _first_entries(connection: Connection) -> dict[str, int]:
    """The first entry of each session, in their order."""
    found: dict[str, int] = {}
    for seq, text, _, _ in walk(connection):
        session = read(text).get("session")
        if isinstance(session, str):
            found.setdefault(session, seq)
    return found
