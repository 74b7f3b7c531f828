"""What a person types above a list, as the filter language: an expression as it is, plain words as a search.

Use case of a Reader; any thread that holds one.
"""

import re
from typing import Final

from vault.filter_parsing import parse
from vault.filter_tokens import quoted
from vault.model.catalogue import noun
from vault.model.fields import Field, Kind, Noun
from vault.reader import Reader

_PHONE: Final = re.compile(r"[\d\s()+/.-]{3,}")
_OPERATOR: Final = re.compile(r"[=<>~]|\bin\s*\(|\bis\s+(?:not\s+)?empty\b")


def where(reader: Reader, name: str, typed: str) -> str | None:
    """The expression for what was typed; None for nothing. Every word has to occur in some field that is searched.

    What looks like an expression must be one. Raises UnknownNoun, BadExpression.
    """
    text = typed.strip()
    if not text:
        return None
    if _OPERATOR.search(text):
        parse(text)
        return text
    fields = searched(reader, noun(name))
    if not fields:
        return text
    words = [text] if _PHONE.fullmatch(text) else text.split()
    return " and ".join(f"({_anywhere(fields, word)})" for word in words)


def searched(reader: Reader, of: Noun) -> list[Field]:
    """The fields that plain words are looked for in: text of the index, points of contact, links to what has a name."""
    return [each for each in of.fields if _holds_words(each) and reader.viewer.sees(each)]


def _holds_words(field: Field) -> bool:
    linked = field.kind is Kind.LINK and field.sortable
    return (field.search > 0 and field.kind is not Kind.NOTE) or bool(field.makes) or linked


def _anywhere(fields: list[Field], word: str) -> str:
    digits = re.sub(r"\D", "", word).lstrip("0") if _PHONE.fullmatch(word) else ""
    tests = []
    for field in fields:
        sought = digits if field.kind is Kind.PHONE and digits else word
        tests.append(f"{field.name} ~ {quoted(sought)}")
    return " or ".join(tests)
