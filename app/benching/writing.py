"""Rows of the bench that write or open: a durable edit, a vault opened to its first rows."""

import time
from functools import partial
from typing import Final

from app import edit, lists
from app.benching.ground import Ground
from app.benching.measuring import Limit, Result, Times, judged, timed
from app.benching.reading import COLUMNS
from app.session import Session
from vault import folder, reference
from vault.ids import key_of

EDITS: Final = 200
OPENINGS: Final = 3
EDIT: Final = Limit(p99_ms=5, ratio=4)
OPEN: Final = Limit(p50_ms=150)


def one_edit(ground: Ground) -> list[Result]:
    """A person's title changed, with history, trail, index and undo, committed FULL; beside a bare UPDATE."""
    page = ground.session.read(lists.page, "contact", columns=(), limit=EDITS).result()
    chosen = [(row.id, f"Bench {number}") for number, row in enumerate(page.rows)]
    ours = timed(lambda pair: ground.session.write(edit.change, pair[0], {"title": pair[1]}).result(), chosen)
    plain = timed(lambda pair: ground.plain.update(key_of(pair[0]), pair[1]), chosen)
    return [judged("edit one record", ground.contacts, ours, plain, EDIT)]


def opened(ground: Ground) -> list[Result]:
    """From derived keys to the first fifty rows mapped; beside opening and asking without a key."""
    work = partial(lists.page, name="contact", columns=COLUMNS)
    asked = ground.session.read(reference.statements, work).result()
    ours = Times(tuple(sorted(_open(ground) for _ in range(OPENINGS))))
    plain = timed(lambda _: ground.plain.reopen().replay(asked), range(OPENINGS))
    return [judged("open to first rows", ground.contacts, ours, plain, OPEN)]


def _open(ground: Ground) -> float:
    """Milliseconds from derived keys to rows; the ground's session is the new one afterwards."""
    ground.session.close()
    unlocked = folder.unlock(ground.path, user=None, passphrase=ground.passphrase)
    started = time.perf_counter()
    ground.session = Session.begin(unlocked, ground.path)
    ground.session.read(lists.page, "contact", columns=COLUMNS).result()
    return (time.perf_counter() - started) * 1000
