"""The import itself, its undo, and the file of rows it left out: the only things here that write. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import undo
from app.importing import kept_mappings, rejects, running
from app.importing.drafts import Draft
from app.importing.running import Choices, Report
from ui.bridge import Bridge, Job


class Commit(QObject):
    """Emits `progressed(done, total)`, `imported(Report)`, `undone(kept)`, `saved(rows)`, `failed(error)`.

    `stands(bool)` answers `look`.
    """

    progressed = Signal(int, int)
    imported = Signal(object)
    undone = Signal(int)
    stands = Signal(bool)
    saved = Signal(int)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._job = bridge, Job()
        self._draft: Draft | None = None

    def write(self, draft: Draft, choices: Choices) -> None:
        """One transaction, one step of undo. A lock meanwhile lets it end whole."""
        self._draft = draft
        self._job = self._bridge.job(
            running.run, draft.table, draft.mapping, choices, done=self._imported, failed=self.failed.emit,
            progress=self.progressed.emit,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop; everything stays as it was before."""
        self._job.cancel()

    def _imported(self, report: Report) -> None:
        self.imported.emit(report)
        if self._draft is not None:
            self.keep_mapping(self._draft)

    def keep_mapping(self, draft: Draft) -> None:
        """Remember the mapping under the file's name."""
        self._bridge.command(kept_mappings.keep, draft.path.stem, draft.mapping)

    def take_back(self, batch: int) -> None:
        """Undo the whole import; what others changed since is kept and counted."""
        self._bridge.command(undo.undo, batch, done=self._undone, failed=self.failed.emit)

    def _undone(self, reverted: object) -> None:
        self.undone.emit(len(getattr(reverted, "kept", ())))

    def look(self, batch: int) -> None:
        """Ask whether the import is still there: Undo and Redo reach it from everywhere."""
        self._bridge.query(undo.stands, batch, done=self.stands.emit)

    def save_rejects(self, draft: Draft, report: Report, chosen: str) -> None:
        """Write the rejected rows with their reasons to the file that was chosen."""
        path = Path(chosen if Path(chosen).suffix else f"{chosen}.xlsx")
        self._bridge.run(
            rejects.write, draft.table, draft.mapping.noun, report.rejects, path, done=self.saved.emit,
            failed=self.failed.emit,
        )  # fmt: skip
