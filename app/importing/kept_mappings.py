"""Mappings that a vault remembers, so that the next file of the same make is matched at once.

Use cases of a Reader or a Transaction.
"""

from typing import Final

from app.importing import mapping as mappings
from app.importing.errors import BadMapping, ColumnMissing, NameNotMapped
from app.importing.mapping import Mapping
from vault import kept
from vault.errors import UnknownNoun
from vault.reader import Reader
from vault.transaction import Transaction

_KIND: Final = "import_mapping"
_ALIKE: Final = 0.8
"""The share of a file's heads that a kept mapping has to know."""


def keep(tx: Transaction, name: str, mapping: Mapping) -> None:
    """Keep a mapping under a name, in place of the one before."""
    kept.put(tx, _KIND, name, mapping.as_data())


def names(reader: Reader) -> list[str]:
    """The names of all kept mappings, the latest first."""
    return kept.names(reader, _KIND)


def load(reader: Reader, name: str, header: tuple[str, ...]) -> Mapping:
    """A kept mapping for a file with these heads. Raises BadMapping, ColumnMissing, NameNotMapped, UnknownNoun."""
    return mappings.from_data(kept.get(reader, _KIND, name), header)


def fitting(reader: Reader, header: tuple[str, ...]) -> tuple[str, Mapping] | None:
    """The latest kept mapping that knows nearly all of these heads, with its name."""
    for name in names(reader):
        try:
            found = load(reader, name, header)
        except (BadMapping, ColumnMissing, NameNotMapped, UnknownNoun):
            continue
        if _known(kept.get(reader, _KIND, name), header) >= _ALIKE * len(header):
            return name, found
    return None


def _known(body: object, header: tuple[str, ...]) -> int:
    columns = body.get("columns", []) if isinstance(body, dict) else []
    heads = {entry.get("column") for entry in columns if isinstance(entry, dict)}
    return sum(head in heads for head in header)
