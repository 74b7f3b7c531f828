"""Keeps what is being typed in a composer in the vault, and brings it back after a crash. GUI thread only."""

from functools import partial

from PySide6.QtCore import QObject

from app import drafts
from app.drafts import Draft
from ui.bridge import Bridge
from ui.widgets.composer import Composer
from vault.values import RecordId


class Drafting(QObject):
    """Belongs to one composer; `about` says which record it is about now."""

    def __init__(self, bridge: Bridge, composer: Composer) -> None:
        super().__init__(composer)
        self._bridge, self._composer, self._record = bridge, composer, ""
        composer.drafted.connect(self._keep)

    def about(self, record: RecordId) -> None:
        """Another record is shown, or none (""): what was left unwritten about it stands there again."""
        self._record = record
        if record:
            self._bridge.query(drafts.waiting, record, done=partial(self._take_up, record))

    def _take_up(self, record: RecordId, draft: Draft | None) -> None:
        if draft is not None and record == self._record and not self._composer.text.toPlainText():
            self._composer.restore(draft.kind, draft.text)

    def _keep(self, kind: str, text: str) -> None:
        if self._record:
            self._bridge.command(drafts.keep, self._record, kind, text)
