"""Entries to be added to the chain, each made under the policy that those before it leave.

For rekeying.py and rotating.py, under LOCK. Written before the header that names the last of them: until then they are
a tail that nobody reads.
"""

from vault import chain, disk, policy
from vault.keys import MemberKey
from vault.unlocked import CHAIN_FILE, Unlocked

Signer = tuple[bytes, MemberKey]
"""A member's id and key."""


class Amendment:
    """The chain in force and what is to follow. `rules` is the policy after the last entry added."""

    def __init__(self, unlocked: Unlocked) -> None:
        self._path = unlocked.path / CHAIN_FILE
        with disk.guarded():
            entries = chain.unpack(disk.read_bounded(self._path, chain.LIMIT) or b"")
        head = [policy.digest(held) for held in entries].index(unlocked.header.chain_head)
        self._entries = entries[: head + 1]
        self.rules = policy.verify(self._entries, unlocked.header.chain_head)

    def add(self, entry: bytes) -> None:
        """One more entry. Raises ChainForged where the policy before it does not allow it."""
        self._entries.append(entry)
        self.rules = policy.verify(self._entries, policy.digest(entry))

    def write(self) -> None:
        """Put it on the disk; it comes into force when the header names it. Raises DiskFull, FolderUnavailable."""
        with disk.guarded():
            disk.replace(self._path, chain.pack(self._entries))
