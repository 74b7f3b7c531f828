"""Words of the filter language: strings, words, operators, brackets with their places. Pure; any thread."""

import re
from dataclasses import dataclass
from typing import Final

from vault.errors import BadExpression

LONGEST: Final = 10_000
_NEAR: Final = 20
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<sign><=|>=|!=|[=<>~(),])"""
    r"""|(?P<word>[^\s()=<>!~,"'\\]+)""",
    re.DOTALL,
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is "string", "word", "sign" or "end"; `text` as written, `position` counted from 0."""

    kind: str
    text: str
    position: int

    @property
    def lower(self) -> str:
        """A word in lower case; nothing for anything else, so that no string is taken for a word of ours."""
        return self.text.lower() if self.kind == "word" else ""


def bad(text: str, position: int) -> BadExpression:
    """The error that points at `position` of the expression."""
    return BadExpression(position=position, near=_SURROGATE.sub("?", text[position : position + _NEAR]))


def tokens(text: str) -> list[Token]:
    """The tokens of an expression, an end token last. Raises BadExpression at the first that is none."""
    if len(text) > LONGEST:
        raise bad(text, LONGEST)
    found = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None or _SURROGATE.search(match.group()):
            raise bad(text, position)
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match.group(), position))
        position = match.end()
    return [*found, Token("end", "", len(text))]


def unquoted(string: str) -> str:
    """What a string token says: without its quotes, a backslash keeps the character after it."""
    return re.sub(r"\\(.)", r"\1", string[1:-1], flags=re.DOTALL)


def quoted(text: str) -> str:
    """`text` as a string token."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
