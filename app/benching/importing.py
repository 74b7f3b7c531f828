"""Rows of the bench that carry customers in: a CSV file imported, and the import undone."""

import csv
import time
from pathlib import Path
from typing import Final

from app import undo
from app.benching.ground import SEED, TODAY, Ground
from app.benching.measuring import Limit, Result, Times, judged
from app.demo.building import generate
from app.importing.mapping import guess
from app.importing.planning import Planned, Planner
from app.importing.reading import open_table
from app.importing.running import run
from app.importing.surveying import survey
from app.importing.tables import Table
from vault.folding import sort_key
from vault.ids import new_key
from vault.reference import Person

_HEADS: Final = {"Full Name": "name", "Job Title": "title", "E-mail": "email", "Phone": "phone", "Notes": "notes"}
_ROWS_PER_MS: Final = 12
_UNDO_MS_PER_ROW: Final = 0.03
"""Three seconds for 100,000 rows."""
_RATIO: Final = 3


def imported(ground: Ground) -> list[Result]:
    """As many new people as there are, with their companies; beside bare inserts of the same normalised rows."""
    table = open_table(_file(ground))
    ours, batch = _timed_run(ground, table)
    plain = _timed_insert(ground, table)
    started = time.perf_counter()
    ground.session.write(undo.undo, batch).result()
    undone = Times(((time.perf_counter() - started) * 1000,))
    rows = ground.contacts
    return [
        judged("import CSV", rows, ours, plain, Limit(p50_ms=rows / _ROWS_PER_MS, ratio=_RATIO)),
        judged("undo the import", rows, undone, None, Limit(p50_ms=rows * _UNDO_MS_PER_ROW)),
    ]


def _file(ground: Ground) -> Path:
    """A file of people whom the vault does not hold yet; written by the same hand as its customers."""
    path = ground.path.parent / "people.csv"
    accounts, written, company = ground.accounts * 2, 0, ""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([*_HEADS, "Company"])
        for sketch in generate(accounts, SEED + 1, "en", TODAY):
            company = str(sketch.values["name"]) if sketch.noun == "account" else company
            if sketch.noun == "contact" and written < ground.contacts:
                out.writerow([*(sketch.values.get(name) for name in _HEADS.values()), company])
                written += 1
    return path


def _timed_run(ground: Ground, table: Table) -> tuple[Times, int | None]:
    started = time.perf_counter()
    report = ground.session.write(run, table, guess(table.header, noun="contact")).result().value
    return Times(((time.perf_counter() - started) * 1000,)), report.batch


def _timed_insert(ground: Ground, table: Table) -> Times:
    started = time.perf_counter()
    mapping = guess(table.header, noun="contact")
    planner = Planner(mapping, survey(table, mapping, currency="EUR", zone="UTC").settings)
    plans = (planner.plan(row) for row in table.rows())
    ground.plain.insert([_person(each) for each in plans if isinstance(each, Planned)])
    return Times(((time.perf_counter() - started) * 1000,))


def _person(plan: Planned) -> Person:
    name = str(plan.values["name"])
    email, phone = (next((value for value, _ in plan.points.get(kind, ())), None) for kind in ("email", "phone"))
    return Person(new_key(), name, sort_key(name, person=True), email, phone)
