"""Both languages have the same catalogues, keys and placeholders, and whatever is said exists."""

import ast
import json
import re
import string

import pytest

from tests.architecture.sources import ROOT, called, python_files, shown, tree

TRANSLATIONS = ROOT / "resources" / "translations"
AREAS = sorted(path.stem for path in (TRANSLATIONS / "en").glob("*.json"))
HAN = re.compile(r"[\u4e00-\u9fff]")

Entry = str | dict[str, str]


def catalogue(language: str, area: str) -> dict[str, Entry]:
    """One area's keys and sentences."""
    loaded: dict[str, Entry] = json.loads((TRANSLATIONS / language / f"{area}.json").read_text("utf-8"))
    return loaded


def texts(entry: Entry) -> list[str]:
    """The texts of an entry: one, or one for each plural form or part."""
    return list(entry.values()) if isinstance(entry, dict) else [entry]


def placeholders(entry: Entry) -> set[str]:
    """The facts that an entry is filled with."""
    return {name for text in texts(entry) for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_areas() -> None:
    names = {language.name: {path.name for path in language.iterdir()} for language in TRANSLATIONS.iterdir()}
    assert set(names) == {"en", "zh_CN"}
    assert names["en"] == names["zh_CN"]
    assert AREAS


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys_and_placeholders(area: str) -> None:
    english, chinese = catalogue("en", area), catalogue("zh_CN", area)
    assert set(english) == set(chinese)
    assert {key: placeholders(entry) for key, entry in english.items()} == {
        key: placeholders(entry) for key, entry in chinese.items()
    }


@pytest.mark.parametrize("area", AREAS)
def test_no_text_is_empty_or_left_in_the_other_language(area: str) -> None:
    for key, entry in catalogue("en", area).items():
        assert all(text.strip() for text in texts(entry)) or area == "errors", key
        assert key.startswith("language") or not any(HAN.search(text) for text in texts(entry)), key
    longer = [key for key, entry in catalogue("zh_CN", area).items() if any(len(text) > 40 for text in texts(entry))]
    assert all(any(HAN.search(text) for text in texts(catalogue("zh_CN", area)[key])) for key in longer)


@pytest.mark.parametrize("area", AREAS)
def test_plural_sentences_have_their_forms(area: str) -> None:
    for language, forms in (("en", {"one", "other"}), ("zh_CN", {"other"})):
        for key, entry in catalogue(language, area).items():
            if isinstance(entry, dict) and area != "errors":
                assert forms <= set(entry) <= {"one", "other"}, f"{language} {area}.{key}"


def test_every_sentence_that_is_said_exists() -> None:
    known = {f"{area}.{key}" for area in AREAS for key in catalogue("en", area)}
    said = {
        node.args[0].value: shown(path, node)
        for path in python_files("app", "ui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) == "say" and node.args
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }
    assert {key: place for key, place in said.items() if key not in known} == {}
