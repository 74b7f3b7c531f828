"""Every error has its sentence in both languages, and whoever raises it gives the facts it needs."""

import ast
import json
import re
import string
from collections import Counter

import pytest

from tests.architecture.sources import ROOMS, ROOT, called, modules, python_files, shown, tree
from vault.errors import Damaged, Refused, SatchelError, Unavailable, Usage, WrongKey

BASES = (Refused, Usage, WrongKey, Damaged, Unavailable)
LANGUAGES = ("en", "zh_CN")


def concrete() -> dict[str, type[SatchelError]]:
    """Every error that can be raised, by its class name."""
    modules(*ROOMS)

    def below(parent: type[SatchelError]) -> set[type[SatchelError]]:
        return {each for child in parent.__subclasses__() for each in {child} | below(child)}

    ours = {each for each in below(SatchelError) if each.__module__.partition(".")[0] in ROOMS}
    return {each.__name__: each for each in ours - set(BASES)}


def sentences(language: str) -> dict[str, dict[str, str]]:
    """The catalogue of errors in a language."""
    path = ROOT / "resources" / "translations" / language / "errors.json"
    loaded: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
    return loaded


def facts_needed(kind: str) -> set[str]:
    """The names that the sentences of a kind are filled with, in either language."""
    texts = [text for language in LANGUAGES for text in sentences(language)[kind].values()]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def kind_of(error: type[SatchelError]) -> str:
    """The key of an error's sentence."""
    return error().kind


def test_every_error_descends_from_one_of_five_bases() -> None:
    found = concrete()
    assert len(found) > 20
    assert all(sum(issubclass(each, base) for base in BASES) == 1 for each in found.values())


def test_error_names_are_unique() -> None:
    names = [
        node.name
        for path in python_files()
        if path.name == "errors.py"
        for node in tree(path).body
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_sentence_and_every_sentence_an_error(language: str) -> None:
    assert set(sentences(language)) == {kind_of(each) for each in concrete().values()}
    for kind, entry in sentences(language).items():
        assert set(entry) - {"window_hint"} == {"message", "hint"}, kind
        assert entry["message"].strip(), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_window_says_to_do_names_no_command_and_no_option(language: str) -> None:
    said = [entry["window_hint"] for entry in sentences(language).values() if "window_hint" in entry]
    assert said
    assert [hint for hint in said if re.search("--|SATCHEL_|command|命令", hint)] == []


@pytest.mark.parametrize("kind", sorted(sentences("en")))
def test_both_languages_give_the_window_a_hint_of_its_own_or_neither(kind: str) -> None:
    assert ("window_hint" in sentences("en")[kind]) == ("window_hint" in sentences("zh_CN")[kind])


def test_whoever_raises_an_error_gives_the_facts_of_its_sentence() -> None:
    errors = concrete()
    lacking = [
        f"{shown(path, node)}: {called(node)} lacks {', '.join(sorted(missing))}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in errors
        if all(word.arg for word in node.keywords)  # not `**facts`
        if (missing := facts_needed(kind_of(errors[called(node)])) - {word.arg or "" for word in node.keywords})
    ]
    assert lacking == []
