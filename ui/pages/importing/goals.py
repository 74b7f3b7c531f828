"""What a column can feed, in words, and what may be told about how it is read: derived from the declarations. Pure."""

from typing import Final

from app import words
from app.importing import targets
from app.importing.mapping import Column
from app.importing.targets import Target
from vault.model.catalogue import NOUNS
from vault.model.fields import Kind, Noun

_TIMES: Final = (1, 1_000, 10_000, 1_000_000)
_DATED: Final = frozenset({Kind.DAY, Kind.INSTANT, Kind.PLANNED, Kind.BIRTHDAY})
_ORDERS: Final = ("dmy", "mdy")
_OF_OTHERS: Final = ("address", "deal")
"""Targets that belong to a record beside the one a row names."""


def goal_words(of: Noun, text: str) -> str:
    """ "Phone (mobile)", "Address: City", "Amount: Currency"."""
    language = words.language()
    goal = targets.target(of, text)
    label = goal.field.words.in_language(language)
    if goal.name in _OF_OTHERS:
        label = words.say("importing.part", whole=NOUNS[goal.name].words.in_language(language), part=label)
    elif goal.part:
        label = words.say("importing.part", whole=label, part=words.say(f"importing.part_{goal.part}"))
    return words.say("importing.with_use", field=label, use=_use_words(goal.use)) if goal.use else label


def _use_words(key: str) -> str:
    field = NOUNS["address"].field("use")
    choices = field.choices if field is not None else ()
    found = next((each.words for each in choices if each.key == key), None)
    return found.in_language(words.language()) if found else key


def options(of: Noun, column: Column) -> list[tuple[str, object]]:
    """(words, target) for a column to choose from, leaving it out first."""
    offered = targets.targets(of)
    if column.field and column.field not in offered:
        offered.insert(0, column.field)
    return [(words.say("importing.choose_field"), None), *((goal_words(of, each), each) for each in offered)]


def readings(of: Noun, column: Column) -> list[tuple[str, str | None]]:
    """(words, transform) a person may choose for how a column is read; none where there is nothing to choose."""
    if column.field is None:
        return []
    goal = targets.target(of, column.field)
    if goal.field.kind is Kind.MONEY and goal.part != "currency":
        return [(times_words(each), _with(column, "times", str(each) if each > 1 else "")) for each in _TIMES]
    if goal.field.kind in _DATED:
        return [(words.say(f"importing.order_{each}"), _with(column, "order", each)) for each in _ORDERS]
    return []


def times_words(times: int) -> str:
    """ "× 10,000"."""
    return words.say("importing.as_written") if times == 1 else f"× {times:,}"


def _with(column: Column, name: str, value: str) -> str | None:
    """The column's transform with one word of it changed."""
    kept = [word for word in (column.transform or "").split() if not word.startswith(f"{name}:")]
    return " ".join([*kept, f"{name}:{value}"] if value else kept) or None


def transform_words(of: Noun, column: Column, order: str | None = None) -> str:
    """How a column is read, shortly; empty where nothing is done to it. `order` as found out for days."""
    if column.field is None:
        return ""
    told = (column.transform or "").split()
    said = [_word(word) for word in told]
    goal = targets.target(of, column.field)
    if order and goal.field.kind in _DATED and not any(word.startswith("order:") for word in told):
        said.append(words.say(f"importing.order_{order}"))
    if not said:
        said += [_usual(goal)] if _usual(goal) else []
    return ", ".join(said)


def _word(word: str) -> str:
    name, _, value = word.partition(":")
    if name == "times":
        return times_words(int(value))
    if name == "order":
        return words.say(f"importing.order_{value}")
    return words.say(f"importing.said_{name}", value=value)


def _usual(goal: Target) -> str:
    """What is done to every value of this kind without being asked."""
    if goal.field.kind is Kind.PHONE:
        return words.say("importing.usual_phone")
    if goal.field.kind is Kind.LINK and goal.field.target in ("account", "contact"):
        return words.say("importing.usual_link")
    return ""
