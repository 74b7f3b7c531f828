"""Tries an import in a transaction that is rolled back, anew whenever a choice changed. GUI thread only.

Only the answers to the latest question come through: those to older ones are dropped, the work for them is cancelled.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import Cancelled
from app.importing import drafts, running
from app.importing.drafts import Draft, Plans
from app.importing.running import Choices, Report
from app.importing.tables import Row
from ui.bridge import Bridge, Job
from ui.pages.importing.problems import SHOWN

_CALM_MS: Final = 250
"""A rehearsal begins when the choices have been still for so long."""


class Rehearsal(QObject):
    """Emits `planned(Plans)`, `progressed(done, total)`, `reported(Report)`, `fetched(rows)`, `failed(error)`."""

    planned = Signal(object)
    progressed = Signal(int, int)
    reported = Signal(object)
    fetched = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self.report: Report | None = None
        self._bridge, self._job, self._number = bridge, Job(), 0
        self._wanted: tuple[Draft, Choices] | None = None
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._begin)

    def ask(self, draft: Draft, choices: Choices) -> None:
        """What would come of this? The last answer holds no more."""
        self.forget()
        self._wanted = draft, choices
        self._calm.start()

    def forget(self) -> None:
        """Nothing is asked any more."""
        self._calm.stop()
        self._job.cancel()
        self._number += 1
        self.report = None

    def _begin(self) -> None:
        if self._wanted is None or self._bridge.session is None:
            return
        (draft, choices), number = self._wanted, self._number
        failed = partial(self._failed, number)
        self._bridge.query(drafts.plans, draft, choices, done=partial(self._planned, number), failed=failed)
        if draft.named:
            self._job = self._bridge.job(
                running.run, draft.table, draft.mapping, choices, door="rehearse", failed=failed,
                done=partial(self._reported, number), progress=partial(self._progressed, number),
            )  # fmt: skip

    def _planned(self, number: int, plans: Plans) -> None:
        if number == self._number:
            self.planned.emit(plans)

    def _progressed(self, number: int, done: int, total: int) -> None:
        if number == self._number and self.report is None:
            self.progressed.emit(done, total)

    def _failed(self, number: int, error: BaseException) -> None:
        if number == self._number and not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _reported(self, number: int, report: Report) -> None:
        if number != self._number or self._wanted is None:
            return
        self.report = report
        self.reported.emit(report)
        numbers = [each.number for each in report.rejects[:SHOWN]]
        if numbers:
            table = self._wanted[0].table
            self._bridge.run(drafts.rows_of, table, numbers, done=partial(self._fetched, number))

    def _fetched(self, number: int, rows: dict[int, Row]) -> None:
        if number == self._number:
            self.fetched.emit(rows)
