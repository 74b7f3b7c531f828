"""What was typed, read: the common options before or after the command, the command's own, words in any order.

Pure but for help, which is printed. Raises errors of app/errors.py where it cannot be read.
"""

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from app.errors import BadArguments
from app.words import say

_WITH_VALUE: Final = (
    "--vault",
    "--user",
    "--passphrase-file",
    "--recovery-code-file",
    "--new-passphrase-file",
    "--lang",
)
_FLAGS: Final = ("--json", "--quiet", "--masked", "--keychain")
_DASHED_VALUE: Final = frozenset({"--sort", "--after", "--delimiter", "--reason", "--where"})
"""Options whose values may begin with a dash."""
_COMPLAINTS: Final = (
    (re.compile(r"the following arguments are required: (.+)"), "missing"),
    (re.compile(r"unrecognized arguments: (.+)"), "unknown"),
    (re.compile(r"argument ([^:]+): expected .*argument"), "no_value"),
    (re.compile(r"argument ([^:]+): (?:invalid|ignored|not allowed).*"), "bad_value"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are ours: nothing is printed, nothing exits but help."""

    def __init__(self, command: str | None = None) -> None:
        usage = f"satchel {command}" if command else "satchel"
        about = say(f"cli.about_{command.replace('-', '_')}") if command else say("cli.about")
        super().__init__(prog=usage, description=about, allow_abbrev=False, add_help=False, exit_on_error=True)
        _add_common(self)

    def format_help(self) -> str:
        """The help in the language in force."""
        text = super().format_help()
        for english, key in (("usage:", "usage"), ("positional arguments:", "words"), ("options:", "options")):
            text = text.replace(f"{english} " if key == "usage" else f"\n{english}\n", say(f"cli.head_{key}"), 1)
        return text

    def error(self, message: str) -> NoReturn:
        """Raises BadArguments with what it is about."""
        for pattern, reason in _COMPLAINTS:
            found = pattern.match(message)
            if found:
                raise BadArguments(reason=f"argument_{reason}", argument=found[1][:80])
        raise BadArguments(reason="argument_other", argument=message[:80])


def _add_common(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(say("cli.help_common"))
    for name in _WITH_VALUE:
        group.add_argument(name, metavar=_METAVARS.get(name, "FILE"), help=say(f"cli.help_{_plain(name)}"))
    for name in _FLAGS:
        group.add_argument(name, action="store_true", help=say(f"cli.help_{_plain(name)}"))
    group.add_argument("-h", "--help", action="store_true", help=say("cli.help_help"))


_METAVARS: Final = {"--vault": "PATH", "--user": "NAME", "--lang": "en|zh_CN"}


def _plain(option: str) -> str:
    return option.strip("-").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Typed:
    """The command's word, "" where there is none, and everything else in its order."""

    command: str
    rest: tuple[str, ...]

    @property
    def wants_help(self) -> bool:
        """Whether help was asked for."""
        words = self.rest[: self.rest.index("--")] if "--" in self.rest else self.rest
        return "--help" in words or "-h" in words

    def has(self, flag: str) -> bool:
        """Whether a flag stands among the words, for the time before they are parsed."""
        return flag in self.rest

    def value(self, option: str) -> str | None:
        """The value of a common option, for the time before the words are parsed."""
        for place, word in enumerate(self.rest):
            if word.startswith(option + "="):
                return word.partition("=")[2]
            if word == option and place + 1 < len(self.rest):
                return self.rest[place + 1]
        return None


def split(words: Sequence[str]) -> Typed:
    """Find the command among the words: the first that is neither a common option nor its value."""
    skip = False
    for place, word in enumerate(words):
        if skip or word.startswith("-"):
            skip = not skip and word in _WITH_VALUE
            continue
        return Typed(word, (*words[:place], *words[place + 1 :]))
    return Typed("", tuple(words))


def read(parser: Parser, words: Sequence[str]) -> argparse.Namespace:
    """The options of a command. Raises BadArguments."""
    joined, waiting = list[str](), ""
    for word in words:
        if waiting:
            joined.append(f"{waiting}={word}")
            waiting = ""
        elif word in _DASHED_VALUE:
            waiting = word
        else:
            joined.append(word)
    if waiting:
        joined.append(waiting)
    return parser.parse_intermixed_args(joined)


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds, for `type=`."""

    def number(text: str) -> int:
        if len(text) > 12 or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return number


def names(text: str) -> tuple[str, ...]:
    """The names of a list with commas, for `type=`."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
