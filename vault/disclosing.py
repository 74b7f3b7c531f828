"""What the writer of a file needs of the vault besides records: what must not be in it.

`owners` hold raw values only as marks: hashes that mean nothing outside this process. Any reader thread.
"""

from collections.abc import Collection

from vault.folding import country_code, digits_of
from vault.model.fields import Noun
from vault.reader import Reader, chunks, marks

SHORTEST_PHONE = 7
"""Fewer digits stand in too many places by chance to be looked for."""


def contact_marks(reader: Reader, noun: Noun, keys: Collection[bytes]) -> set[int]:
    """Marks of every e-mail and phone of these contacts and accounts, or of these contact points, deleted ones too."""
    column = "id" if noun.name == "contact_point" else "about"
    found: set[int] = set()
    for part in chunks(list(keys)):
        sql = f"SELECT kind, value FROM contact_points WHERE {column} IN ({marks(len(part))}) AND value IS NOT NULL"
        for kind, value in reader.rows(sql, tuple(part)):
            found.update(map(hash, spellings(str(kind), str(value))))
    return found


def spellings(kind: str, value: str) -> tuple[str, ...]:
    """How a contact point may stand in a text: an address in lower case, a phone's digits with and without code."""
    if kind != "phone":
        return (value.lower(),) if "@" in value else ()
    digits = digits_of(value)
    national = digits[len(country_code(digits)) :] if value.startswith("+") else digits.lstrip("0")
    return tuple(each for each in (digits, national, "0" + national) if len(each) >= SHORTEST_PHONE)
