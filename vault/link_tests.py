"""Tests of links and tags as SQL: by id, by `me`, by the name of the record pointed to. Pure; any thread."""

import dataclasses
import re
from typing import Final

from vault import ids, literals
from vault.comparisons import ORDERED, Condition, Question, among, joined, textual
from vault.errors import ForbiddenField
from vault.filters import Me, Value
from vault.folding import fold
from vault.model.catalogue import NOUNS, field_of, set_number
from vault.model.fields import Field, Kind, Mask, Noun, Sensitivity, Words
from vault.reader import marks

ID: Final = Field(name="id", kind=Kind.LINK, words=Words("Id", "编号"), sensitivity=Sensitivity.OPEN, mask=Mask.VALUE)
"""What every record has, without being one of its fields."""
_ANYTHING: Final = ("account", "contact", "deal")
"""The nouns that a link without a target is searched in by name."""
_FURTHER_TITLES: Final = {"stage": ("name_zh",)}
_IS_ID: Final = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)


def link(asked: Question) -> Condition:
    """Linked records by id, `me`, or the name of the record."""
    if asked.operator in ORDERED or (asked.field is ID and asked.operator != "="):
        raise asked.refuse()
    keys, names = _keys_and_names(asked)
    column = asked.column()
    parts = [among(column, keys)] if keys else []
    parts += [Condition(f"{column} IN ({found.text})", found.parameters) for found in _named(asked, names)]
    return joined(" OR ", parts)


def links(asked: Question) -> Condition:
    """Sets of links and tags: any member by id or by name."""
    if asked.operator in ORDERED:
        raise asked.refuse()
    keys, names = _keys_and_names(asked)
    parts = [Condition(marks(len(keys)), tuple(keys))] if keys else []
    return joined(" OR ", [in_set(asked, found) for found in (*parts, *_named(asked, names))])


def in_set(asked: Question, found: Condition) -> Condition:
    """Whether the set has a member that `found` selects: along the members, so that rare ones are found at once."""
    number = set_number(asked.noun.name, asked.field.name)
    members = f"SELECT sets.record FROM sets WHERE sets.field = ? AND sets.value IN ({found.text})"
    return Condition(f"{asked.column('id')} IN ({members})", (number, *found.parameters))


def empty_set(asked: Question) -> Condition:
    """Whether the set has no member."""
    number = set_number(asked.noun.name, asked.field.name)
    members = f"SELECT 1 FROM sets WHERE sets.field = ? AND sets.record = {asked.column('id')}"
    return Condition(f"NOT EXISTS ({members})", (number,))


def _keys_and_names(asked: Question) -> tuple[list[bytes], tuple[Value, ...]]:
    if asked.field is ID:
        return [ids.key_of(literals.text(value)) for value in asked.values], ()
    keys = [key for value in asked.values if (key := _key(asked, value))]
    return keys, tuple(value for value in asked.values if not _key(asked, value))


def _key(asked: Question, value: Value) -> bytes | None:
    if isinstance(value, Me) and asked.field.target == "user":
        return ids.key_of(asked.standpoint.viewer.user)
    written = literals.text(value)
    return ids.key_of(written) if _IS_ID.fullmatch(written) and asked.operator == "=" else None


def _named(asked: Question, names: tuple[Value, ...]) -> list[Condition]:
    """Statements that select the ids of records with such names, one for each noun the link may point to."""
    target = asked.field.target
    if not names or target == "team":
        return []
    if target == "user":
        return [_user(asked, names)]
    found = []
    for noun in (NOUNS[target],) if target else map(NOUNS.__getitem__, _ANYTHING):
        title = field_of(noun, noun.title)
        if asked.standpoint.viewer.sees(title):
            found.append(_titled(asked, noun, title, names))
        elif target:
            raise ForbiddenField(field=asked.field.name)
    return found


def _titled(asked: Question, noun: Noun, title: Field, names: tuple[Value, ...]) -> Condition:
    titles = (title, *(field_of(noun, name) for name in _FURTHER_TITLES.get(noun.name, ())))
    tests = [dataclasses.replace(asked, noun=noun, field=each, values=names) for each in titles]
    found = joined(" OR ", [textual(each) for each in tests])
    return Condition(f"SELECT {noun.table}.id FROM {noun.table} WHERE {found.text}", found.parameters)


def _user(asked: Question, names: tuple[Value, ...]) -> Condition:
    texts = [fold(literals.text(value)) for value in names]
    if asked.operator == "~":
        return Condition("SELECT users.id FROM users WHERE instr(fold(users.name), ?) > 0", (texts[0],))
    found = among("fold(users.name)", texts)
    return Condition(f"SELECT users.id FROM users WHERE {found.text}", found.parameters)
