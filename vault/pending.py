"""What a transaction still owes: records touched, derived columns that no longer hold, texts to index again."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Touched:
    """What a transaction touched so far."""

    by_noun: dict[str, set[bytes]] = field(default_factory=dict)
    created: int = 0
    changed: int = 0
    deleted: int = 0
    restored: int = 0

    def add(self, noun: str, *records: bytes) -> None:
        """Remember records."""
        self.by_noun.setdefault(noun, set()).update(records)


@dataclass(slots=True)
class Stale:
    """Records whose derived columns no longer hold."""

    points: set[tuple[str, bytes]] = field(default_factory=set)
    """(noun, id) of owners of a changed contact point or address."""
    deals: set[bytes] = field(default_factory=set)
    """Contacts of a changed deal."""
    touches: set[bytes] = field(default_factory=set)
    """Records that a changed activity is about."""
    titles: dict[str, set[bytes]] = field(default_factory=dict)
    """Records whose title changed, by noun."""


@dataclass(slots=True)
class Reindex:
    """Records whose text changed: new ones, and those with a row in the index already; both by noun."""

    made: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
