"""Cells that do nothing in a spreadsheet, and texts that carry somebody's number or address out. Pure; any thread.

Formula injection: OWASP, "CSV Injection". A cell is guarded by an apostrophe, in CSV alone: the cells of our
workbooks are typed as text and cannot run.
"""

import re
from typing import Final

_LEAD: Final = r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]*"
_STARTS: Final = re.compile(rf"{_LEAD}[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER: Final = re.compile(r"[+-]?[0-9][0-9.,]*")
_AFTER_SEPARATOR: Final = re.compile(rf"([;,|\t\r\n]{_LEAD})(?=[=@＝＠])")
_AFTER_SEPARATOR_SUM: Final = re.compile(rf"([;,|\t\r\n]{_LEAD})(?=[+\-＋－])")
_CALLS: Final = re.compile(r"[|(!]")
_RISKY: Final = re.compile(rf"(?:^|[;,|\t\r\n]){_LEAD}[=+\-@＝＋－＠]|^[\t\r\n]")
APOSTROPHE: Final = "'"

_ADDRESS: Final = re.compile(r"[^\s@<>\"',;:()]+@[^\s@<>\"',;:()]+\.[^\s@<>\"',;:()]+")
_DIGITS: Final = re.compile(r"\+?\d(?:[\s()./-]{0,3}\d){6,}")
_DAY: Final = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d\b")


def inert(text: str) -> str:
    """`text` so that no spreadsheet runs it, whichever delimiter it believes in.

    Numbers, and phone numbers in E.164, begin no formula and stay as they are.
    """
    if not _RISKY.search(text) or _NUMBER.fullmatch(text):
        return text
    text = _AFTER_SEPARATOR.sub(r"\1'", text)
    if _CALLS.search(text):
        text = _AFTER_SEPARATOR_SUM.sub(r"\1'", text)
    return APOSTROPHE + text if _STARTS.match(text) else text


def carries(text: str) -> bool:
    """Whether a text seems to hold a whole e-mail address or phone number: seven digits and more, not a day."""
    if "@" in text and _ADDRESS.search(text):
        return True
    return _DIGITS.search(text) is not None and _DIGITS.search(_DAY.sub(" ", text)) is not None
