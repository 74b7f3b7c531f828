"""Opens a file away from the window: a table, its rows counted, a mapping the vault remembers. GUI thread only."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.importing import drafts, kept_mappings
from app.importing.drafts import Draft
from app.importing.mapping import Mapping
from ui.bridge import Bridge


class Opening(QObject):
    """Emits `found(Draft)` or `failed(error)`, then `counted(rows)` and perhaps `known(name, Mapping)`."""

    found = Signal(object)
    failed = Signal(object)
    counted = Signal(int)
    known = Signal(str, object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._number = bridge, 0

    def look(self, path: Path, **how: str | None) -> None:
        """Read it; an answer to an earlier question is dropped."""
        self._number += 1
        number = self._number
        self._bridge.run(
            drafts.look, path, done=partial(self._found, number), failed=partial(self._failed, number), **how
        )

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._number += 1

    def _found(self, number: int, draft: Draft) -> None:
        if number != self._number:
            return
        self.found.emit(draft)
        self._bridge.run(draft.table.count, done=partial(self._counted, number))
        self._bridge.query(kept_mappings.fitting, draft.table.header, done=partial(self._known, number))

    def _failed(self, number: int, error: BaseException) -> None:
        if number == self._number:
            self.failed.emit(error)

    def _counted(self, number: int, count: int) -> None:
        if number == self._number:
            self.counted.emit(count)

    def _known(self, number: int, known: tuple[str, Mapping] | None) -> None:
        if known is not None and number == self._number:
            self.known.emit(*known)
