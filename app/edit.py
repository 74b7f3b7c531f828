"""Adding, changing, deleting and restoring records as a person does. Use cases of a Transaction.

Each noun's own rules (a person's name in parts, a deal's stage moves) are applied here, for window, command line and
import alike.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app import accounts, contacts, deals
from vault import changing, query, records
from vault.model.catalogue import noun
from vault.transaction import Transaction
from vault.values import Record, RecordId

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a noun's own rules look at, what they add to values, and what follows once they are written."""

    watched: frozenset[str]
    complete: Callable[[Transaction, Values, Record | None], Values]
    after: Callable[[Transaction, RecordId, Values, Record | None], None] | None = None


_RULES: Final = {
    "account": Rules(accounts.WATCHED, accounts.complete),
    "contact": Rules(contacts.WATCHED, contacts.complete),
    "deal": Rules(deals.WATCHED, deals.complete, deals.record_move),
}


def add(tx: Transaction, name: str, values: Mapping[str, object]) -> RecordId:
    """Make one record; gives its id. Raises BadValue, RequiredField, UnknownField."""
    of = noun(name)
    tx.named("create", noun=of.name)
    return records.create(tx, of.name, complete(tx, of.name, dict(values)))


def complete(tx: Transaction, name: str, values: Values, before: Record | None = None) -> Values:
    """`values` with what the noun's rules add; importing calls it for each new row too."""
    return _RULES[name].complete(tx, values, before) if name in _RULES else values


def change(tx: Transaction, record: RecordId, values: Mapping[str, object]) -> bool:
    """Write the given fields; whether anything differed. Raises as vault.changing.change."""
    of, _ = changing.locate(tx, record)
    tx.named("change", noun=of.name, fields=sorted(values))
    rules = _RULES.get(of.name)
    if rules is None or not rules.watched & values.keys():
        return changing.change(tx, record, values)
    before = query.fetch(tx, of, [record], tuple(sorted(rules.watched)))[0]
    whole = rules.complete(tx, dict(values), before)
    differs = changing.change(tx, record, whole)
    if differs and rules.after is not None:
        rules.after(tx, record, whole, before)
    return differs


def delete(tx: Transaction, chosen: Iterable[RecordId]) -> int:
    """Move records to the trash; how many were live."""
    tx.named("delete")
    return changing.delete(tx, chosen)


def restore(tx: Transaction, chosen: Iterable[RecordId]) -> int:
    """Bring records back from the trash; how many were there."""
    tx.named("restore")
    return changing.restore(tx, chosen)


def restrict(tx: Transaction, record: RecordId, restricted: bool = True) -> bool:
    """Freeze a record, or set it free: frozen it is stored and seen, but neither changed, deleted nor exported."""
    tx.named("restrict" if restricted else "release")
    return changing.change(tx, record, {"restricted_at": tx.at if restricted else None})
