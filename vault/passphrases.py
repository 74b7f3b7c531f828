"""Whether a new passphrase is good enough, and why not. Old ones are never judged, only tried.

For creating and changing, and for the strength shown while typing (through app); any thread, some
milliseconds. Rules: at least 15 characters after NFKC, judged by zxcvbn with the vault's own words as
hints, no composition rules. Six generated words (app/suggesting.py) always pass: the shortest have more
than 15 characters.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vault.errors import PassphraseRefused

SHORTEST: Final = 15
LONGEST: Final = 1024
WEAKEST: Final = 3
_LEFT: Final = 8
"""Letters and digits that must remain beside the vault's own words."""

_JUDGED: Final = 72
"""zxcvbn refuses more; the rest can only make it stronger."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` 0 to 4; `reasons` are keys: too_short, too_long, unprintable, too_common, own_words,
    repeated.
    """

    score: int
    reasons: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Whether a vault may be locked with it."""
        return not self.reasons


def judge(passphrase: str, hints: Iterable[str] = ()) -> Judgement:
    """Judge a new passphrase; `hints` are names an attacker would try first: the vault's, the user's."""
    text = unicodedata.normalize("NFKC", passphrase)
    reasons = _forms(text)
    if "unprintable" in reasons or not text:
        return Judgement(0, reasons)
    words = [word for hint in hints for word in (hint, *re.split(r"\W+", hint)) if len(word) > 2]
    score = _score(text, words)
    if not reasons and _own_words_only(text, words):
        reasons = ("own_words",)
    if not reasons and score < WEAKEST:
        reasons = (_why_weak(text, words, score),)
    return Judgement(min(score, 2) if reasons else score, reasons)


def require(passphrase: str, hints: Iterable[str] = ()) -> None:
    """Raises PassphraseRefused (fact: reason) unless the passphrase is good enough."""
    found = judge(passphrase, hints)
    if not found.accepted:
        raise PassphraseRefused(reason=found.reasons[0])


def _forms(text: str) -> tuple[str, ...]:
    reasons = []
    if len(text) < SHORTEST:
        reasons.append("too_short")
    if len(text) > LONGEST:
        reasons.append("too_long")
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        reasons.append("unprintable")
    return tuple(reasons)


def _score(text: str, words: list[str]) -> int:
    import zxcvbn  # its word lists take a tenth of a second to load

    return int(zxcvbn.zxcvbn(text[:_JUDGED], user_inputs=words)["score"])


def _own_words_only(text: str, words: list[str]) -> bool:
    """Whether hardly anything is left without the hints: zxcvbn takes the spaces between them for work."""
    rest = text.casefold()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word.casefold(), "")
    return bool(words) and len(re.sub(r"\W", "", rest)) < _LEFT


def _why_weak(text: str, words: list[str], score: int) -> str:
    if len(set(text)) < 6:
        return "repeated"
    return "own_words" if words and _score(text, []) > score else "too_common"
