"""Names that people choose for vaults, users and devices: how they are cleaned, refused, compared and unsealed.
Pure.
"""

import unicodedata
from typing import Final

from vault.errors import BadName
from vault.keys import Context, KeyMismatchError, TamperedError, unwrap

LONGEST: Final = 100


def cleaned(name: str) -> str:
    """NFC without outer spaces. Raises BadName where empty, longer than 100 or with control characters."""
    try:
        text = unicodedata.normalize("NFC", name.encode().decode()).strip()
    except UnicodeEncodeError:
        raise BadName from None
    if not 0 < len(text) <= LONGEST or any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in text):
        raise BadName
    return text


def same(one: str, other: str) -> bool:
    """Whether two sign-in names are one: case and compatibility forms do not matter."""
    return _folded(one) == _folded(other)


def opened(key: bytes, held: dict[bytes, bytes], context: Context) -> str:
    """The name that the policy holds sealed; empty where it holds none that opens."""
    try:
        return unwrap(key, held[context.object], context).decode()
    except (KeyError, KeyMismatchError, TamperedError):
        return ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.strip()).casefold()
