"""E-mail addresses: syntax as RFC 5321 and 5322 have it, no network. Pure apart from a cache; any thread."""

import re
from functools import lru_cache
from typing import Final

from app.quality.errors import Unfit

_ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN: Final = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-z]{{2,63}}")
"""What all but a few addresses look like; a subset of what the library accepts. 2 µs against its 25."""
_LONGEST: Final = 254
_SEPARATORS: Final = re.compile(r"\s*(?:[;；、，|\n]|,(?=[^,@]*@)|:::)\s*|\s+(?=\S+@)")
_DRESSED: Final = re.compile(r"[^<>]*<([^<>]+@[^<>]+)>")


def split(text: str) -> list[str]:
    """The addresses in a cell that holds one or several."""
    if "<" in text:
        return _DRESSED.findall(text) or [text]
    if text.count("@") == 1:
        return [text]
    return [part for part in _SEPARATORS.split(text) if part]


def address(text: str) -> str:
    """`text` as the vault keeps it: lower case, domain in Unicode. Raises Unfit `not_an_email`."""
    lower = text.strip().lower()
    if len(lower) <= _LONGEST and _PLAIN.fullmatch(lower):
        return lower
    return _slow(lower.removeprefix("mailto:"))


@lru_cache(maxsize=20_000)
def _slow(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email  # imported late: 60 ms

    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Unfit("not_an_email") from None
    return found.normalized.lower()
