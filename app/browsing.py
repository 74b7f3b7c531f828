"""A list as a screen walks through it: how many rows there are, and some windows of them, read at one moment.

Use case of a Reader.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app import filtering, lists
from vault.reader import Reader
from vault.values import Record

WINDOW: Final = 200
"""Rows asked for at once."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked at: a noun, what was typed as a filter, the order as in `--sort`, the fields."""

    noun: str
    typed: str
    order: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The number of rows in all, and windows by their number: window n holds rows n * WINDOW and on."""

    count: int
    windows: dict[int, list[Record]]


def ask(reader: Reader, query: Query, windows: Iterable[int]) -> Answer:
    """Count and windows in one go. Raises as app.lists.page and app.filtering.where."""
    where = filtering.where(reader, query.noun, query.typed)
    count = lists.count(reader, query.noun, where)
    wanted = [window for window in windows if window * WINDOW < count]
    return Answer(count, {window: _window(reader, query, where, window) for window in wanted})


def _window(reader: Reader, query: Query, where: str | None, number: int) -> list[Record]:
    return lists.page(
        reader, query.noun, where=where, sort=query.order, columns=query.columns, limit=WINDOW, offset=number * WINDOW
    ).rows
