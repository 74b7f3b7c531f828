"""Checkpoints of the trail: the RFC 6962 root over all its entries, signed by the member at work (vault.md, Trail).

Written by the writer thread inside the transaction that makes one due. Each keeps its tree's frontier, so that the
next one reads only what came since. A checkpoint says what the trail was; it cannot say that nothing came after.
"""

from dataclasses import astuple, dataclass, replace
from typing import Final, Protocol

from vault import cbor
from vault.clock import now_ms
from vault.header import Header
from vault.keys import MemberKey
from vault.merkle import Tree
from vault.policy import Member
from vault.reader import Connection

EVERY: Final = 256
_LABEL: Final = "satchel/1 trail checkpoint"
_COLUMNS: Final = "entries, at, root, header, commits, member, signature, frontier"
_SLICE: Final = 1_000


class Signer(Protocol):
    """What of an unlocked vault is asked for."""

    header: Header
    member: Member
    member_key: MemberKey

    @property
    def vault(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A row: what stood after so many entries, and who says so. `header` and `commits` are counters of that moment."""

    entries: int
    at: int
    root: bytes
    header: int
    commits: int
    member: bytes
    signature: bytes
    frontier: bytes

    def statement(self, vault: bytes) -> bytes:
        """What is signed."""
        return cbor.encode([_LABEL, vault, self.entries, self.root, self.header, self.commits, self.at])

    def tree(self) -> Tree:
        """The tree to go on from; the empty one where what is kept does not give this root."""
        try:
            tree = Tree(self.entries, self.frontier)
        except ValueError:
            return Tree()
        return tree if tree.root == self.root else Tree()


def everyone(connection: Connection) -> list[Checkpoint]:
    """All checkpoints, the oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM audit_checkpoints ORDER BY entries").fetchall()
    return [Checkpoint(*row) for row in rows]  # type: ignore[arg-type] # columns of a STRICT table


def write_when_due(connection: Connection, entries: int, signer: Signer) -> None:
    """A checkpoint where EVERY entries or more came since the last; `entries`: the newest of this transaction, or 0."""
    if entries:
        newest = _newest(connection, entries)
        if entries - (newest.entries if newest else 0) >= EVERY:
            write(connection, signer)


def write(connection: Connection, signer: Signer) -> Checkpoint:
    """Sign the trail as it stands in this transaction."""
    row = connection.execute("SELECT coalesce(max(seq), 0) FROM audit").fetchone()
    tree = _grown(connection, int(str(row[0])) if row else 0)
    counter = connection.execute("SELECT value FROM vault_state WHERE key = 'commit_counter'").fetchone()
    found = Checkpoint(
        tree.size, now_ms(), tree.root, signer.header.sequence, int(str(counter[0])) if counter else 0,
        signer.member.id, b"", tree.frontier,
    )  # fmt: skip
    found = replace(found, signature=signer.member_key.sign(found.statement(signer.vault)))
    if found.entries:
        connection.execute(
            f"INSERT OR IGNORE INTO audit_checkpoints ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(found)
        )
    return found


def _newest(connection: Connection, entries: int) -> Checkpoint | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM audit_checkpoints WHERE entries BETWEEN 1 AND ? ORDER BY entries DESC LIMIT 1",
        (entries,),
    ).fetchone()
    return Checkpoint(*row) if row else None  # type: ignore[arg-type] # columns of a STRICT table


def _grown(connection: Connection, entries: int) -> Tree:
    newest = _newest(connection, entries)
    tree = newest.tree() if newest else Tree()
    cursor = connection.execute("SELECT CAST(entry AS BLOB) FROM audit WHERE seq > ? ORDER BY seq", (tree.size,))
    while rows := cursor.fetchmany(_SLICE):
        for (text,) in rows:
            assert isinstance(text, bytes)
            tree.add(text)
    return tree
