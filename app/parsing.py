"""Text to values at the rim: what a person types for a field, for the command line and the window alike.

Use cases of a Reader; given a Transaction, missing tags are made in it. Any thread that holds one.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from app import places
from app.errors import AmbiguousName, UnknownName
from app.quality import days, emails, moneys, phones
from app.quality.errors import Unfit
from app.quality.texts import clean, clean_lines, half_width
from vault import ids, naming, query, records
from vault.errors import BadValue, UnknownRecord
from vault.folding import fold
from vault.model.catalogue import NOUNS, field_of, noun
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader
from vault.transaction import Transaction
from vault.values import RecordId

_YES: Final = frozenset({"yes", "y", "true", "1", "on", "是", "对"})
_NO: Final = frozenset({"no", "n", "false", "0", "off", "否", "不"})
_LONGEST_NUMBER: Final = 18
_ID_LENGTHS: Final = (32, 36)


def parse_values(
    reader: Reader, name: str, texts: Mapping[str, str], record: RecordId | None = None
) -> dict[str, object]:
    """The values of several fields of one noun, in the order written. `record` is the one to be changed, if any.

    Raises as `parse_value`, naming the first field that cannot be read.
    """
    of = noun(name)
    kind = _point_kind(reader, of, texts, record)
    return {field: parse_value(reader, of, field, text, kind) for field, text in texts.items()}


def parse_value(reader: Reader, of: Noun | str, name: str, text: str, point: str | None = None) -> object:
    """The value of one field; None for an empty text. `point` is a contact point's kind, where it is one.

    Raises UnknownField, BadValue, UnknownRecord, UnknownName, AmbiguousName.
    """
    field = field_of(noun(of) if isinstance(of, str) else of, name)
    if not text.strip():
        return None
    try:
        if point and name == "value":
            return _POINTS.get(point, _text)(reader, field, text)
        return _PARSERS.get(field.kind, _text)(reader, field, text)
    except Unfit as unfit:
        raise BadValue(field=field.name, reason=unfit.reason) from None


def _point_kind(reader: Reader, of: Noun, texts: Mapping[str, str], record: RecordId | None) -> str | None:
    if of.name != "contact_point":
        return None
    if "kind" in texts:
        return str(parse_value(reader, of, "kind", texts["kind"]))
    found = query.fetch(reader, of, [record], ("kind",)) if record else []
    return str(found[0]["kind"]) if found else None


def _text(_reader: Reader, _field: Field, text: str) -> object:
    return clean(text)


def _note(_reader: Reader, _field: Field, text: str) -> object:
    return clean_lines(text)


def _email(_reader: Reader, _field: Field, text: str) -> object:
    return emails.address(text)


def _phone(reader: Reader, _field: Field, text: str) -> object:
    return phones.e164(text, places.region(reader))


def _money(reader: Reader, _field: Field, text: str) -> object:
    return moneys.money(text, reader.currency)


def _whole(_reader: Reader, field: Field, text: str) -> object:
    plain = half_width(text).strip()
    if field.kind is Kind.PERCENT:
        plain = plain.removesuffix("%").rstrip()
    if len(plain) > _LONGEST_NUMBER or not plain.lstrip("+-").isdecimal():
        raise Unfit("not_a_number")
    try:
        return int(plain)
    except ValueError:
        raise Unfit("not_a_number") from None


def _boolean(_reader: Reader, _field: Field, text: str) -> object:
    word = fold(text).strip()
    if word not in _YES | _NO:
        raise Unfit("not_yes_or_no")
    return word in _YES


def _day(_reader: Reader, _field: Field, text: str) -> object:
    return places.today() if fold(text).strip() in ("today", "今天") else days.day(text)


def _birthday(_reader: Reader, _field: Field, text: str) -> object:
    return days.birthday(text)[0]


def _instant(_reader: Reader, _field: Field, text: str) -> object:
    if fold(text).strip() in ("now", "现在"):
        return int(datetime.now(UTC).timestamp() * 1000)
    return days.instant(text, places.zone())


def _planned(_reader: Reader, _field: Field, text: str) -> object:
    return days.planned(text, places.zone())


def _choice(_reader: Reader, field: Field, text: str) -> object:
    word = fold(text).strip()
    for choice in field.choices:
        if word in (choice.key, fold(choice.words.en), fold(choice.words.zh_CN)):
            return choice.key
    raise Unfit("not_a_choice")


def _link(reader: Reader, field: Field, text: str) -> object:
    if field.target == "user":
        return _user(reader, field, text.strip())
    nouns = [NOUNS[field.target]] if field.target in NOUNS else [each for each in NOUNS.values() if each.in_lists]
    return _record(reader, field, nouns, text.strip())


def _user(reader: Reader, field: Field, text: str) -> RecordId:
    if fold(text) in ("me", "我"):
        return reader.viewer.user
    if _is_id(text) and naming.is_user(reader, text):
        return ids.text_of(ids.key_of(text))
    return _only(field, naming.users_named(reader, text))


def _record(reader: Reader, field: Field, nouns: Iterable[Noun], text: str) -> RecordId:
    if _is_id(text):
        if not any(naming.is_live(reader, each, text) for each in nouns):
            raise UnknownRecord(id=text)
        return ids.text_of(ids.key_of(text))
    return _only(field, [record for each in nouns for record in naming.named(reader, each, text)])


def _only(field: Field, found: list[RecordId]) -> RecordId:
    if not found:
        raise UnknownName(field=field.name)
    if len(found) > 1:
        raise AmbiguousName(field=field.name, n=len(found))
    return found[0]


def _is_id(text: str) -> bool:
    plain = text.replace("-", "")
    return (
        len(text) in _ID_LENGTHS
        and len(plain) == _ID_LENGTHS[0]
        and all(each in "0123456789abcdefABCDEF" for each in plain)
    )


def _links(reader: Reader, field: Field, text: str) -> object:
    parts = [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",")]
    one = _tag if field.target == "tag" else _link
    return tuple(dict.fromkeys(str(one(reader, field, part)) for part in parts if part)) or None


def _tag(reader: Reader, field: Field, text: str) -> object:
    found = [text] if _is_id(text) else naming.named(reader, NOUNS["tag"], text)
    if not found and isinstance(reader, Transaction):
        return records.create(reader, "tag", {"name": clean(text)})
    return _record(reader, field, [NOUNS["tag"]], _only(field, found))


_Parser = Callable[[Reader, Field, str], object]
_PARSERS: Final[dict[Kind, _Parser]] = {
    Kind.NOTE: _note, Kind.EMAIL: _email, Kind.PHONE: _phone, Kind.MONEY: _money, Kind.INTEGER: _whole,
    Kind.PERCENT: _whole, Kind.YEAR: _whole, Kind.BOOLEAN: _boolean, Kind.DAY: _day, Kind.BIRTHDAY: _birthday,
    Kind.INSTANT: _instant, Kind.PLANNED: _planned, Kind.CHOICE: _choice, Kind.LINK: _link, Kind.LINKS: _links,
}  # fmt: skip
_POINTS: Final[dict[str, _Parser]] = {"email": _email, "phone": _phone}
