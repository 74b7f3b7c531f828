"""Names of people: given and family name, in Western and in Chinese order. Pure; anyone, any thread."""

import re
from dataclasses import dataclass
from typing import Final

from vault.folding import is_han
from vault.surnames import COMPOUND, surname

_PARTICLES: Final = frozenset({
    "af", "al", "av", "bin", "da", "dal", "de", "degli", "dei", "del", "della", "delle", "den", "der",
    "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "lo", "los", "mac", "mc", "op",
    "san", "st", "ten", "ter", "till", "van", "vom", "von", "y", "zu", "zum", "zur",
})  # fmt: skip
"""Words that belong to the family name that follows them: "Ludwig van Beethoven"."""
_TITLES: Final = frozenset({
    "dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev", "herr",
    "frau", "mag", "dipl-ing", "ing", "mme", "mlle", "m.", "sr", "sra", "srta", "don", "doña", "dott",
    "dott.ssa", "hon", "capt", "col", "gen", "lt", "maj", "sgt",
})  # fmt: skip
_SUFFIXES: Final = frozenset({
    "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "esq", "dds", "cpa", "jnr", "snr", "msc", "bsc",
    "ma", "llm", "dvm", "rn", "pmp",
})  # fmt: skip
_CHINESE_TITLES: Final = (
    "先生", "女士", "小姐", "太太", "夫人", "老师", "教授", "博士", "医生", "律师", "总经理", "经理",
    "主任", "总监", "董事长", "工程师",
)  # fmt: skip
_LATIN: Final = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts; `full` is what a list shows, without titles."""

    full: str
    given: str | None = None
    family: str | None = None
    title: str | None = None
    suffix: str | None = None


def is_chinese(name: str) -> bool:
    """Whether a name is written in Chinese characters only (spaces and the dot of transcriptions aside)."""
    letters = [each for each in name if each not in " ·•・"]
    return bool(letters) and not name.isascii() and all(map(is_han, letters))


def split_name(name: str) -> PersonName:
    """The parts of a clean full name: "Dr. Jürgen von Müller", "Müller, Jürgen", "欧阳小明 女士", "王伟"."""
    if not name.isascii():
        bare, title = _without_chinese_title(name)
        if is_chinese(bare):
            return _split_chinese(bare, title)
    words, title, suffix = _without_titles(name)
    if not words:
        return PersonName(name)
    return _split_western(words, title, suffix)


def _without_chinese_title(name: str) -> tuple[str, str | None]:
    for title in _CHINESE_TITLES:
        if name.endswith(title) and len(name) > len(title):
            return name[: -len(title)].strip(), title
    return name, None


def _split_chinese(name: str, title: str | None) -> PersonName:
    if any(each in name for each in "·•・"):
        given, _, family = name.replace("•", "·").replace("・", "·").partition("·")
        return PersonName(name, given or None, family or None, title)
    if " " in name:
        family, _, given = name.partition(" ")
        return PersonName((family + given).replace(" ", ""), given.replace(" ", "") or None, family, title)
    family = surname(name) if name not in COMPOUND else name
    return PersonName(name, name[len(family) :] or None, family, title)


def _without_titles(name: str) -> tuple[list[str], str | None, str | None]:
    head, comma, tail = name.partition(",")
    if comma and all(_bare(word) in _SUFFIXES for word in tail.replace(",", " ").split()):
        name = f"{head} {tail.replace(',', ' ')}"
    words = name.split()
    titles: list[str] = []
    while len(words) > 1 and _bare(words[0]) in _TITLES:
        titles.append(words.pop(0))
    suffixes: list[str] = []
    while len(words) > 1 and _bare(words[-1]) in _SUFFIXES:
        suffixes.insert(0, words.pop())
    return words, " ".join(titles) or None, " ".join(suffixes) or None


def _bare(word: str) -> str:
    return word.strip(".,").lower().replace(".", "")


def _split_western(words: list[str], title: str | None, suffix: str | None) -> PersonName:
    text = " ".join(words)
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        inner, title_inside, _ = _without_titles(given)
        given, title = " ".join(inner), title or title_inside
        return PersonName(f"{given} {family}".strip(), given or None, family or None, title, suffix)
    if len(words) == 1:
        return PersonName(text, text, None, title, suffix)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return PersonName(text, " ".join(words[:start]), " ".join(words[start:]), title, suffix)


def join_name(given: str | None, family: str | None, middle: str | None = None) -> str | None:
    """The full name of clean parts: Chinese as family and given together, others given first."""
    if family and is_chinese(family) and (not given or is_chinese(given)):
        return f"{family}{middle or ''}{given or ''}"
    return " ".join(part for part in (given, middle, family) if part) or None
