"""A desk to work at in tests: a real encrypted vault, written and read without threads."""

from collections.abc import Callable
from typing import TypeVar

from app import edit
from app.starting import starting_records
from vault import ids, query, records
from vault.changes import Changes
from vault.linking import noun_of
from vault.model.catalogue import noun
from vault.opened import OpenVault
from vault.query import Ask
from vault.reader import Reader
from vault.transaction import Transaction
from vault.values import Record, RecordId

T = TypeVar("T")


class Desk:
    """Writes with `do`, reads with `reader` (all) and `masked` (no clearance)."""

    def __init__(self, vault: OpenVault) -> None:
        self.vault = vault
        self.reader: Reader = vault.reader()
        self.masked: Reader = vault.reader(masked=True)
        self.changes = Changes()

    def do(self, use_case: Callable[..., T], *args: object) -> T:
        value, self.changes = self.vault.transact(lambda tx: use_case(tx, *args))
        return value

    def add(self, noun_: str, /, **values: object) -> RecordId:
        return self.do(edit.add, noun_, values)

    def one(self, record: RecordId, reader: Reader | None = None) -> Record:
        used = reader or self.reader
        return query.fetch(used, noun_of(used, record), [record])[0]

    def names(self, name: str, *sort: str, trash: bool = False) -> list[object]:
        of = noun(name)
        rows = query.page(self.reader, Ask(noun=of, sort=sort, trash=trash), limit=1000).rows
        return [row[of.title] for row in rows]

    def everything(self) -> dict[str, object]:
        """The logical content of the vault: every live record's values but versions and moments of change."""
        passing = {"updated_at", "updated_by"}
        found: dict[str, object] = {}
        from vault.model.catalogue import NOUNS

        for of in NOUNS.values():
            for row in query.page(self.reader, Ask(noun=of, sort=("created_at",)), limit=10_000).rows:
                found[row.id] = {name: value for name, value in row.values.items() if name not in passing}
        return found


def stages(tx: Transaction) -> dict[str, RecordId]:
    """The starting pipeline; stage name to id."""
    pipeline, steps = starting_records("en")
    home = records.create(tx, "pipeline", pipeline)
    made = records.create_many(tx, "stage", [{**step, "pipeline": home} for step in steps])
    return {str(step["name"]): record for step, record in zip(steps, made, strict=True)}


def new_id() -> RecordId:
    """An id that no record has."""
    return ids.text_of(ids.new_key())
