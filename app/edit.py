"""Adding, changing, deleting and restoring records as a person does. Use cases of a Transaction.

Each noun's own rules (a person's name in parts, a deal's stage moves) are applied here, for window, command line and
import alike.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from app import contacts, deals
from vault import changing, query, records
from vault.model.catalogue import noun
from vault.transaction import Transaction
from vault.values import Record, RecordId

Values = dict[str, object]
_COMPLETE: Final[dict[str, Callable[[Transaction, Values, Record | None], Values]]] = {
    "contact": contacts.complete,
    "deal": deals.complete,
}
_AFTER: Final[dict[str, Callable[[Transaction, RecordId, Values, Record | None], None]]] = {"deal": deals.record_move}


def add(tx: Transaction, name: str, values: Mapping[str, object]) -> RecordId:
    """Make one record; gives its id. Raises BadValue, RequiredField, UnknownField."""
    of = noun(name)
    tx.named("create", noun=of.name)
    whole = complete(tx, of.name, dict(values), None)
    record = records.create(tx, of.name, whole)
    if of.name in _AFTER:
        _AFTER[of.name](tx, record, whole, None)
    return record


def complete(tx: Transaction, name: str, values: Values, before: Record | None) -> Values:
    """`values` with what the noun's rules add."""
    return _COMPLETE[name](tx, values, before) if name in _COMPLETE else values


def change(tx: Transaction, record: RecordId, values: Mapping[str, object]) -> bool:
    """Write the given fields; whether anything differed. Raises as vault.changing.change."""
    of, _ = changing.locate(tx, record)
    tx.named("change", noun=of.name, fields=sorted(values))
    before = query.fetch(tx, of, [record])[0]
    whole = complete(tx, of.name, dict(values), before)
    differs = changing.change(tx, record, whole)
    if differs and of.name in _AFTER:
        _AFTER[of.name](tx, record, whole, before)
    return differs


def delete(tx: Transaction, chosen: Iterable[RecordId]) -> int:
    """Move records to the trash; how many were live."""
    tx.named("delete")
    return changing.delete(tx, chosen)


def restore(tx: Transaction, chosen: Iterable[RecordId]) -> int:
    """Bring records back from the trash; how many were there."""
    tx.named("restore")
    return changing.restore(tx, chosen)
