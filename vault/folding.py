"""Text without case, accents and script widths: for comparing, for list order and for the text index.

Anyone may call these, from any thread; they are pure apart from caches. ASCII text takes a fast path.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from vault.model.fields import Field, Mask
from vault.surnames import COMPOUND, READINGS

_LETTERS: Final = {
    "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n",
    "ĸ": "k", "ŧ": "t", "ƶ": "z", "ɨ": "i", "ʉ": "u", "ə": "e", "ƒ": "f", "·": " ", "’": "'", "‘": "'",
}  # fmt: skip
_VOICING: Final = "\u3099\u309a"
"""Kana voice marks make another sound (か and が), so they stay."""
_HAN: Final = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_SINGLE: Final = re.compile("([\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd])")
_DIALLED: Final = re.compile(r"[+(]*\d[\d()\-./+]*")
_NO_DIGIT: Final = re.compile("[^0-9]+")
_TRUNK: Final = re.compile(r"\(0\)")
_SHORTEST_TAIL: Final = 3
_LONGEST_QUERY: Final = 200


def is_han(character: str) -> bool:
    """Whether one character is a Chinese character."""
    return _HAN.match(character) is not None


def fold(text: str) -> str:
    """`text` without case, accents, ligatures and widths: "Łódź" is "lodz", "Straße" "strasse".

    Invisible format characters, NUL and lone surrogates go. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower().replace("\0", "")
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character met so far folds to: a table for `str.translate`, at most as long as Unicode."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _fold_character(chr(code))
        return found


_FOLDED: Final = _Folded()


def _fold_character(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Cs") or character == "\0":
        return ""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = (each for each in parts if not unicodedata.combining(each) or each in _VOICING)
    return unicodedata.normalize("NFC", "".join(_LETTERS.get(each, each) for each in kept))


def sort_key(text: str, *, person: bool = False) -> str:
    """The key of a list's order: folded letters, Chinese by reading ("王明" is "wang2 ming2 ").

    With `person` the first characters are read as a surname. Equal after `fold` means an equal key.
    """
    folded = fold(text).strip()
    if folded.isascii() or not _HAN.search(folded):
        return folded
    start, key = _surname_key(folded) if person else (0, "")
    return key + "".join(map(_character_key, folded[start:]))


def key_for(field: Field, text: str) -> str:
    """What a text field's `sort_column` holds for `text`."""
    return sort_key(text, person=field.mask is Mask.NAME)


def _surname_key(folded: str) -> tuple[int, str]:
    readings = COMPOUND.get(folded[:2])
    if readings is not None and len(folded) > 2:
        return 2, f"{readings[0]} {readings[1]} "
    reading = READINGS.get(folded[0])
    return (0, "") if reading is None else (1, reading + " ")


@lru_cache(maxsize=20_000)
def _character_key(character: str) -> str:
    """Reading with tone digit and a space, so that "xi an" comes before "xian"."""
    if not is_han(character):
        return character
    from pypinyin import Style, pinyin  # imported late: 125 ms

    reading = pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0][0]
    return f"{reading} " if reading != character else f"zz{character} "


def search_terms(text: str) -> str:
    """`text` for the index (FTS5 unicode61): folded, Chinese and kana as single characters."""
    folded = fold(text)
    return folded if folded.isascii() else " ".join(_SINGLE.split(folded))


def phone_terms(e164: str) -> str:
    """Index tokens of a phone number: found by any prefix, national or international, and by tail.

    "+4915112345678" gives `p4915112345678 p15112345678 r8765432115194`.
    """
    digits = digits_of(e164)
    if not digits:
        return ""
    national = digits[len(country_code(digits)) :].lstrip("0") if e164.lstrip().startswith("+") else ""
    tokens = [f"p{digits.lstrip('0') or digits}", f"p{national}" if national else "", f"r{digits[::-1]}"]
    return " ".join(dict.fromkeys(each for each in tokens if each))


def digits_of(text: str) -> str:
    """The decimal digits in `text`, of any script, as ASCII."""
    if text.isascii():
        return _NO_DIGIT.sub("", text)
    return "".join(str(unicodedata.digit(each)) for each in text if unicodedata.digit(each, None) is not None)


_TWO_DIGITS: Final = frozenset({
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
    "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
})  # fmt: skip


def country_code(digits: str) -> str:
    """The country calling code that international `digits` (without plus) begin with (ITU-T E.164, annex)."""
    if digits[:1] in ("1", "7"):
        return digits[:1]
    return digits[:2] if digits[:2] in _TWO_DIGITS else digits[:3]


def query_terms(text: str) -> str | None:
    """The FTS5 MATCH expression for what a person types, or None where nothing in it can be searched.

    Words are prefixes and all must occur; Chinese runs are phrases; neighbouring groups of digits are tried
    as one phone number. Everything is quoted: no FTS syntax of the person's gets through.
    """
    parts: list[str] = []
    dialled: list[str] = []
    for word in fold(text[:_LONGEST_QUERY]).replace('"', " ").split():
        if _DIALLED.fullmatch(word):
            dialled.append(word)
            continue
        _close(dialled, parts)
        phrase = _phrase(word)
        if phrase:
            parts.append(phrase)
    _close(dialled, parts)
    return " AND ".join(parts) or None


def _close(dialled: list[str], parts: list[str]) -> None:
    if dialled:
        parts.append(_phone_query(dialled))
        dialled.clear()


def _phone_query(words: list[str]) -> str:
    digits = digits_of(_TRUNK.sub("", "".join(words)))
    stripped = digits.lstrip("0") or digits
    plain = " AND ".join(filter(None, map(_phrase, words)))
    found = [f'"p{stripped}" *', f"({plain})"]
    if len(digits) >= _SHORTEST_TAIL:
        found.insert(1, f'"r{digits[::-1]}" *')
    return f"({' OR '.join(found)})"


def _phrase(word: str) -> str:
    if not any(unicodedata.category(each)[0] in "LN" for each in word):
        return ""
    return f'"{" ".join(search_terms(word).split())}" *'
