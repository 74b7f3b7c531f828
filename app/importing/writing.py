"""Plans to records: what is new is made in batches, what is there is met as the mode says. Writer thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from app.importing.linking import Links
from app.importing.matching import Matcher
from app.importing.meeting import KEPT, change
from app.importing.plans import Planned, Rejected
from app.quality.errors import Unfit
from vault import records
from vault.errors import BadValue, RecordRestricted, RequiredField
from vault.model.catalogue import noun
from vault.transaction import Transaction
from vault.values import RecordId

ADD: Final = "add"
FILL: Final = "fill"
UPDATE: Final = "update"
SKIP: Final = "skip"
MODES: Final = (ADD, FILL, UPDATE, SKIP)

_FIELDS_OF: Final = {
    "unknown_stage": ("stage",), "unknown_user": ("owner",), "unknown_link": ("about", "pipeline"),
}  # fmt: skip
"""Which link a reason is about."""


@dataclass(slots=True)
class Tally:
    """What became of the rows so far."""

    created: int = 0
    updated: int = 0
    filled: int = 0
    skipped: int = 0
    duplicates: int = 0
    rejects: list[Rejected] = field(default_factory=list)


class Writer:
    """Takes batches of plans for one noun."""

    def __init__(self, tx: Transaction, noun: str, modes: frozenset[str], key: str | None) -> None:
        self.tally = Tally()
        self.links = Links(tx)
        self._tx = tx
        self._noun = noun
        self._modes = modes
        self._matcher = Matcher(tx, noun, key)
        self._made: set[RecordId] = set()

    def take(self, plans: Sequence[Planned]) -> None:
        """Write one batch."""
        self._matcher.prepare(plans)
        new: list[Planned] = []
        for planned in plans:
            same = self._matcher.match(planned)
            if same is None:
                self._consider_new(planned, new)
            elif isinstance(same, Planned):
                self.tally.duplicates += 1
                self._join(same, planned)
            else:
                self.tally.duplicates += same in self._made
                self._meet(same, planned)
        self._create(new)

    def _consider_new(self, planned: Planned, new: list[Planned]) -> None:
        if ADD in self._modes:
            new.append(planned)
            self._matcher.remember(planned)
        else:
            self.tally.skipped += 1

    # what is new

    def _create(self, plans: Sequence[Planned]) -> None:
        self.links.resolve("account", [text for planned in plans if (text := planned.links.get("account"))])
        self.links.resolve("tag", [name for planned in plans for name in planned.tags])
        ready = [(planned, values) for planned in plans if (values := self._linked(planned)) is not None]
        rows = [values for _, values in ready]
        uses = [{kind: points[0][1] for kind, points in planned.points.items() if points} for planned, _ in ready]
        try:
            made = records.create_many(self._tx, self._noun, rows, uses)
        except (BadValue, RequiredField):
            ready, made = self._one_by_one(ready)
        self._made.update(made)
        self.tally.created += len(made)
        self._surround([(record, planned) for record, (planned, _) in zip(made, ready, strict=True)])

    def _one_by_one(
        self, ready: Sequence[tuple[Planned, dict[str, object]]]
    ) -> tuple[list[tuple[Planned, dict[str, object]]], list[RecordId]]:
        kept: list[tuple[Planned, dict[str, object]]] = []
        made: list[RecordId] = []
        for planned, values in ready:
            try:
                made.append(records.create(self._tx, self._noun, values))
                kept.append((planned, values))
            except BadValue as bad:
                self.tally.rejects.append(Rejected(planned.number, str(bad.facts["field"]), str(bad.facts["reason"])))
            except RequiredField as missing:
                self.tally.rejects.append(Rejected(planned.number, str(missing.facts["field"]), "required"))
        return kept, made

    def _linked(self, planned: Planned) -> dict[str, object] | None:
        """Everything `records.create` takes for a row, or None where a name it links to is not to be found."""
        values = dict(planned.values)
        if planned.remarks:
            note = "text" if self._noun == "activity" else "notes"
            values[note] = "\n".join(filter(None, (str(values.get(note) or ""), *planned.remarks)))
        for kind, points in planned.points.items():
            if points:
                values[kind] = points[0][0]
        try:
            values |= self._links_of(planned, new=True)
            if planned.sale.get("stage"):
                self.links.stage(str(planned.sale["stage"]))
        except Unfit as unfit:
            self._refuse(planned, unfit)
            return None
        return values

    def _refuse(self, planned: Planned, unfit: Unfit) -> None:
        """Reject a row for a name that is not to be found."""
        fields = _FIELDS_OF.get(unfit.reason, ())
        name = next((name for name in fields if name in planned.links), "deal.stage" if planned.sale else None)
        self.tally.rejects.append(Rejected(planned.number, name, unfit.reason))

    def _links_of(self, planned: Planned, *, new: bool) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, text in planned.links.items():
            match name:
                case "owner":
                    found[name] = self.links.user(text)
                case "about":
                    found[name] = (self.links.find(("contact", "account", "deal"), text),)
                case "stage" | "team":
                    continue
                case "pipeline":
                    found[name] = self.links.find(("pipeline",), text)
                case _:
                    target = "account" if name in ("account", "parent") else "contact"
                    found[name] = self.links.of(target, text)
        if self._noun == "deal" and (new or "stage" in planned.links):
            found |= self._staged(planned.links.get("stage"))
        if planned.tags:
            found["tags"] = tuple(self.links.of("tag", name) for name in planned.tags)
        return found

    def _staged(self, name: str | None) -> dict[str, object]:
        stage = self.links.stage(name)
        if stage is None:
            return {}
        return {"stage": stage.id, "pipeline": stage.pipeline, "closed_at": self._tx.at if stage.closed else None}

    def _surround(self, made: Sequence[tuple[RecordId, Planned]]) -> None:
        """Further contact points, addresses and deals of new records."""
        points = [
            {"about": record, "kind": kind, "value": value, "use": use}
            for record, planned in made
            for kind, found in planned.points.items()
            for value, use in found[1:]
        ]
        places = [
            {"about": record, "use": use, **place}
            for record, planned in made
            for use, place in planned.places.items()
            if place
        ]
        records.create_parts(self._tx, "contact_point", points)
        if self._noun == "contact":
            records.create_parts(self._tx, "address", places)
        else:
            records.create_many(self._tx, "address", places)
        self._create_sales([(record, planned) for record, planned in made if planned.sale])

    def _create_sales(self, made: Sequence[tuple[RecordId, Planned]]) -> None:
        rows: list[dict[str, object]] = []
        for record, planned in made:
            values = {name: value for name, value in planned.sale.items() if name != "stage"}
            account = planned.links.get("account")
            if account:
                values["account"] = self.links.of("account", account)
            values.setdefault("name", account or planned.values["name"])
            name = planned.sale.get("stage")
            rows.append({**values, **self._staged(str(name) if name else None), "contact": record})
        records.create_many(self._tx, "deal", rows)
        if rows:
            self.links.made["deal"] = self.links.made.get("deal", 0) + len(rows)

    # what is there

    def _join(self, earlier: Planned, planned: Planned) -> None:
        """A row that means the same as an earlier one of this batch, whose record is yet to be made."""
        overwrite = UPDATE in self._modes
        if not overwrite and FILL not in self._modes:
            self.tally.skipped += 1
            return
        differs = _merge(earlier.values, planned.values, overwrite=overwrite)
        differs |= _merge(earlier.links, planned.links, overwrite=overwrite)
        for kind, points in planned.points.items():
            known = earlier.points.setdefault(kind, [])
            added = [each for each in points if each[0] not in {value for value, _ in known}]
            added = added if overwrite or not known else []
            known.extend(added)
            differs |= bool(added)
        differs |= not earlier.places and bool(planned.places)
        earlier.places = earlier.places or planned.places
        differs |= not set(planned.tags) <= set(earlier.tags)
        earlier.tags = tuple(dict.fromkeys((*earlier.tags, *planned.tags)))
        self._count(differs)

    def _count(self, differs: bool) -> None:
        if not differs:
            self.tally.skipped += 1
        elif UPDATE in self._modes:
            self.tally.updated += 1
        else:
            self.tally.filled += 1

    def _meet(self, record: RecordId, planned: Planned) -> None:
        """A row that means a record of the vault."""
        overwrite = UPDATE in self._modes
        if not overwrite and FILL not in self._modes:
            self.tally.skipped += 1
            return
        try:
            links = self._links_of(planned, new=False)
            self._count(change(self._tx, noun(self._noun), record, planned, links, overwrite=overwrite))
        except Unfit as unfit:
            self._refuse(planned, unfit)
        except BadValue as bad:
            self.tally.rejects.append(Rejected(planned.number, str(bad.facts["field"]), str(bad.facts["reason"])))
        except RecordRestricted:
            self.tally.rejects.append(Rejected(planned.number, None, "restricted"))


def _merge(
    into: dict[str, object] | dict[str, str], more: dict[str, object] | dict[str, str], *, overwrite: bool
) -> bool:
    wanted = {
        name: value
        for name, value in more.items()
        if value is not None
        and into.get(name) != value
        and (into.get(name) is None or (overwrite and name not in KEPT))
    }
    into.update(wanted)  # type: ignore[arg-type] # both hold the same kind of value
    return bool(wanted)
