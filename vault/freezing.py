"""Frozen records (a restriction or a hold): stored and seen, not processed; their contact points and addresses with
them.

For changing.py, records.py and reverting.py; any thread that holds a Reader.
"""

from collections.abc import Sequence

from vault import ids
from vault.errors import RecordRestricted
from vault.model.catalogue import owners_of
from vault.model.fields import Noun
from vault.reader import Reader, chunks, marks


def frozen(reader: Reader, noun: Noun, keys: Sequence[bytes]) -> set[bytes]:
    """Those of the records of one noun that are frozen, themselves or with their owner."""
    found: set[bytes] = set()
    for part in chunks(keys):
        among = f"r.id IN ({marks(len(part))})"
        statements = [f"SELECT r.id FROM {noun.table} r WHERE {among} AND r.restricted_at IS NOT NULL"]
        statements += [
            f"SELECT r.id FROM {noun.table} r CROSS JOIN {owner.table} o ON o.id = r.{noun.owner_link} "
            f"WHERE {among} AND o.restricted_at IS NOT NULL"
            for owner in owners_of(noun)
        ]
        for statement in statements:
            found.update(key for (key,) in reader.rows(statement, tuple(part)) if isinstance(key, bytes))
    return found


def refuse_frozen(reader: Reader, noun: Noun, keys: Sequence[bytes]) -> None:
    """Raises RecordRestricted where one of the records is frozen."""
    for key in sorted(frozen(reader, noun, keys)):
        raise RecordRestricted(id=ids.text_of(key))


def refuse_frozen_owners(reader: Reader, part: Noun, owners: Sequence[object]) -> None:
    """Raises RecordRestricted where the owner of one of some new parts is frozen."""
    keys = [ids.key_of(str(owner)) for owner in owners]
    for noun in owners_of(part):
        refuse_frozen(reader, noun, keys)
