"""Making records; changing.py changes, deletes and restores them. The one way in, called with a Transaction.

Each call checks its values against the declarations; inserting.py puts them in place. Values are those of `values.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from vault import codec, ids
from vault.errors import BadValue, RequiredField
from vault.freezing import refuse_frozen_owners
from vault.inserting import Uses, insert, insert_points
from vault.model.catalogue import NOUNS, field_of, noun
from vault.model.common import VAULT_WRITTEN
from vault.model.fields import Field, Noun
from vault.transaction import Transaction
from vault.values import RecordId

Values = Mapping[str, object]
_OWNED: Final = frozenset({"account", "contact", "deal", "activity"})


def create(tx: Transaction, name: str, values: Values) -> RecordId:
    """Make one record; gives its id. Raises BadValue, RequiredField, UnknownField, RecordRestricted."""
    return create_many(tx, name, [values])[0]


def create_many(tx: Transaction, name: str, rows: Iterable[Values], uses: Sequence[Uses] = ()) -> list[RecordId]:
    """Make records of one noun, in one go; their ids in order. Nothing is written where one is refused.

    `uses` says, row by row, where the contact points that a row makes are used: {"phone": "mobile"}.
    """
    of = noun(name)
    checked = [_checked(of, values) for values in rows]
    if of.name in _OWNED:
        for values in checked:
            values.setdefault("owner", ids.text_of(tx.author.user))
    if not checked:
        return []
    if of.owner_link:
        refuse_frozen_owners(tx, of, [values[of.owner_link] for values in checked])
    keys = insert(tx, of, checked)
    insert_points(tx, of, keys, checked, uses or ({},) * len(keys))
    return [ids.text_of(key) for key in keys]


def create_again(tx: Transaction, name: str, key: bytes, values: Values) -> None:
    """Make a record that there was once, under the id it had. Raises as `create`."""
    of = noun(name)
    insert(tx, of, [_checked(of, values)], keys=[key])


def create_parts(tx: Transaction, name: str, rows: Iterable[Values]) -> None:
    """Make further contact points or addresses of records made in this transaction.

    Their owners' derived columns must hold already: it spares looking at each owner again.
    """
    of = noun(name)
    checked = [_checked(of, values) for values in rows]
    if checked:
        insert(tx, of, checked, followed=False)


def _checked(of: Noun, values: Values) -> dict[str, object]:
    found = {name: codec.check(_writable(of.name, name), value) for name, value in values.items()}
    for name in _required(of.name):
        if found.get(name) is None:
            raise RequiredField(field=name)
    return found


@cache
def _writable(of: str, name: str) -> Field:
    return writable(NOUNS[of], name)


@cache
def _required(of: str) -> tuple[str, ...]:
    return tuple(field.name for field in NOUNS[of].fields if field.required)


def writable(of: Noun, name: str) -> Field:
    """The field `name`, if a person may write it. Raises UnknownField, BadValue."""
    field = field_of(of, name)
    if name in VAULT_WRITTEN or (field.derived and not field.makes):
        raise BadValue(field=name, reason="computed")
    return field
