"""What a new vault holds before anybody types: one sales pipeline with its stages."""

from typing import Final

from vault import records
from vault.transaction import Transaction

PIPELINE_NAMES: Final = {"en": "Sales", "zh_CN": "销售"}
_STAGES: Final = (
    ("Lead", "线索", 10, "open", "slate"),
    ("Qualified", "已确认", 25, "open", "blue"),
    ("Proposal", "方案报价", 50, "open", "violet"),
    ("Negotiation", "谈判", 75, "open", "amber"),
    ("Won", "赢单", 100, "won", "green"),
    ("Lost", "输单", 0, "lost", "red"),
)
STAGE_NAMES: Final = tuple(name for name, *_ in _STAGES)


def starting_records(language: str = "en") -> tuple[dict[str, object], tuple[dict[str, object], ...]]:
    """(the pipeline's values, its stages' in order); the writer links each stage to the pipeline it made."""
    fields = ("name", "name_zh", "probability", "state", "hue")
    stages = tuple(
        {"position": place, **dict(zip(fields, stage, strict=True))} for place, stage in enumerate(_STAGES, start=1)
    )
    return {"name": PIPELINE_NAMES.get(language, PIPELINE_NAMES["en"])}, stages


def start(tx: Transaction, language: str = "en") -> None:
    """Write the starting records into a vault just made; no step that a person could undo. A use case."""
    tx.named("start")
    tx.role = "start"
    values, stages = starting_records(language)
    pipeline = records.create(tx, "pipeline", values)
    records.create_many(tx, "stage", [{**stage, "pipeline": pipeline} for stage in stages])
