"""Records by what people call them: a link that was written as a name. Any reader's thread, the writer's too."""

from typing import Final

from vault import ids
from vault.folding import fold, key_for
from vault.model.catalogue import field_of
from vault.model.fields import Field, Noun
from vault.reader import Reader
from vault.values import RecordId

_FURTHER_TITLES: Final = {"stage": ("name_zh",)}


def named(reader: Reader, noun: Noun, text: str) -> list[RecordId]:
    """Live records of a noun called exactly `text`, but for case and accents; the oldest first."""
    titles = (noun.title, *_FURTHER_TITLES.get(noun.name, ()))
    found = [record for title in titles for record in _titled(reader, noun, field_of(noun, title), text)]
    return list(dict.fromkeys(found))


def _titled(reader: Reader, noun: Noun, title: Field, text: str) -> list[RecordId]:
    condition, parameters = "1", list[str]()
    if title.sort_column != title.name:  # equal after folding means an equal sort key, and that has an index
        condition, parameters = f"{title.sort_column} = ?", [key_for(title, text)]
    rows = reader.rows(
        f"SELECT id, {title.name} FROM {noun.table} WHERE {condition} AND deleted_at IS NULL ORDER BY n", parameters
    )
    wanted = fold(text).strip()
    return [ids.text_of(key) for key, name in rows if isinstance(key, bytes) and fold(str(name)).strip() == wanted]


def users_named(reader: Reader, text: str) -> list[RecordId]:
    """Users of this vault called `text`."""
    rows = reader.rows("SELECT id, name FROM users")
    wanted = fold(text).strip()
    return [ids.text_of(key) for key, name in rows if isinstance(key, bytes) and fold(str(name)).strip() == wanted]


def is_user(reader: Reader, user: RecordId) -> bool:
    """Whether there is a user of this id."""
    return reader.one("SELECT 1 FROM users WHERE id = ?", (ids.key_of(user),)) is not None


def is_live(reader: Reader, noun: Noun, record: RecordId) -> bool:
    """Whether a record of this noun and id is there and not in the trash."""
    row = reader.one(f"SELECT 1 FROM {noun.table} WHERE id = ? AND deleted_at IS NULL", (ids.key_of(record),))
    return row is not None


def recent_phones(reader: Reader, limit: int) -> list[str]:
    """The phone numbers entered last, in E.164."""
    rows = reader.rows(
        "SELECT value FROM contact_points WHERE kind = 'phone' AND deleted_at IS NULL ORDER BY n DESC LIMIT ?", (limit,)
    )
    return [str(value) for (value,) in rows]
