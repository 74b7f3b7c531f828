"""Keyset pages: where a list goes on after its last row, without counting rows (speed.md).

A list sorted by one indexed field is walked along that index, empty values last; by several fields, by comparison.
A cursor is sealed and bound to viewer, query and vault: nobody reads a sort key out of it or moves it elsewhere.
"""

import base64
import hashlib
import os
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.errors import BadCursor, ForbiddenField
from vault.model.catalogue import field_of
from vault.model.fields import Kind, Noun
from vault.reader import Reader


@dataclass(frozen=True, slots=True)
class Order:
    """One term of a sort: the column this viewer sorts by, and which way."""

    column: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: the sort columns' values and the local number."""

    values: tuple[object, ...]
    n: int


def orders(reader: Reader, noun: Noun, sort: tuple[str, ...]) -> tuple[Order, ...]:
    """The sort `("name", "-amount")` as columns. Raises UnknownField, ForbiddenField by name."""
    return tuple(_order(reader, noun, term) for term in (sort or (noun.sort,)))


def _order(reader: Reader, noun: Noun, term: str) -> Order:
    field = field_of(noun, term.removeprefix("-"))
    if field.sealed or field.kind is Kind.LINKS:
        raise ForbiddenField(field=field.name)
    column: str | None = field.sort_column
    if not reader.viewer.sees(field):
        column = field.mask_column
    if column is None:
        raise ForbiddenField(field=field.name)
    return Order(column, term.startswith("-"))


@dataclass(frozen=True, slots=True)
class Leg:
    """One statement's worth of a page: a condition with its parameters, and the order."""

    condition: str
    parameters: tuple[object, ...]
    order: str


def legs(wanted: tuple[Order, ...], after: Place | None) -> list[Leg]:
    """The statements to try in turn until the page is full."""
    return _single(wanted[0], after) if len(wanted) == 1 else [_several(wanted, after)]


def _single(order: Order, after: Place | None) -> list[Leg]:
    column, way, sign = order.column, " DESC" if order.descending else "", "<" if order.descending else ">"
    filled = Leg(f"{column} IS NOT NULL", (), f"{column}{way}, n{way}")
    empty = Leg(f"{column} IS NULL", (), f"n{way}")
    if after is None:
        return [filled, empty]
    if after.values[0] is None:
        return [Leg(f"{column} IS NULL AND n {sign} ?", (after.n,), empty.order)]
    condition = f"({column}, n) {sign} (?, ?)"
    return [Leg(condition, (after.values[0], after.n), filled.order), empty]


def _several(wanted: tuple[Order, ...], after: Place | None) -> Leg:
    terms: list[tuple[str, bool]] = []
    for order in wanted:
        terms += [(f"({order.column} IS NULL)", False), (order.column, order.descending)]
    terms.append(("n", wanted[0].descending))
    order_by = ", ".join(f"{text} DESC" if descending else text for text, descending in terms)
    if after is None:
        return Leg("1", (), order_by)
    values: list[object] = []
    for value in after.values:
        values += [int(value is None), value]
    values.append(after.n)
    return _ladder(terms, values, order_by)


def _ladder(terms: list[tuple[str, bool]], values: list[object], order_by: str) -> Leg:
    """Rows after `values`: equal in the first terms and beyond in the next, for each length of "first"."""
    steps: list[str] = []
    parameters: list[object] = []
    for depth, (text, descending) in enumerate(terms):
        equal = [f"{each} IS ?" for each, _ in terms[:depth]]
        steps.append("(" + " AND ".join([*equal, f"{text} {'<' if descending else '>'} ?"]) + ")")
        parameters += values[: depth + 1]
    return Leg("(" + " OR ".join(steps) + ")", tuple(parameters), order_by)


def _binding(reader: Reader, query: str) -> bytes:
    viewer = reader.viewer
    text = f"{viewer.user}|{int(viewer.clearance)}|{sorted(viewer.compartments)}|{query}"
    return hashlib.sha256(text.encode()).digest()


def seal(reader: Reader, query: str, place: Place) -> str:
    """The cursor that stands for `place` in this viewer's query."""
    nonce = os.urandom(12)
    text = msgspec.msgpack.encode([list(place.values), place.n])
    sealed = AESGCM(reader.cursor_key).encrypt(nonce, text, _binding(reader, query))
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def unseal(reader: Reader, query: str, cursor: str) -> Place:
    """The place a cursor stands for. Raises BadCursor."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values, n = msgspec.msgpack.decode(
            AESGCM(reader.cursor_key).decrypt(raw[:12], raw[12:], _binding(reader, query))
        )
    except (ValueError, InvalidTag, msgspec.DecodeError):
        raise BadCursor from None
    return Place(tuple(values), n)
