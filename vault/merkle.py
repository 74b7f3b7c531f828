"""The Merkle tree of RFC 6962 (section 2.1) over a growing list, kept as the roots of its whole subtrees alone.

Pure; any thread. Adding a leaf costs one hash and a little, the root some log₂ n: nothing is read again.
"""

import hashlib
from typing import Final

_LEAF, _NODE = b"\0", b"\1"
_BYTES: Final = 32


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


class Tree:
    """`size` leaves, and the roots of the whole subtrees they make, the largest first."""

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, frontier: bytes = b"") -> None:
        """The empty tree, or the one that `frontier` was taken of. ValueError where that is none of this size."""
        if len(frontier) != _BYTES * size.bit_count():
            raise ValueError("a tree has one subtree for each bit of its size")
        self.size = size
        self._peaks = [frontier[at : at + _BYTES] for at in range(0, len(frontier), _BYTES)]

    def add(self, content: bytes) -> None:
        """One more leaf."""
        found, size = hashlib.sha256(_LEAF + content).digest(), self.size
        while size & 1:
            found, size = _joined(self._peaks.pop(), found), size >> 1
        self._peaks.append(found)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The Merkle tree hash of all leaves; of none the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        found = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            found = _joined(peak, found)
        return found

    @property
    def frontier(self) -> bytes:
        """What the tree goes on from."""
        return b"".join(self._peaks)
