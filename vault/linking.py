"""What ids point to: the noun of a record, and the name a link may show its viewer. Any reader's thread."""

from collections.abc import Iterable, Sequence

from vault import ids
from vault.errors import UnknownRecord
from vault.masking import shown
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Noun
from vault.reader import Reader, chunks, marks
from vault.values import Link, RecordId


def noun_of(reader: Reader, record: RecordId) -> Noun:
    """The noun of a record, deleted ones too. Raises UnknownRecord."""
    key = ids.key_of(record)
    for noun in NOUNS.values():
        if reader.one(f"SELECT 1 FROM {noun.table} WHERE id = ?", (key,)):
            return noun
    raise UnknownRecord(id=record)


def links(reader: Reader, wanted: Iterable[RecordId], target: str | None = None) -> dict[RecordId, Link]:
    """The records named by ids, each with its noun and what this viewer may know it by."""
    keys = [ids.key_of(record) for record in wanted]
    if target == "user":
        return _users(reader, keys)
    nouns = [NOUNS[target]] if target in NOUNS else [each for each in NOUNS.values() if each.in_lists]
    found: dict[RecordId, Link] = {}
    for noun in nouns if keys else ():
        title = field_of(noun, noun.title)
        for part in chunks(keys):
            sql = f"SELECT id, {title.name} FROM {noun.table} WHERE id IN ({marks(len(part))})"
            for key, text in reader.rows(sql, tuple(part)):
                assert isinstance(key, bytes)
                seen = shown(title, text, reader.viewer)
                found[ids.text_of(key)] = Link(ids.text_of(key), noun.name, seen)  # type: ignore[arg-type] # a title is text
    return found


def _users(reader: Reader, keys: Sequence[bytes]) -> dict[RecordId, Link]:
    rows = reader.rows(f"SELECT id, name FROM users WHERE id IN ({marks(len(keys))})", tuple(keys))
    return {ids.text_of(key): Link(ids.text_of(key), "user", str(name)) for key, name in rows if isinstance(key, bytes)}
