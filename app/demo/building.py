"""Fills a vault with invented customers: sketches in order, then batches of records. On the writer thread."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from app.demo.sketching import Sketch, account, scene, tags
from app.demo.working import activities, deals


def generate(accounts: int, seed: int, lang: str, today: date) -> Iterator[Sketch]:
    """Sketches of `accounts` accounts and all that belongs to them; links point backwards only. Pure, lazy.

    `lang` ("en" or "zh_CN") leads; the other language is there too. About 17 sketches an account.
    """
    return chain(tags(), chain.from_iterable(_one(number, seed, lang, today) for number in range(accounts)))


def _one(number: int, seed: int, lang: str, today: date) -> Iterator[Sketch]:
    here = scene(number, seed, lang, today)
    people: list[str] = []
    for sketch in account(here):
        if sketch.noun == "contact":
            people.append(sketch.key)
        yield sketch
    yield from deals(here, people)
    yield from activities(here, people)
