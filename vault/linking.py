"""What ids point to: the noun of a record, and the name a link may show its viewer. Any reader's thread."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from vault import ids
from vault.errors import UnknownRecord
from vault.masking import shown
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Noun
from vault.reader import Reader, chunks, marks
from vault.values import Link, RecordId

_WHICH: Final = " UNION ALL ".join(f"SELECT '{name}' FROM {noun.table} WHERE id = ?1" for name, noun in NOUNS.items())
_CHINESE: Final = "name_zh"
_SIZES: Final = (1, 4, 16, 64, 500)


def noun_of(reader: Reader, record: RecordId) -> Noun:
    """The noun of a record, deleted ones too. Raises UnknownRecord."""
    row = reader.one(_WHICH, (ids.key_of(record),))
    if row is None:
        raise UnknownRecord(id=record)
    return NOUNS[str(row[0])]


def links(reader: Reader, wanted: Iterable[RecordId], target: str | None = None) -> dict[RecordId, Link]:
    """The records named by ids, each with its noun and what this viewer may know it by."""
    return {link.id: link for link in named(reader, map(ids.key_of, wanted), target).values()}


def named(reader: Reader, wanted: Iterable[bytes], target: str | None = None) -> dict[bytes, Link]:
    """As `links`, by 16-byte id. Without a target every noun that has a list is tried in turn."""
    keys = list(wanted)
    if not keys:
        return {}
    if target == "user":
        return {key: Link(ids.text_of(key), "user", str(name)) for key, name in _titles(reader, "users", "name", keys)}
    nouns = [NOUNS[target]] if target in NOUNS else [each for each in NOUNS.values() if each.in_lists]
    found: dict[bytes, Link] = {}
    for noun in nouns:
        title = field_of(noun, noun.title)
        for key, text in _titles(reader, noun.table, title.name, [key for key in keys if key not in found]):
            found[key] = Link(ids.text_of(key), noun.name, shown(title, text, reader.viewer))  # type: ignore[arg-type] # a title is text
        if noun.field(_CHINESE) is not None:
            for key, text in _titles(reader, noun.table, _CHINESE, [key for key in keys if key in found]):
                found[key] = replace(found[key], title_zh=text)  # type: ignore[arg-type] # as above
    return found


def _titles(reader: Reader, table: str, column: str, keys: Sequence[bytes]) -> Iterator[tuple[bytes, object]]:
    for part in chunks(keys):
        padded = _padded(part)
        sql = f"SELECT id, {column} FROM {table} WHERE id IN ({marks(len(padded))})"
        for key, title in reader.rows(sql, padded):
            assert isinstance(key, bytes)
            yield key, title


def _padded(keys: Sequence[object]) -> tuple[object, ...]:
    """`keys` with the first repeated up to one of a few lengths, so that few statements have to be prepared."""
    size = next(size for size in _SIZES if size >= len(keys))
    return (*keys, *(keys[0] for _ in range(size - len(keys))))
