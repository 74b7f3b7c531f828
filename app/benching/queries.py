"""What people type into search, recorded by seed: prefixes, Chinese, no accents, phone tails.

Pure; the same list for the same seed and the same customers.
"""

from collections.abc import Iterable
from random import Random

from app.demo.names import ascii_form
from app.demo.sketching import Sketch

QUERIES = 500


def recorded(sketches: Iterable[Sketch], seed: int, count: int = QUERIES) -> list[str]:
    """`count` queries that customers among `sketches` answer: a quarter each of the four kinds."""
    rng = Random(seed)
    names, phones = _answers(sketches)
    chinese = [name for name in names if not name[0].isascii() and " " not in name] or names
    western = [name for name in names if " " in name] or names
    kinds = (
        lambda: _prefix(rng, rng.choice(western)),
        lambda: ascii_form(max(rng.choice(western).split(), key=len)),
        lambda: rng.choice(chinese)[: rng.choice((1, 2, 3))],
        lambda: rng.choice(phones)[-rng.choice((4, 5, 7, 8)) :],
    )
    return [kinds[number % len(kinds)]() for number in range(count)]


def _answers(sketches: Iterable[Sketch]) -> tuple[list[str], list[str]]:
    names, phones = [], []
    for each in sketches:
        if each.noun in ("account", "contact"):
            names.append(str(each.values["name"]))
        if "phone" in each.values:
            phones.append(str(each.values["phone"]))
    return names, phones


def _prefix(rng: Random, name: str) -> str:
    """What stands in the box at some keystroke: a word and perhaps the start of the next."""
    return name[: rng.randrange(1, min(len(name), 12) + 1)].strip()
