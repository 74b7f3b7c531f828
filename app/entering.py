"""What a person types into a field or a form, written in one transaction. Use cases of a Transaction.

The window's door to editing: it holds text as typed, the values are made here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app import edit, parsing
from vault import linking, query
from vault.model.catalogue import field_of
from vault.model.fields import Field, Kind
from vault.transaction import Transaction
from vault.values import RecordId


@dataclass(frozen=True, slots=True)
class Written:
    """One field before and after; `title` is what the record is called now."""

    noun: str
    field: str
    before: object
    after: object
    title: object

    @property
    def differs(self) -> bool:
        """Whether anything was written."""
        return self.before != self.after


def add(tx: Transaction, noun: str, texts: Mapping[str, str]) -> RecordId:
    """Make a record of what was typed; empty fields are left out. Raises as parsing and app.edit.add."""
    filled = {name: text for name, text in texts.items() if text.strip()}
    return edit.add(tx, noun, parsing.parse_values(tx, noun, filled))


def change(tx: Transaction, record: RecordId, field: str, text: str) -> Written:
    """Write one field as typed; an empty text empties it, and a point of contact goes. Raises as parsing and edit."""
    of = linking.noun_of(tx, record)
    names = (of.title, field)
    before = query.fetch(tx, of, [record], names)[0]
    if of.owner_link is not None and field == of.title and not text.strip():
        edit.delete(tx, [record])
        return Written(of.name, field, before[field], None, None)
    value = parsing.parse_values(tx, of.name, {field: text}, record)[field]
    edit.change(tx, record, {field: value})
    named = _named(tx, field_of(of, field), value)
    title = named if field == of.title else before[of.title]
    return Written(of.name, field, before[field], named, title)


def _named(tx: Transaction, field: Field, value: object) -> object:
    """A value as a reader would give it: links with their names. Derived fields are settled only at the commit."""
    if field.kind is Kind.LINK and value is not None:
        return linking.links(tx, [str(value)], field.target).get(str(value))
    if field.kind is Kind.LINKS and isinstance(value, tuple):
        found = linking.links(tx, value, field.target)
        return tuple(found[each] for each in value if each in found)
    return value
