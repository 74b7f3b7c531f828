"""What lies in the trash, over all nouns. Use cases of a Reader."""

from app import lists
from vault.model.catalogue import NOUNS
from vault.reader import Reader
from vault.values import Record


def trashed(reader: Reader, limit: int = 500) -> list[Record]:
    """At most `limit` records of each noun that people see as a list, the latest thrown away first."""
    found = [
        record
        for noun in NOUNS.values()
        if noun.in_lists
        for record in lists.page(reader, noun.name, columns=(noun.title, "deleted_at"), limit=limit, trash=True).rows
    ]
    return sorted(found, key=_thrown_at, reverse=True)


def _thrown_at(record: Record) -> int:
    at = record.get("deleted_at")
    return at if isinstance(at, int) else 0
