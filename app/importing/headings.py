"""Column heads as other programs write them, brought to one form. Pure; anyone, any thread."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.quality.moneys import CODES, SIGNS

_BRACKETS: Final = re.compile(r"[(\[【<]([^)\]】>]*)[)\]】>]")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_CUSTOM: Final = re.compile(r"__c\Z", re.IGNORECASE)
_UNITS: Final = {"亿": 100_000_000, "億": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "万": 10_000,
                 "萬": 10_000, "千": 1_000}  # fmt: skip
_LATIN_UNITS: Final = {"k": 1_000, "tsd": 1_000, "thousand": 1_000, "thousands": 1_000, "m": 1_000_000,
                       "mio": 1_000_000, "million": 1_000_000, "millions": 1_000_000}  # fmt: skip
USES: Final = {
    "home": "home", "private": "home", "personal": "home", "privat": "home", "business": "work", "work": "work",
    "office": "work", "company": "work", "billing": "work", "mailing": "work", "direct": "work", "mobile": "mobile",
    "cell": "mobile", "cellular": "mobile", "handy": "mobile", "mobil": "mobile", "other": "other", "shipping": "other",
    "alternate": "other", "secondary": "other", "car": "other", "additional": "other",
    "家庭": "home", "住宅": "home", "私人": "home", "商务": "work", "工作": "work", "办公": "work", "单位": "work",
    "公司": "work", "手机": "mobile", "移动": "mobile", "其他": "other", "其它": "other", "备用": "other",
}  # fmt: skip
"""Words that say where a contact point or an address is used."""
_HAN_USES: Final = tuple(word for word in USES if not word.isascii())
_FILLERS: Final = frozenset({"primary", "main", "default", "value", "number", "no", "the", "preferred", "联系"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A head in parts: `compact` is its letters alone; `bare` is that without numbers, uses and fillers."""

    words: tuple[str, ...]
    compact: str
    numberless: str
    bare: str
    use: str | None
    times: int
    currency: str | None


@lru_cache(maxsize=4_000)
def heading(text: str) -> Heading:
    """The parts of a head: "E-mail 2 - Value", "MailingPostalCode", "成交金额(万)"."""
    plain = _CUSTOM.sub("", unicodedata.normalize("NFKC", text).strip())
    times, currency = _units(" ".join(_BRACKETS.findall(plain)))
    words = tuple(_WORD.findall(_CAMEL.sub(" ", _BRACKETS.sub(" ", plain)).lower()))
    letters = [word for word in words if not word.isdigit()]
    bare, use = _bare(letters)
    return Heading(words, "".join(words), "".join(letters), bare, use, times, currency)


def compact(text: str) -> str:
    """The letters and digits of a head alone: "First_Name" and "FirstName" are both "firstname"."""
    return heading(text).compact


def _bare(letters: list[str]) -> tuple[str, str | None]:
    use = next((USES[word] for word in letters if word in USES), None)
    kept = "".join(word for word in letters if word not in USES and word not in _FILLERS)
    kept = kept.removeprefix("address") or kept
    for word in _HAN_USES:
        if word in kept:
            use = use or USES[word]
            if kept != word:
                kept = kept.replace(word, "")
    return kept.removeprefix("地址") or kept, use


def _units(inside: str) -> tuple[int, str | None]:
    """(factor, currency) that the brackets of a head name: "(万元)", "(k€)", "[USD]"."""
    times = next((factor for unit, factor in _UNITS.items() if unit in inside), 1)
    currency = None
    for word in re.findall(r"[^\W\d_]+|[$€£¥￥₹]", inside):
        times = _LATIN_UNITS.get(word.lower(), times)
        upper = word.upper()
        rest = upper.lstrip("".join(_UNITS))
        currency = SIGNS.get(rest) or (upper if upper in CODES else None) or currency
    return times, currency
