"""The stages of the pipelines as screens need them: names in both languages, colours, which ones are closed.

GUI thread only. Each page holds one; it is filled through the bridge and goes with the page.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app import deals, words
from ui.bridge import Bridge
from vault.values import Link, Record


class StageBook(QObject):
    """Asks for the stages once and whenever one changes; `changed` tells that names may differ now."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self.stages: list[Record] = []
        self._by_id: dict[str, Record] = {}
        self._bridge = bridge
        bridge.changed.connect(self._follow)
        self._ask()

    def _follow(self, changes: object) -> None:
        if "stage" in getattr(changes, "nouns", ()):
            self._ask()

    def _ask(self) -> None:
        self._bridge.query(deals.stages, done=self._fill, failed=lambda _error: None)

    def _fill(self, stages: Iterable[Record]) -> None:
        self.stages = list(stages)
        self._by_id = {stage.id: stage for stage in self.stages}
        self.changed.emit()

    def name(self, link: Link) -> str:
        """What a stage is called in the language in force."""
        stage = self._by_id.get(link.id)
        local = stage.get("name_zh") if stage is not None and words.language() == "zh_CN" else None
        return str(local or (stage.get("name") if stage is not None else None) or link.title or "")

    def hue(self, link: Link) -> str:
        """The tag colour of a stage."""
        stage = self._by_id.get(link.id)
        return str((stage.get("hue") if stage is not None else None) or "slate")

    def is_closed(self, link: Link) -> bool:
        """Whether a deal in this stage is won or lost."""
        stage = self._by_id.get(link.id)
        return stage is not None and stage.get("state") not in (None, "open")
