"""A field's value as the cells of its table: the value's own, the sort key, the mask key. Writer thread only."""

from collections.abc import Callable
from functools import cache, partial
from typing import Final

from vault import codec, ids
from vault.folding import key_for
from vault.masking import mask_key, mask_keys_of
from vault.model.fields import Field, Kind
from vault.model.layout import Place, places
from vault.rates import in_vault_currency
from vault.transaction import Transaction
from vault.values import Money

TITLE_KEYS: Final = {
    "account": ("accounts", "name_key"),
    "stage": ("stages", "printf('%04d', coalesce(position, 0))"),
}
"""What a link to such a record sorts by: (table, SQL)."""


Encoder = Callable[[Transaction, bytes, object], tuple[object, ...]]


@cache
def encoder(noun: str, name: str) -> Encoder | None:
    """A function (transaction, record, value) that gives the cells of one field; None where the value is the cell."""
    place = places(noun)[name]
    field = place.field
    if field.kind is Kind.LINK and not place.mask:
        return _link_encoder(field, place.key)
    if field.textual and not field.sealed and (place.key or place.mask):
        return _text_encoder(place)
    if place.key or place.mask or field.sealed or field.kind in (Kind.MONEY, Kind.PLANNED, Kind.BOOLEAN):
        return lambda tx, record, value: of_value(tx, noun, record, place, value)
    return None


def _link_encoder(field: Field, key: str | None) -> Encoder:
    if key is None:
        return lambda _tx, _record, value: (ids.key_of(value),)
    return lambda tx, _record, value: (ids.key_of(value), _key(tx, field, value))


def _text_encoder(place: Place) -> Encoder:
    key, mask = partial(key_for, place.field), mask_keys_of(place.field)
    if not place.mask:
        return lambda _tx, _record, value: (value, key(str(value)))
    if not place.key:
        return lambda _tx, _record, value: (value, mask(str(value)))
    return lambda _tx, _record, value: (value, key(str(value)), mask(str(value)))


def of_value(tx: Transaction, noun: str, record: bytes, place: Place, value: object) -> tuple[object, ...]:
    """The cells of `place.all` for a checked value of one record."""
    if place.field.sealed:
        return (tx.sealer.seal(noun, record, place.field, value),)
    return codec.pack(place.field, value) + keys_of(tx, place, value)


def keys_of(tx: Transaction, place: Place, value: object) -> tuple[object, ...]:
    """The sort key and the mask key of a value, as far as its field has them."""
    found: tuple[object, ...] = ()
    if place.key:
        found += (_key(tx, place.field, value),)
    if place.mask:
        found += (mask_key(place.field, _banded(tx, value)),)
    return found


def _banded(tx: Transaction, value: object) -> object:
    """Bands are in the vault's currency; an amount without a known rate has none."""
    if not isinstance(value, Money):
        return value
    minor = in_vault_currency(tx, value)
    return None if minor is None else Money(minor, tx.currency)


def _key(tx: Transaction, field: Field, value: object) -> object:
    if value is None:
        return None
    if isinstance(value, Money):
        return in_vault_currency(tx, value)
    if field.kind is Kind.LINK:
        return title_key(tx, field, ids.key_of(str(value)))
    return key_for(field, str(value))


def title_key(tx: Transaction, field: Field, key: bytes) -> str | None:
    """What the record that a link points to is sorted by, None where there is no such record."""
    if key not in tx.titles:
        table, expression = TITLE_KEYS[field.target or ""]
        row = tx.one(f"SELECT {expression} FROM {table} WHERE id = ?", (key,))
        tx.titles[key] = str(row[0]) if row and row[0] is not None else None
    return tx.titles[key]
