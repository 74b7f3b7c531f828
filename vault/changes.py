"""What a write changed: the one value that history, undo, sync and the refresh of screens hang on."""

from dataclasses import dataclass, field

from vault.values import RecordId


@dataclass(frozen=True, slots=True)
class Changes:
    """The nouns and ids one transaction touched; `step` is its place in the journal, None if it wrote no record."""

    step: int | None = None
    verb: str = ""
    records: dict[str, frozenset[RecordId]] = field(default_factory=dict)
    created: int = 0
    changed: int = 0
    deleted: int = 0
    restored: int = 0

    @property
    def nouns(self) -> frozenset[str]:
        """The nouns of which records were touched."""
        return frozenset(self.records)
