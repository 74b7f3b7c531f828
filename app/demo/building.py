"""Fills a vault with invented customers: sketches first, then batches of records. On the writer thread."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Final

from app.demo.sketching import Sketch, account, scene, tags
from app.demo.working import activities, deals
from app.errors import Cancelled
from vault import query, records
from vault.committing import settle
from vault.model.catalogue import NOUNS
from vault.transaction import Transaction
from vault.values import Link, RecordId

_LINKED: Final = ("tag", "account", "contact", "deal")
_PART_OF: Final = "part of"
_LAST: Final = ("contact_point", "affiliation", "address", "stage_move", "activity")
_ORDER: Final = ("tag", "account", _PART_OF, "contact", "deal", *_LAST)
"""The order within a batch, so that links point at what is there; `_PART_OF` are accounts with a parent."""
BATCH: Final = 200
"""Accounts written at once, with all that belongs to them."""
Known = dict[str, RecordId]


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


def build(
    tx: Transaction,
    accounts: int,
    seed: int,
    lang: str,
    today: date,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> dict[str, int]:
    """Write invented accounts with all that belongs to them; the number of records by noun.

    Deals hang on the vault's own stages, by their English names. Raises Cancelled; then nothing is kept.
    """
    tx.named("demo", accounts=accounts)
    tx.role = "start"
    known, counts = _stages(tx), Counter[str]()
    _write(tx, tags(), known, counts)
    for first in range(0, accounts, BATCH):
        if cancelled():
            raise Cancelled
        numbers = range(first, min(first + BATCH, accounts))
        sketches = chain.from_iterable(_one(number, seed, lang, today) for number in numbers)
        _write(tx, sketches, known, counts)
        settle(tx)
        progress(numbers.stop, accounts)
    return dict(counts)


def _stages(tx: Transaction) -> Known:
    """The vault's own first pipeline as `pipeline`, its stages as `stage:Lead` and so on."""
    ask = query.Ask(noun=NOUNS["stage"], columns=("name", "pipeline"))
    known: Known = {}
    for stage in query.page(tx, ask, limit=100).rows:
        pipeline = stage["pipeline"]
        assert isinstance(pipeline, Link)
        if known.setdefault("pipeline", pipeline.id) == pipeline.id:
            known[f"stage:{stage['name']}"] = stage.id
    return known


def _write(tx: Transaction, sketches: Iterable[Sketch], known: Known, counts: Counter[str]) -> None:
    waiting: dict[str, list[Sketch]] = defaultdict(list)
    for sketch in sketches:
        waiting[_PART_OF if "parent" in sketch.links else sketch.noun].append(sketch)
    for batch in (waiting[group] for group in _ORDER if group in waiting):
        noun = batch[0].noun
        made = records.create_many(tx, noun, [_values(sketch, known) for sketch in batch])
        if noun in _LINKED:
            known.update(zip((sketch.key for sketch in batch), made, strict=True))
        counts[noun] += len(made)


def _values(sketch: Sketch, known: Known) -> Mapping[str, object]:
    links = {
        name: known[target] if isinstance(target, str) else tuple(known[each] for each in target)
        for name, target in sketch.links.items()
    }
    return {**sketch.values, **links}
