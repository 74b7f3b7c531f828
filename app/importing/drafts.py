"""What a person has chosen so far: the file, how it is read, what its columns feed. Nothing of it is written.

Frozen values; `look` reads a file and belongs on a thread that may wait, the rest is pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from app.importing import mapping as mappings
from app.importing import targets
from app.importing.errors import BadMapping, NameNotMapped, NothingMatches
from app.importing.mapping import Column, Mapping
from app.importing.planning import Planned, Planner, Rejected
from app.importing.reading import open_table
from app.importing.running import Choices
from app.importing.surveying import survey
from app.importing.tables import Row, Table
from vault.reader import Reader

SAMPLE: Final = 500
"""Rows that can be stepped through before anything is written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One file on its way in. `encoding`, `delimiter`, `sheet` are what a person insists on, None as detected."""

    path: Path
    table: Table
    rows: tuple[Row, ...]
    mapping: Mapping
    recognised: bool = True
    """Whether the heads told what the file holds; else a person has to match."""
    kept_from: str = ""
    """The kept mapping that this one began as."""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None

    @property
    def how(self) -> dict[str, str | None]:
        """How a person wants the file read."""
        return {"encoding": self.encoding, "delimiter": self.delimiter, "sheet": self.sheet}

    def samples(self, index: int, most: int = 3) -> list[str]:
        """The first different filled texts of a column."""
        found = dict.fromkeys(text for row in self.rows if index < len(row.cells) and (text := row.cells[index]))
        return list(islice(found, most))

    def fed(self, index: int, field: str | None, transform: str | None = None) -> "Draft":
        """One column changed by a person; a column that fed the same single field before is released."""
        try:
            changed = self.mapping.with_field(index, field, transform)
        except BadMapping:
            freed = self.mapping
            for column in self.mapping.mapped:
                if column.field == field and column.index != index:
                    freed = freed.with_field(column.index, None)
            changed = freed.with_field(index, field, transform)
        return replace(self, mapping=changed)

    def holding(self, noun: str) -> "Draft":
        """The same file taken as a list of another noun."""
        mapping, recognised = guessed(self.table, self.rows, noun)
        return replace(self, mapping=mapping, recognised=recognised, kept_from="")

    def remembered(self, name: str, mapping: Mapping) -> "Draft":
        """The same file with a mapping that was kept under a name."""
        return replace(self, mapping=mapping, recognised=True, kept_from=name)

    @property
    def named(self) -> bool:
        """Whether a column names the records, without which nothing can be imported."""
        return any(column.field in targets.naming(self.mapping.noun) for column in self.mapping.mapped)


def look(
    path: Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    noun: str | None = None,
) -> Draft:
    """Open a file, read a sample, guess what its columns mean. Raises the errors of `app.importing.errors`."""
    table = open_table(path, encoding=encoding, delimiter=delimiter, sheet=sheet)
    rows = tuple(islice(table.rows(), SAMPLE))
    mapping, recognised = guessed(table, rows, noun)
    return Draft(path, table, rows, mapping, recognised, "", encoding, delimiter, sheet)


def guessed(table: Table, rows: tuple[Row, ...], noun: str | None) -> tuple[Mapping, bool]:
    """The likeliest mapping; where nothing is recognised an empty one, for a person to fill."""
    try:
        return mappings.guess(table.header, [row.cells for row in rows[:100]], noun), True
    except (NothingMatches, NameNotMapped):
        of = noun or targets.IMPORTED[0]
        return Mapping(of, tuple(Column(head, index) for index, head in enumerate(table.header))), False


@dataclass(frozen=True, slots=True)
class Plans:
    """What the sampled rows become; `orders` are the day orders found out, by column."""

    rows: tuple[Planned | Rejected, ...]
    orders: dict[int, str]


def plans(reader: Reader, draft: Draft, choices: Choices) -> Plans:
    """The sample planned by the code that imports. Use case of a Reader, for the vault's currency."""
    surveyed = survey(
        draft.table, draft.mapping, currency=reader.currency, zone=choices.zone, language=choices.language,
        region=choices.region,
    )  # fmt: skip
    planner = Planner(draft.mapping, surveyed.settings)
    return Plans(tuple(planner.plan(row) for row in draft.rows), surveyed.settings.orders)


def rows_of(table: Table, numbers: Iterable[int]) -> dict[int, Row]:
    """Some rows of a file by their numbers; reads no further than the last. May wait for the disk."""
    wanted = set(numbers)
    found: dict[int, Row] = {}
    for row in table.rows() if wanted else ():
        if row.number in wanted:
            found[row.number] = row
            if len(found) == len(wanted):
                break
    return found
