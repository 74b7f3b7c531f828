"""B-trees read page by page, past what is damaged: rows of tables and of tables without rowid, and where they lie.

For salvaging.py alone, over pages.py. SQLite's file format: sqlite.org/fileformat2.html, sections 1.6 and 2.1. Text is
UTF-8, the page size that of pages.py.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from vault.pages import USABLE

Value = int | float | str | bytes | None
_INTERIOR_TABLE, _LEAF_TABLE, _INTERIOR_INDEX, _LEAF_INDEX = 0x05, 0x0D, 0x02, 0x0A
TABLE_LEAVES: Final = frozenset({_LEAF_TABLE})
INDEX_PAGES: Final = frozenset({_LEAF_INDEX, _INTERIOR_INDEX})
_HEADS: Final = {_INTERIOR_TABLE: 12, _INTERIOR_INDEX: 12, _LEAF_TABLE: 8, _LEAF_INDEX: 8}
_FIRST_PAGE_HEAD: Final = 100
_WHOLE: Final = (0, 1, 2, 3, 4, 6, 8)
_FIRST_TEXT: Final = 12
_LINK: Final = 4


class _Broken(Exception):
    """A cell or page that cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is its rowid, None in a table without."""

    number: int | None
    values: tuple[Value, ...]


@dataclass(slots=True)
class Tree:
    """What a walk from a root met: pages of its own, pages that could not be read, cells that could not."""

    pages: set[int] = field(default_factory=set)
    lost_pages: set[int] = field(default_factory=set)
    lost_cells: int = 0


class Trees:
    """The trees of one database. `page` gives a page's clear bytes, None for a damaged one."""

    def __init__(self, page: Callable[[int], bytes | None], count: int) -> None:
        self._page = page
        self._count = count

    def kind(self, number: int) -> int | None:
        """What kind of tree page it is: its first byte; None for a damaged one and for what is no page of a tree."""
        data = self._page(number)
        kind = data[_start(number)] if data else None
        return kind if kind in _HEADS else None

    def walk(self, root: int, tree: Tree) -> Iterator[Row]:
        """Every row that can be reached from a root; `tree` remembers what was met."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in tree.pages:
                continue
            if self.kind(number) is None:
                tree.lost_pages.add(number)
                continue
            tree.pages.add(number)
            waiting += reversed(self._children(number))
            yield from self.rows(number, tree)

    def rows(self, number: int, tree: Tree) -> Iterator[Row]:
        """The rows that lie in one page."""
        data, kind = self._page(number), self.kind(number)
        if data is None or kind in (None, _INTERIOR_TABLE):
            return
        for at in _cells(data, number):
            try:
                yield self._row(data, at, kind)
            except (_Broken, IndexError, struct.error, UnicodeDecodeError):
                tree.lost_cells += 1

    def _children(self, number: int) -> list[int]:
        data, kind = self._page(number), self.kind(number)
        if data is None or kind not in (_INTERIOR_TABLE, _INTERIOR_INDEX):
            return []
        last = _start(number) + 8
        links = [data[at : at + _LINK] for at in (*_cells(data, number), last)]
        return [child for child in (int.from_bytes(link) for link in links) if 0 < child <= self._count]

    def _row(self, data: bytes, at: int, kind: int | None) -> Row:
        if kind == _INTERIOR_INDEX:
            at += _LINK
        size, at = _varint(data, at)
        row = None
        if kind == _LEAF_TABLE:
            row, at = _varint(data, at)
            row -= (row >> 63) << 64
        return Row(row, tuple(_record(self._payload(data, at, size, table=kind == _LEAF_TABLE))))

    def _payload(self, data: bytes, at: int, size: int, *, table: bool) -> bytes:
        here = _local_bytes(size, table=table)
        if size > self._count * USABLE or at + here > len(data):
            raise _Broken
        parts, left = [data[at : at + here]], size - here
        following = int.from_bytes(data[at + here : at + here + _LINK]) if left else 0
        while left > 0:
            page = self._page(following) if 0 < following <= self._count else None
            if page is None:
                raise _Broken
            parts.append(page[_LINK : _LINK + left])
            left -= len(parts[-1])
            following = int.from_bytes(page[:_LINK])
        return b"".join(parts)


def _start(number: int) -> int:
    return _FIRST_PAGE_HEAD if number == 1 else 0


def _cells(data: bytes, number: int) -> list[int]:
    """Where the cells of a tree page begin."""
    start = _start(number)
    count, first = int.from_bytes(data[start + 3 : start + 5]), start + _HEADS[data[start]]
    places = [int.from_bytes(data[at : at + 2]) for at in range(first, first + 2 * count, 2)]
    return [at for at in places if first + 2 * count <= at < USABLE]


def _local_bytes(size: int, *, table: bool) -> int:
    """How many bytes of a payload lie in its own page."""
    most = USABLE - 35 if table else (USABLE - 12) * 64 // 255 - 23
    if size <= most:
        return size
    least = (USABLE - 12) * 32 // 255 - 23
    here = least + (size - least) % (USABLE - _LINK)
    return here if here <= most else least


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for length in range(9):
        byte = data[at + length]
        if length == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + length + 1
    raise _Broken


def _record(payload: bytes) -> Iterator[Value]:
    head, at = _varint(payload, 0)
    body = head
    while at < head:
        kind, at = _varint(payload, at)
        length = _length(kind)
        if body + length > len(payload):
            raise _Broken
        yield _value(kind, payload[body : body + length])
        body += length


def _length(kind: int) -> int:
    if kind >= _FIRST_TEXT:
        return (kind - _FIRST_TEXT) // 2
    if kind in (7, 8, 9):
        return 8 if kind == 7 else 0
    if kind > 9:
        raise _Broken
    return _WHOLE[kind]


def _value(kind: int, data: bytes) -> Value:
    if kind >= _FIRST_TEXT:
        return data.decode() if kind % 2 else data
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind in (8, 9):
        return kind - 8
    return int.from_bytes(data, signed=True) if kind else None
