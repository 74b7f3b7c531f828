"""Where each noun's values lie in its table: derived from the declarations, asked by records and queries alike."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from vault.model.fields import Field, Kind, Noun

KEPT: Final = (
    ("n", "INTEGER PRIMARY KEY"),
    ("id", "BLOB NOT NULL UNIQUE"),
    ("version", "INTEGER NOT NULL"),
    ("stamps", "BLOB NOT NULL"),
    ("made_in", "INTEGER NOT NULL"),
    ("deleted_how", "TEXT"),
)
"""Columns of every table that are no fields: local number, id, version, sync stamps, journal step of the making."""


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of one field: those of its value, then its sort key and mask key where it has them."""

    field: Field
    value: tuple[str, ...]
    key: str | None
    mask: str | None
    all: tuple[str, ...]
    """Every column the field fills."""


def key_type(field: Field) -> str:
    """The SQL type of a field's sort key column."""
    return "INTEGER" if field.kind is Kind.MONEY else "TEXT"


@cache
def places(of: str) -> dict[str, Place]:
    """Field name to place, for the noun called `of`; sets are left out, they lie in a table of their own."""
    from vault.model.catalogue import NOUNS

    return {field.name: _place(field) for field in NOUNS[of].fields if field.columns}


def _place(field: Field) -> Place:
    own = tuple(name for name, _ in field.columns)
    key = field.sort_column if field.sort_column not in own else None
    every = own + tuple(name for name in (key, field.mask_column) if name)
    return Place(field, own, key, field.mask_column, every)


@cache
def columns(of: str) -> tuple[tuple[str, str], ...]:
    """Every column of a noun's table as (name, SQL type), in the order of the table."""
    from vault.model.catalogue import NOUNS

    return KEPT + _field_columns(NOUNS[of])


def _field_columns(noun: Noun) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for field in noun.fields:
        if not field.columns:
            continue
        place = _place(field)
        found.extend(field.columns)
        if place.key:
            found.append((place.key, key_type(field)))
        if place.mask:
            found.append((place.mask, "TEXT"))
    return tuple(found)


def links_to(target: str) -> tuple[tuple[Noun, Field], ...]:
    """Every (noun, field) whose sort key is the title of a `target` record."""
    from vault.model.catalogue import NOUNS

    return tuple(
        (noun, field)
        for noun in NOUNS.values()
        for field in noun.fields
        if field.kind is Kind.LINK and field.target == target and field.sortable
    )
