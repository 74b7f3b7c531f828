"""Every sentence a person reads, in the language chosen: flat catalogues in `resources/translations`.

One language for the process, chosen by the rim (command line or window); any thread may read.
"""

import json
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Final

from resources import path
from vault.errors import SatchelError

LANGUAGES = ("en", "zh_CN")
_NAMES: Final = ("pid", "batch", "code")
"""Facts of errors that are numbers and count nothing: written without marks between thousands."""
_SHORT: Final = ("part", "what")
"""Facts of errors that are short words for programs."""
_language = "en"


def set_language(language: str) -> None:
    """Choose "en" or "zh_CN"; anything else that starts with "zh" is Chinese, the rest English."""
    global _language
    _language = "zh_CN" if language.lower().startswith("zh") else "en"


def language() -> str:
    """The language in force."""
    return _language


@cache
def _catalogue(language_name: str, area: str) -> dict[str, object]:
    text = path(f"translations/{language_name}/{area}.json").read_text(encoding="utf-8")
    loaded: dict[str, object] = json.loads(text)
    return loaded


def say(key: str, **facts: object) -> str:
    """The sentence `area.key` with its facts filled in; a plural sentence is chosen by the fact `n`."""
    return say_in(_language, key, **facts)


def say_in(language_name: str, key: str, **facts: object) -> str:
    """As `say`, in the language named: for a page that speaks both."""
    area, _, name = key.partition(".")
    entry = _catalogue(language_name, area)[name]
    if isinstance(entry, dict):
        entry = entry["one"] if facts.get("n") == 1 and "one" in entry else entry["other"]
    return _fill(str(entry), facts)


def _fill(text: str, facts: dict[str, object]) -> str:
    return text.format_map({name: f"{fact:,}" if type(fact) is int else fact for name, fact in facts.items()})


def short(name: str) -> str:
    """People's words for a short word for programs, `kind_word`; without any the word itself."""
    return str(_catalogue(_language, "reasons").get(name, name.partition("_")[2]))


def _clock_time(instant: str) -> str:
    """An ISO 8601 instant as the clock on this wall showed it; what is none stays as it is."""
    with suppress(ValueError):
        return f"{datetime.fromisoformat(instant).astimezone():%Y-%m-%d %H:%M}"
    return instant


def error_words(error: SatchelError, *, window: bool = False) -> tuple[str, str]:
    """(what happened and what is safe, what to do) for an error of ours.

    `window`: what to do is said for somebody who sees buttons, where the usual hint names commands and options.
    """
    entry = _catalogue(_language, "errors")[error.kind]
    assert isinstance(entry, dict)
    facts = dict(error.facts)
    facts.update({name: str(facts[name]) for name in _NAMES if name in facts})
    if "started" in facts:
        facts["started"] = _clock_time(str(facts["started"]))
    if "reason" in facts:
        facts["reason"] = _catalogue(_language, "reasons").get(str(facts["reason"]), facts["reason"])
    facts.update({name: short(f"{name}_{facts[name]}") for name in _SHORT if name in facts})
    hint: str = entry["window_hint"] if window and "window_hint" in entry else entry["hint"]
    return _fill(entry["message"], facts), _fill(hint, facts)
