"""A row that means a record which is there: its gaps filled, or its values overwritten. Writer thread.

Notes that are there are never touched, blanks erase nothing, contact points and addresses are never taken away.
"""

from typing import Final

from app import deals
from app.importing.plans import Planned
from vault import changing, query, records
from vault.model.catalogue import NOUNS
from vault.model.fields import Noun
from vault.related import parts
from vault.transaction import Transaction
from vault.values import Link, Record, RecordId

KEPT: Final = frozenset({"notes", "text"})
"""Long texts that nobody's import replaces."""
_NAME: Final = ("name", "given_name", "family_name")


def change(
    tx: Transaction, of: Noun, record: RecordId, planned: Planned, links: dict[str, object], *, overwrite: bool
) -> bool:
    """Fill a record from a row, or update it with `overwrite`; `links` are the row's. Whether anything differed.

    Raises BadValue, RecordRestricted, UnknownRecord.
    """
    before = query.fetch(tx, of, [record])[0]
    values = dict(planned.values) | links
    if "tags" in values:
        values["tags"] = tuple(sorted({*_ids(before.values.get("tags")), *_ids(values["tags"])}))
    wanted = {name: value for name, value in values.items() if _wins(name, before, overwrite=overwrite)}
    if not overwrite and before.values.get("name") is not None:
        wanted = {name: value for name, value in wanted.items() if name not in _NAME}
    elif overwrite and "name" in wanted and of.name == "contact":
        wanted |= {name: values.get(name) for name in _NAME}
    differs = bool(wanted) and changing.change(tx, record, wanted)
    if differs and of.name == "deal":
        deals.record_move(tx, record, wanted, before)
    return (
        _change_points(tx, record, planned, overwrite=overwrite)
        | _change_places(tx, record, planned, overwrite=overwrite)
        | differs
    )


def _change_points(tx: Transaction, record: RecordId, planned: Planned, *, overwrite: bool) -> bool:
    if not planned.points:
        return False
    points = parts(tx, NOUNS["contact_point"], "about", record)
    differs = False
    for kind, wanted in planned.points.items():
        there = [point for point in points if point.values["kind"] == kind]
        values = {point.values["value"] for point in there}
        new = [(value, use) for value, use in wanted if value not in values]
        if not new or (there and not overwrite):
            continue
        if there and wanted[0] == new[0]:
            differs |= changing.change(tx, record, {kind: new.pop(0)[0]})
        rows = [{"about": record, "kind": kind, "value": value, "use": use} for value, use in new]
        differs |= bool(records.create_many(tx, "contact_point", rows))
    return differs


def _change_places(tx: Transaction, record: RecordId, planned: Planned, *, overwrite: bool) -> bool:
    if not planned.places:
        return False
    there = parts(tx, NOUNS["address"], "about", record)
    differs = False
    for use, place in planned.places.items():
        same = next((each for each in there if each.values["use"] == use), None)
        if same is None and place and (overwrite or not there):
            differs |= bool(records.create_many(tx, "address", [{"about": record, "use": use, **place}]))
        elif same is not None:
            wanted = {name: text for name, text in place.items() if overwrite or same.values[name] is None}
            differs |= bool(wanted) and changing.change(tx, same.id, wanted)
    return differs


def _wins(name: str, before: Record, *, overwrite: bool) -> bool:
    """Whether a value of the file takes the place of what a record holds."""
    held = before.values.get(name)
    return name == "tags" or held is None or held == () or (overwrite and name not in KEPT)


def _ids(values: object) -> list[str]:
    assert isinstance(values, tuple | None)
    return [each.id if isinstance(each, Link) else str(each) for each in values or ()]
