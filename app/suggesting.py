"""Six random words for somebody without a passphrase in mind, English or pinyin. Any thread; 0.2 s the first time.

The words come from lists that two of our libraries bring: zxcvbn's word frequencies, pypinyin's two-character phrases.
At least 2,048 words, so six of them hold at least 66 bits.
"""

import re
import secrets
from functools import cache
from typing import Final

from app import words

COUNT: Final = 6
_SHAPE: Final = re.compile(r"[a-z]{4,7}")
_RUDE: Final = re.compile(
    "anal|anus|arse|bitch|blood|bomb|boob|cock|corpse|crap|cunt|damn|death|dick|drug|fuck|gay|hell|hitler|jew|kill|lesb|"
    "muslim|murder|nazi|negro|nigg|penis|piss|porn|prost|pussy|queer|racis|rape|sex|shit|slave|slut|suicid|tits|turd|vagin|"
    "viol|whore|http|html"
)


def six_words(language: str | None = None) -> str:
    """Six words with spaces between, in the language given or in force."""
    chosen = _pinyin() if (language or words.language()) == "zh_CN" else _english()
    return " ".join(secrets.choice(chosen) for _word in range(COUNT))


@cache
def _english() -> tuple[str, ...]:
    """Short words from the commoner half of an encyclopedia's."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # loads slowly

    common: list[str] = FREQUENCY_LISTS["english_wikipedia"][200:15_000]
    return tuple(each for each in common if _SHAPE.fullmatch(each) and not _RUDE.search(each))


@cache
def _pinyin() -> tuple[str, ...]:
    """The readings, without tones, of two-character phrases."""
    from pypinyin.contrib.tone_convert import to_normal  # loads slowly
    from pypinyin.phrases_dict import phrases_dict  # loads slowly

    phrases = (value for key, value in phrases_dict.items() if len(key) == 2)
    readings = {"".join(to_normal(syllable[0], v_to_u=False) for syllable in value) for value in phrases}
    return tuple(sorted(each for each in readings if each.isascii() and 4 <= len(each) <= 9))
