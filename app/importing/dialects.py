"""Which delimiter a text table uses, and in which row its heads stand. Pure; any thread.

Counting the candidates outside quotes finds delimiters as well as CleverCSV does, and invents none in a
file of a single column.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.importing.errors import UnknownDelimiter

CANDIDATES: Final = (",", ";", "\t", "|")
_WORDS: Final = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_ROWS: Final = 200
_PREAMBLE: Final = 20
_EVEN_ENOUGH: Final = 0.6


def named(delimiter: str) -> str:
    """The character a person means: itself, or "tab", "comma" and so on. Raises UnknownDelimiter."""
    sign = _WORDS.get(delimiter.lower(), delimiter)
    if len(sign) != 1 or sign.isalnum() or sign in '"\r\n\0' or sign == "\ufeff":
        raise UnknownDelimiter(delimiter=delimiter)
    return sign


def announced(sample: str) -> str | None:
    """The delimiter of a first line `sep=;`, as spreadsheets write it, or None."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    return first[4:] if len(first) == 5 and first.lower().startswith("sep=") else None


def delimiter_of(sample: str) -> str:
    """The delimiter that divides the sample's rows most evenly; a comma where none divides them."""
    best, best_score = ",", 0.0
    for sign in CANDIDATES:
        score = _evenness(_widths(sample, sign))
        if score > best_score + 1e-9:
            best, best_score = sign, score
    return best


def _widths(sample: str, sign: str) -> list[int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=sign)
    widths: list[int] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) >= _ROWS:
                break
    except csv.Error:
        pass
    return widths


def _evenness(widths: Sequence[int]) -> float:
    """Between 0 (not divided) and 1: the share of rows as wide as most, a little more for wide ones."""
    divided = Counter(width for width in widths if width > 1)
    if not divided:
        return 0.0
    width, count = max(divided.items(), key=lambda item: (item[1], item[0]))
    if widths[0] == 1 and not _after_preamble(widths):
        return 0.0
    share = count / len(widths)
    first = widths[0] == width
    if share < _EVEN_ENOUGH and not (first and share > 0.2):
        return 0.0
    return share * (1 - 1 / (1 + width)) + (0.1 if first else 0.0)


def _after_preamble(widths: Sequence[int]) -> bool:
    """Whether a few undivided lines stand before rows that are all divided, widely."""
    start = next((place for place, width in enumerate(widths[:_PREAMBLE]) if width > 2), None)
    return start is not None and all(width > 1 for width in widths[start:]) and len(widths) > start + 1


def head_row(rows: Sequence[Sequence[str | None]]) -> int:
    """The place of the heads among the first rows: titles and notes above a table fill one cell only."""
    filled = [sum(1 for cell in row if cell and cell.strip()) for row in rows[:_PREAMBLE]]
    widest = max(filled, default=0)
    if widest < 3:
        return next((place for place, count in enumerate(filled) if count), 0)
    return next(place for place, count in enumerate(filled) if count > 1 and count * 2 >= widest)
