"""A vault in plain SQLite without a key, for filters: the same tables, the same statements, in a millisecond."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date

from vault import codec, ids
from vault.conditions import condition
from vault.filter_parsing import parse
from vault.filters import Expression
from vault.folding import fold, key_for
from vault.literals import Standpoint
from vault.masking import mask_key
from vault.model import layout
from vault.model.catalogue import NOUNS, field_of, set_number
from vault.model.fields import Kind, Sensitivity
from vault.values import Money
from vault.viewers import Viewer

TODAY = date(2026, 3, 31)
ME, YOU = ids.text_of(b"\x01" * 16), ids.text_of(b"\x02" * 16)
VIEWER = Viewer(user=ME, name="Me", clearance=Sensitivity.PERSONAL)
HERE = Standpoint(VIEWER, TODAY, UTC, "EUR")
NOBODY = replace(HERE, viewer=VIEWER.masked())

ACCOUNTS = {"Acme": b"\x11" * 16, "Ärzte": b"\x12" * 16, "王府井": b"\x13" * 16}
STAGES = {"Lead": b"\x21" * 16, "Proposal": b"\x22" * 16}
CHINESE = {"Lead": "线索", "Proposal": "报价"}
TAGS = {"hot": b"\x31" * 16, "Kalt": b"\x32" * 16}
USERS = {"Me": ids.key_of(ME), "Zoë": ids.key_of(YOU)}

Row = dict[str, object]


def empty_vault() -> sqlite3.Connection:
    """The tables of the nouns as declared, in plain SQLite: the statements are the same."""
    connection = sqlite3.connect(":memory:")
    connection.create_function("fold", 1, lambda text: None if text is None else fold(text), deterministic=True)
    for noun in ("account", "contact", "stage", "deal", "activity", "tag"):
        columns = ", ".join(f"{name} {kind}" for name, kind in layout.columns(noun))
        connection.execute(f"CREATE TABLE {NOUNS[noun].table} ({columns})")
    connection.execute("CREATE TABLE sets (field INTEGER, record BLOB, value BLOB)")
    connection.execute("CREATE TABLE users (id BLOB PRIMARY KEY, name TEXT)")
    connection.executemany("INSERT INTO users VALUES (?, ?)", [(key, name) for name, key in USERS.items()])
    for name, key in ACCOUNTS.items():
        put(connection, "account", key, {"name": name})
    for name, key in STAGES.items():
        put(connection, "stage", key, {"name": name, "name_zh": CHINESE[name]})
    for name, key in TAGS.items():
        put(connection, "tag", key, {"name": name})
    return connection


def put(connection: sqlite3.Connection, noun: str, key: bytes, values: Row) -> None:
    """Write a record as records.py does: values, sort keys, mask keys, sets."""
    cells: Row = {"id": key, "version": 1, "stamps": b"", "made_in": 1}
    for name, value in values.items():
        field = field_of(NOUNS[noun], name)
        if field.kind is Kind.LINKS:
            number = set_number(noun, name)
            members = [(number, key, ids.key_of(each)) for each in value]  # type: ignore[attr-defined]
            connection.executemany("INSERT INTO sets VALUES (?, ?, ?)", members)
            continue
        place = layout.places(noun)[name]
        cells.update(zip(place.value, codec.pack(field, value), strict=True))
        if place.key and field.kind is not Kind.LINK:
            cells[place.key] = value.minor if isinstance(value, Money) else key_for(field, value) if value else None  # type: ignore[arg-type]
        if place.mask:
            cells[place.mask] = mask_key(field, value)
    marks = ", ".join("?" * len(cells))
    connection.execute(f"INSERT INTO {NOUNS[noun].table} ({', '.join(cells)}) VALUES ({marks})", tuple(cells.values()))


def matches(connection: sqlite3.Connection, noun: str, where: Expression | str, at: Standpoint = HERE) -> list[bytes]:
    """The ids of the records that a filter keeps, in the order of their making."""
    tree = parse(where) if isinstance(where, str) else where
    found = condition(NOUNS[noun], tree, at)
    sql = f"SELECT id FROM {NOUNS[noun].table} WHERE {found.text} ORDER BY n, rowid"
    return [row[0] for row in connection.execute(sql, found.parameters)]
