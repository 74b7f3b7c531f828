"""Clean text: one form for equal characters, nothing invisible, no stray space. Pure; anyone, any thread."""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Format characters that come along from web pages; joiners (U+200C, U+200D) stay: they shape letters."""
_SPACES: Final = re.compile(r"\s+")
_PLAIN: Final = re.compile(r"[!-~]+(?: [!-~]+)*")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")


def clean(text: str) -> str:
    """One line: NFC, nothing invisible, runs of space made one, trimmed. Cleaning twice changes nothing."""
    if _PLAIN.fullmatch(text):
        return text
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def clean_lines(text: str) -> str:
    """Several lines: as `clean`, but line breaks stay, as newlines."""
    if _PLAIN.fullmatch(text):
        return text
    lines = _LINE_ENDS.sub("\n", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as ASCII: "１３８" is "138"."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
