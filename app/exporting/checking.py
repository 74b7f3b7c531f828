"""Reads a finished file back and looks in it for whole addresses and numbers that were to stay inside.

The fact that the export page states is this check's result, not a promise. Any thread.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final

from vault.folding import digits_of

_ADDRESS: Final = re.compile(r"[^\s@<>\"',;:()]+@[^\s@<>\"',;:()]+")
_DIGITS: Final = re.compile(r"\+?\d(?:[ ()./\t-]{0,3}\d){6,}")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 400


def disclosed(path: Path, marks: set[int]) -> int:
    """How many places of the file hold a value whose mark is among `marks`."""
    if not marks:
        return 0
    return sum(_count(text, marks) for part in _parts(path) for text in part)


def _count(text: str, marks: set[int]) -> int:
    addresses = (found.lower() for found in _ADDRESS.findall(text)) if "@" in text else ()
    numbers = (digits_of(found) for found in _DIGITS.findall(text))
    found = sum(hash(each) in marks for each in addresses)
    return found + sum(hash(each) in marks or hash(each.lstrip("0")) in marks for each in numbers)


def _parts(path: Path) -> Iterator[Iterator[str]]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield _texts(file.read)
        return
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            with book.open(name) as file:
                yield (unescape(text) for text in _texts(file.read))


def _texts(read: object) -> Iterator[str]:
    """Chunks of text that overlap, so that nothing hides on a border."""
    assert callable(read)
    before = b""
    while chunk := read(_CHUNK):
        yield (before + chunk).decode("utf-8", "replace")
        before = chunk[-_OVERLAP:]
