"""Rules of deals: the first stage of the pipeline, when a deal closes, and a record of every stage move."""

from typing import Final

from vault import query, records
from vault.model.catalogue import noun
from vault.query import Ask
from vault.reader import Reader
from vault.transaction import Transaction
from vault.values import Link, Record, RecordId

WATCHED: Final = frozenset({"stage"})


def stages(reader: Reader) -> list[Record]:
    """The live stages in their order."""
    return query.page(reader, Ask(noun=noun("stage"), sort=("position",)), limit=200).rows


def complete(tx: Transaction, values: dict[str, object], before: Record | None) -> dict[str, object]:
    """A new deal starts in the first stage; a stage brings its pipeline, and closing or reopening its moment."""
    if before is None and not values.get("stage"):
        values["stage"] = _first(tx, values.get("pipeline"))
    if values.get("stage") is None or _is_same(values["stage"], before):
        return values
    stage = query.fetch(tx, noun("stage"), [str(values["stage"])])
    if stage:
        pipeline = stage[0].values["pipeline"]
        values["pipeline"] = pipeline.id if isinstance(pipeline, Link) else None
        closed = stage[0].values["state"] != "open"
        if "closed_at" not in values:
            values["closed_at"] = tx.at if closed else None
    return values


def _first(reader: Reader, pipeline: object) -> RecordId | None:
    """The first stage of a pipeline; of whichever comes first, where none is given."""
    home = pipeline.id if isinstance(pipeline, Link) else pipeline
    wanted = [stage for stage in stages(reader) if home in (None, _id(stage["pipeline"]))]
    return wanted[0].id if wanted else None


def _is_same(stage: object, before: Record | None) -> bool:
    return before is not None and _id(stage) == _id(before["stage"])


def _id(link: object) -> object:
    return link.id if isinstance(link, Link) else link


def record_move(tx: Transaction, deal: RecordId, values: dict[str, object], before: Record | None) -> None:
    """Write down that a deal went from one stage to another."""
    stage = values.get("stage")
    was = before.values["stage"] if before else None
    old = was.id if isinstance(was, Link) else None
    if stage is None or before is None or stage == old:
        return
    move = {"deal": deal, "stage_before": old, "stage": stage, "moved_at": tx.at}
    records.create(tx, "stage_move", move)
