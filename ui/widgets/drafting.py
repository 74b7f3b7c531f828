"""Keeps what is being typed in a composer or a form in the vault, and brings it back after a lock or a crash.

GUI thread only.
"""

import json
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app import drafts
from app.drafts import Draft
from ui.bridge import Bridge
from ui.widgets.composer import Composer
from ui.widgets.inputs import LineEdit
from ui.widgets.new_form import NewForm
from vault.values import RecordId

_REST_MS: Final = 400
_FORM: Final = "form"


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


class FormDrafting(QObject):
    """Begins a form for a new record with what was left in it; belongs to that form, and ends when it says `made`."""

    def __init__(self, bridge: Bridge, form: NewForm) -> None:
        super().__init__(form)
        self._bridge, self._form, self._place = bridge, form, f"new {form.noun.name}"
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._keep)
        for made in form.inputs.values():
            if isinstance(made, LineEdit):
                made.textEdited.connect(self._rest.start)
                made.editingFinished.connect(self._keep_now)
        form.made.connect(self._forget)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self._form.begin()
        self._bridge.query(drafts.waiting, self._place, done=self._take_up)

    def _take_up(self, draft: Draft | None) -> None:
        if draft is not None and not any(self._form.typed().values()):
            self._form.fill(json.loads(draft.text))

    def _keep_now(self) -> None:
        if self._rest.isActive():
            self._keep()

    def _keep(self) -> None:
        self._rest.stop()
        typed = {name: text for name, text in self._form.typed().items() if text}
        self._bridge.command(drafts.keep, self._place, _FORM, json.dumps(typed) if typed else "")

    def _forget(self) -> None:
        self._rest.stop()
        self._bridge.command(drafts.keep, self._place, _FORM, "")
