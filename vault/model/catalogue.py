"""All nouns in one place: who needs to know what exists asks here. Pure; anyone, any thread."""

from typing import Final

from vault.errors import UnknownField, UnknownNoun
from vault.model.accounts import ACCOUNT
from vault.model.activities import ACTIVITY, TAG
from vault.model.contacts import AFFILIATION, CONTACT
from vault.model.deals import DEAL, PIPELINE, STAGE, STAGE_MOVE
from vault.model.fields import Field, Noun, Sensitivity
from vault.model.points import ADDRESS, CONTACT_POINT

NOUNS: Final = {
    each.name: each
    for each in (
        ACCOUNT, CONTACT, AFFILIATION, CONTACT_POINT, ADDRESS, PIPELINE, STAGE, DEAL, STAGE_MOVE, ACTIVITY, TAG,
    )
}  # fmt: skip
_BY_WORD: Final = {word: each for each in NOUNS.values() for word in (each.name, each.table)}
_BY_NUMBER: Final = {each.number: each for each in NOUNS.values()}
FIELDS: Final = {(each.name, field.name): field for each in NOUNS.values() for field in each.fields}
COMPARTMENTS: Final = ("bank", "health", "identity")
"""The S3 compartments; each has a class key of its own."""


def noun(word: str) -> Noun:
    """The noun called `word`, singular or plural. Raises UnknownNoun."""
    found = _BY_WORD.get(word.strip().lower().replace("-", "_"))
    if found is None:
        raise UnknownNoun(noun=word)
    return found


def by_number(number: int) -> Noun:
    """The noun whose place in the text index is `number`."""
    return _BY_NUMBER[number]


def field_of(of: Noun, name: str) -> Field:
    """The field `name` of a noun. Raises UnknownField; S4 fields do not exist for anybody."""
    found = FIELDS.get((of.name, name))
    if found is None or found.sensitivity is Sensitivity.SECRET:
        raise UnknownField(noun=of.name, field=name)
    return found


def owners_of(part: Noun) -> tuple[Noun, ...]:
    """The nouns that a part (contact point, address, stage move) may belong to; none for what is no part."""
    if part.owner_link is None:
        return ()
    target = field_of(part, part.owner_link).target
    return tuple(NOUNS[name] for name in ((target,) if target else ("contact", "account")))


_ABOUT_NUMBER: Final = 1
_TAGS_NUMBER: Final = 100


def set_number(noun_name: str, field_name: str) -> int:
    """The number under which a many-valued field lies in the table `sets`; never reused."""
    if (noun_name, field_name) == ("activity", "about"):
        return _ABOUT_NUMBER
    if field_name == "tags":
        return _TAGS_NUMBER + NOUNS[noun_name].number
    raise UnknownField(noun=noun_name, field=field_name)
