"""Sketches what happens with invented customers: deals, calls, meetings, notes, tasks. Pure."""

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Final

from app.demo.sketching import Scene, Sketch
from app.demo.texts import CALLS, DEALS, LOST, MEETINGS, NOTES, TASKS, Texts
from app.starting import STAGE_NAMES
from vault.values import Money

_DEALS_PER_PERSON: Final = 0.2
_ACTIVITIES_PER_PERSON: Final = (1, 2, 3, 4, 5)
_KINDS: Final = ("call", "call", "call", "meeting", "note", "note", "mail", "task", "task", "visit")
_SUBJECTS: Final[dict[str, Texts]] = {
    "call": CALLS,
    "meeting": MEETINGS,
    "visit": MEETINGS,
    "mail": CALLS,
    "note": NOTES,
}
_WON, _LOST = STAGE_NAMES.index("Won"), STAGE_NAMES.index("Lost")


def deals(here: Scene, people: list[str]) -> Iterator[Sketch]:
    """The deals with an account's people, each with the stages it has passed."""
    for person in people:
        if here.rng.random() < _DEALS_PER_PERSON:
            yield from _deal(here, person)


def _deal(here: Scene, person: str) -> Iterator[Sketch]:
    rng, key = here.rng, f"deal:{person}"
    stage, age = rng.randrange(len(STAGE_NAMES)), rng.randrange(20, 400)
    amount = Money(_minor(rng), here.currency)
    values: dict[str, object] = {"name": rng.choice(DEALS[here.words]), "amount": amount}
    if stage in (_WON, _LOST):
        values["closed_at"] = here.instant(-rng.randrange(1, age))
    else:
        values["expected_on"] = here.day(rng.randrange(-10, 120))
    if stage == _LOST:
        values["reason"] = rng.choice(LOST[here.words])
    links: dict[str, str | tuple[str, ...]] = {
        "account": here.key,
        "contact": person,
        "stage": f"stage:{STAGE_NAMES[stage]}",
        "pipeline": "pipeline",
    }
    yield Sketch("deal", key, values, links)
    yield from _moves(here, key, stage, age)


def _minor(rng: Random) -> int:
    """An amount like people write it: two leading digits, then noughts; in minor units."""
    return rng.randrange(10, 100) * rng.choice((100, 1_000)) * 100


def _moves(here: Scene, deal: str, stage: int, age: int) -> Iterator[Sketch]:
    """The way through the open stages to `stage`, oldest first, within `age` days."""
    passed = [*range(min(stage, _WON)), stage]
    for place, (before, after) in enumerate(pairwise(passed), start=1):
        links: dict[str, str | tuple[str, ...]] = {
            "deal": deal,
            "stage_before": f"stage:{STAGE_NAMES[before]}",
            "stage": f"stage:{STAGE_NAMES[after]}",
        }
        values: dict[str, object] = {"moved_at": here.instant(-age + age * place // (len(passed) + 1))}
        yield Sketch("stage_move", f"move:{deal}:{place}", values, links)


def activities(here: Scene, people: list[str]) -> Iterator[Sketch]:
    """What was done and is to be done with an account's people."""
    for person in people:
        for number in range(here.rng.choice(_ACTIVITIES_PER_PERSON)):
            yield _activity(here, person, f"activity:{person}:{number}")


def _activity(here: Scene, person: str, key: str) -> Sketch:
    rng, kind = here.rng, here.rng.choice(_KINDS)
    links: dict[str, str | tuple[str, ...]] = {"about": (person, here.key)}
    if kind == "task":
        values: dict[str, object] = {"kind": kind, "subject": rng.choice(TASKS[here.words])}
        due = rng.randrange(-200, 60)
        values["due_on"] = here.day(due)
        if due < -14 or rng.random() < 0.15:
            values["done_at"] = here.instant(min(due, -1))
        return Sketch("activity", key, values, links)
    values = {
        "kind": kind,
        "subject": rng.choice(_SUBJECTS[kind][here.words]),
        "done_at": here.instant(-int(rng.uniform(1, 20) ** 2)),
    }
    if kind in ("call", "meeting", "visit"):
        values["minutes"] = 5 * rng.randrange(1, 12)
    if kind == "call":
        values["outcome"] = "reached" if rng.random() < 0.8 else "no_answer"
    if rng.random() < 0.5:
        values["text"] = rng.choice(NOTES[here.words])
    return Sketch("activity", key, values, links)
