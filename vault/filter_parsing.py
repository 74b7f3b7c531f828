"""Recursive descent over the filter language, bounded in length, depth and number of terms. Pure; any thread.

or    = and { "or" and }          term  = "(" or ")" | name test
and   = not { "and" not }         test  = operator value | ["not"] "in" "(" value { "," value } ")"
not   = "not" not | term                | "is" ["not"] "empty"
"""

import re
from datetime import date
from typing import Final

from vault.errors import BadExpression
from vault.filter_tokens import Token, bad, tokens, unquoted
from vault.filters import (
    RESERVED,
    UNITS,
    Amount,
    And,
    Compare,
    Day,
    Expression,
    InList,
    IsEmpty,
    Me,
    Not,
    Number,
    Or,
    Relative,
    Text,
    Today,
    Value,
)

_DEEPEST: Final = 40
_MOST_VALUES: Final = 1_000
_OPERATORS: Final = frozenset({"=", "!=", "<", "<=", ">", ">=", "~"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,15})?")
_COUNT: Final = re.compile(r"[0-9]{1,6}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse(text: str) -> Expression:
    """The tree of an expression. Raises BadExpression(position, near) where it cannot be read."""
    parser = _Parser(text)
    expression = parser.any_of(0)
    parser.expect("end")
    return expression


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0
        self._values = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _ahead(self, steps: int) -> Token:
        return self._tokens[min(self._at + steps, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _took(self, word: str) -> bool:
        if self._next.lower != word and not (self._next.kind == "sign" and self._next.text == word):
            return False
        self._take()
        return True

    def _bad(self, token: Token) -> BadExpression:
        return bad(self._text, token.position)

    def expect(self, wanted: str) -> None:
        """Go past a word, a sign or the end. Raises BadExpression where something else stands."""
        if wanted == "end" and self._next.kind == "end":
            return
        if wanted == "end" or not self._took(wanted):
            raise self._bad(self._next)

    def any_of(self, depth: int) -> Expression:
        found = [self._all_of(depth)]
        while self._took("or"):
            found.append(self._all_of(depth))
        return found[0] if len(found) == 1 else Or(tuple(found))

    def _all_of(self, depth: int) -> Expression:
        found = [self._negated(depth)]
        while self._took("and"):
            found.append(self._negated(depth))
        return found[0] if len(found) == 1 else And(tuple(found))

    def _negated(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise self._bad(self._next)
        return Not(self._negated(depth + 1)) if self._took("not") else self._term(depth)

    def _term(self, depth: int) -> Expression:
        if self._took("("):
            inner = self.any_of(depth + 1)
            self.expect(")")
            return inner
        name = self._take()
        if not _NAME.fullmatch(name.lower) or name.lower in RESERVED:
            raise self._bad(name)
        return self._test(name.lower, name.position)

    def _test(self, name: str, position: int) -> Expression:
        if self._took("is"):
            negated = self._took("not")
            self.expect("empty")
            empty = IsEmpty(name, position)
            return Not(empty) if negated else empty
        negated = self._took("not")
        if negated or self._next.lower == "in":
            self.expect("in")
            listed = InList(name, self._list(), position)
            return Not(listed) if negated else listed
        operator = self._take()
        if operator.kind != "sign" or operator.text not in _OPERATORS:
            raise self._bad(operator)
        return Compare(name, operator.text, self._value(), position)

    def _list(self) -> tuple[Value, ...]:
        self.expect("(")
        values = [self._value()]
        while self._took(","):
            values.append(self._value())
        self.expect(")")
        return tuple(values)

    def _value(self) -> Value:
        token = self._take()
        self._values += 1
        if self._values > _MOST_VALUES or token.kind not in ("string", "word"):
            raise self._bad(token)
        if token.kind == "string":
            return Text(unquoted(token.text))
        return self._word(token)

    def _word(self, token: Token) -> Value:
        match token.lower:
            case "today":
                return Today()
            case "me":
                return Me()
            case "in":
                return self._relative(self._take(), 1)
            case word if word in RESERVED:
                raise self._bad(token)
        if _NUMBER.fullmatch(token.text):
            return self._number(token)
        return self._day(token) if _DAY.fullmatch(token.text) else Text(token.text)

    def _number(self, token: Token) -> Value:
        following = self._next
        if _unit(following.lower) and self._ahead(1).lower == "ago":
            found = self._relative(token, -1)
            self.expect("ago")
            return found
        if following.kind == "word" and _CURRENCY.fullmatch(following.text) and following.lower not in RESERVED:
            return Amount(token.text, self._take().text)
        return Number(token.text)

    def _relative(self, count: Token, direction: int) -> Value:
        unit = _unit(self._next.lower)
        if not _COUNT.fullmatch(count.text):
            raise self._bad(count)
        if unit is None:
            raise self._bad(self._next)
        self._take()
        return Relative(direction * int(count.text), unit)

    def _day(self, token: Token) -> Value:
        try:
            date.fromisoformat(token.text)
        except ValueError:
            raise self._bad(token) from None
        return Day(token.text)


def _unit(word: str) -> str | None:
    singular = word.removesuffix("s")
    return singular if singular in UNITS else None
