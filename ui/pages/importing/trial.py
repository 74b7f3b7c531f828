"""Shows in steps 2 and 3 what a rehearsal finds, as soon as it finds it. GUI thread only."""

from PySide6.QtCore import QObject, Signal

from app.importing.drafts import Draft
from app.importing.running import Choices, Report
from app.importing.tables import Row
from ui import messages
from ui.bridge import Bridge
from ui.pages.importing.check_step import CheckStep
from ui.pages.importing.match_step import MatchStep
from ui.pages.importing.rehearsal import Rehearsal
from ui.widgets.toasts import announce


class Trial(QObject):
    """`report` holds while nothing was changed since. Emits `settled` when there is one."""

    settled = Signal()

    def __init__(self, bridge: Bridge, match: MatchStep, check: CheckStep, parent: QObject) -> None:
        super().__init__(parent)
        self._match, self._check = match, check
        self._draft: Draft | None = None
        self._rejected: dict[int, Row] = {}
        self.rehearsal = Rehearsal(bridge, self)
        self.rehearsal.planned.connect(lambda plans: match.show_plans(plans.rows, plans.orders))
        self.rehearsal.progressed.connect(self.wait)
        self.rehearsal.reported.connect(self._reported)
        self.rehearsal.fetched.connect(self._fetched)
        self.rehearsal.failed.connect(self._failed)
        bridge.locked.connect(self.forget)

    @property
    def report(self) -> Report | None:
        """What would come of the draft, once it is known."""
        return self.rehearsal.report

    def ask(self, draft: Draft, choices: Choices) -> None:
        """The numbers on screen hold no more; find out the new ones."""
        self._draft, self._rejected = draft, {}
        self.rehearsal.ask(draft, choices)
        self.wait()
        if not draft.named:
            self._match.counts.show_problem("")

    def forget(self) -> None:
        """Nothing is asked any more."""
        self.rehearsal.forget()

    def wait(self, done: int = 0, total: int = 0) -> None:
        """Numbers turn pale until they are known."""
        if self._draft is not None:
            noun = self._draft.mapping.noun
            self._match.counts.show_waiting(noun, done, total)
            self._check.show_waiting(noun, done, total)

    def show_again(self) -> None:
        """Say it once more, in the language in force."""
        if self._draft is not None and self.report is not None and not self._check.running:
            self._match.show_report(self.report)
            self._check.show_report(self._draft, self.report, self._rejected)

    def _reported(self, _report: Report) -> None:
        self.show_again()
        self.settled.emit()

    def _fetched(self, rows: dict[int, Row]) -> None:
        self._rejected = rows
        self.show_again()

    def _failed(self, error: BaseException) -> None:
        heading, hint = messages.sentences(error)
        self._match.counts.show_problem(heading)
        self._check.show_problem(heading, hint)
        announce(self._match, heading)
