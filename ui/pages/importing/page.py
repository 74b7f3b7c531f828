"""S10, import: File, Match columns, Check, Done; one can leave and come back. GUI thread only.

Nothing is written before the last button: every number is that of a rehearsal that was rolled back.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import paths, places, undo, words
from app.errors import Cancelled
from app.importing import drafts, kept_mappings, running
from app.importing.drafts import Draft, Plans
from app.importing.mapping import Mapping as ColumnMapping
from app.importing.planning import Rejected
from app.importing.running import Choices, Report
from app.importing.tables import Row
from ui import messages
from ui.bridge import Job
from ui.page import Page, Shell
from ui.pages.importing.check_step import CheckStep
from ui.pages.importing.counts import ready_in
from ui.pages.importing.done_step import DoneStep
from ui.pages.importing.drop_zone import file_of
from ui.pages.importing.file_step import FileStep, short_facts
from ui.pages.importing.match_step import MatchStep
from ui.pages.importing.problems import SHOWN
from ui.theme import u
from ui.widgets.bars import FootBar
from ui.widgets.buttons import Button, IconButton
from ui.widgets.heads import PageHead
from ui.widgets.tabs import Steps
from ui.widgets.toasts import announce
from vault.model.catalogue import NOUNS

FILE, MATCH, CHECK, DONE = range(4)
_STEPS: Final = ("importing.step_file", "importing.step_match", "importing.step_check", "importing.step_done")
_PLACES: Final = {"contact": "people", "account": "companies", "deal": "deals", "activity": "people"}
_CALM_MS: Final = 250
"""A rehearsal begins when the choices have been still for so long."""


class ImportPage(Page):
    """`activate(file=)` begins with a file. `ask_save(proposed)` gives where rejected rows shall lie, or ""."""

    key = "import"
    title = "ui.import"
    nouns = frozenset(NOUNS)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.ask_save: Callable[[str], str] = self._ask_save
        self.draft: Draft | None = None
        self.report: Report | None = None
        self.result: Report | None = None
        self.step = FILE
        self._count: int | None = None
        self._asked = self._looked = 0
        self._job, self._rejected = Job(), dict[int, Row]()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self.head, self.steps, self.shut = PageHead("importing.title"), Steps(_STEPS), IconButton("x", "importing.give_up")
        self.file, self.match, self.check, self.done = FileStep(), MatchStep(), CheckStep(), DoneStep()
        self.foot, self.back = FootBar(), Button("ui.back", kind="plain", icon="arrow-left")
        self.keep = Button("importing.keep_mapping")
        self.next = Button("importing.next_match", kind="primary", cap="↵")
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_step(FILE)

    def _connect(self) -> None:
        self.file.chosen.connect(self.take)
        self.file.read_again.connect(self._read_again)
        self.file.holds.connect(self._holds)
        self.file.another.connect(self.file.zone.choose)
        self.match.fed.connect(self._fed)
        self.check.decided.connect(self._rehearse_soon)
        self.check.save_rejects.connect(self._save_rejects)
        self.check.stop.connect(self.stop)
        self.done.undo.connect(self._undo)
        self.done.look.connect(self._look_at_list)
        self.done.more.connect(self.begin_again)
        self.done.save_rejects.connect(self._save_rejects)
        self.back.clicked.connect(self.go_back)
        self.keep.clicked.connect(self._keep)
        self.next.clicked.connect(self.go_on)
        self.shut.clicked.connect(self.begin_again)
        self._calm.timeout.connect(self._rehearse)
        self.shell.bridge.locked.connect(self._locked)

    def _lay_out(self) -> None:
        self.head.add(self.shut)
        line = QHBoxLayout()
        line.setContentsMargins(u(24), u(2), u(20), u(6))
        line.addWidget(self.steps)
        line.addStretch()
        self._stack = QStackedWidget()
        for part in (self.file, self.match, self.check, self.done):
            self._stack.addWidget(part)
        self.foot.lead(self.back)
        self.foot.add(self.keep)
        self.foot.add(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)

    # what the window asks

    def activate(self, **arguments: object) -> None:
        """A file from outside, or where one was."""
        file = arguments.get("file")
        if isinstance(file, str | Path) and not self.check.running:
            self.take(Path(file))

    def refresh(self) -> None:
        """The vault changed: what a preview says may be wrong now."""
        if self.step in (MATCH, CHECK) and not self.check.running:
            self._rehearse_soon()

    def focus_first(self) -> None:
        """What one came for in this step."""
        firsts: dict[int, Callable[[], object]] = {
            FILE: self.next.setFocus if self.draft else self.file.focus_first, MATCH: self.match.focus_first,
            CHECK: self.check.strip.button.setFocus if self.check.running else self.next.setFocus, DONE: self.done.focus_first,
        }  # fmt: skip
        firsts[self.step]()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Ctrl+I here asks for a file."""
        return {"import": self.file.zone.choose}

    def retranslate(self) -> None:
        """Words composed here."""
        if self.draft is not None:
            self.file.show_draft(self.draft, self._count)
        self.match.retranslate()
        if self.report is not None and self.draft is not None and not self.check.running:
            self._show_report(self.report)
        if self.result is not None:
            self.done.show_report(self.result, self.report)
        self._show_step(self.step)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file is welcome on the whole page."""
        if file_of(event) is not None and not self.check.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin with it."""
        path = file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.take(path)

    # step 1

    def take(self, path: Path) -> None:
        """Read a file. What was there before is given up, nothing of it was written."""
        self._look(path)

    def _look(self, path: Path, **how: str | None) -> None:
        self._looked += 1
        self.file.zone.browse.set_busy(True)
        self.shell.bridge.run(
            drafts.look, path, done=partial(self._found, self._looked), failed=partial(self._not_read, self._looked), **how
        )

    def _read_again(self, change: dict[str, str]) -> None:
        draft = self.draft
        if draft is not None:
            how = {"encoding": draft.encoding, "delimiter": draft.delimiter, "sheet": draft.sheet, **change}
            self._look(draft.path, **how)

    def _holds(self, noun: str) -> None:
        draft = self.draft
        if draft is not None:
            mapping, recognised = drafts.guessed(draft.table, draft.rows, noun)
            self._show_draft(replace(draft, mapping=mapping, recognised=recognised, kept_from=""))

    def _found(self, number: int, draft: Draft) -> None:
        if number != self._looked:
            return
        self.file.zone.browse.set_busy(False)
        self._count, self.report, self.result = None, None, None
        self.check.reset()
        self._show_draft(draft)
        self._show_step(FILE)
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shell.bridge.run(draft.table.count, done=partial(self._counted, number))
        self.shell.bridge.query(kept_mappings.fitting, draft.table.header, done=partial(self._known, number))

    def _not_read(self, number: int, error: BaseException) -> None:
        if number != self._looked:
            return
        self.file.zone.browse.set_busy(False)
        self._show_step(FILE)
        heading, hint = messages.sentences(error)
        self.file.show_error(heading, hint)
        announce(self.file, heading)
        if self.draft is not None:
            self.file.refill(self.draft)

    def _counted(self, number: int, count: int) -> None:
        if number == self._looked and self.draft is not None:
            self._count = count
            self.file.show_draft(self.draft, count)
            self._say()

    def _known(self, number: int, known: tuple[str, ColumnMapping] | None) -> None:
        if known is not None and number == self._looked and self.draft is not None:
            name, mapping = known
            self._show_draft(replace(self.draft, mapping=mapping, recognised=True, kept_from=name))

    def _show_draft(self, draft: Draft) -> None:
        self.draft = draft
        self.file.show_draft(draft, self._count)
        self.match.show_draft(draft)
        self.check.show_keys(draft)
        self._say()
        self._rehearse_soon()

    # step 2

    def _fed(self, index: int, field: str | None, transform: str | None) -> None:
        if self.draft is not None:
            self._show_draft(self.draft.fed(index, field, transform))

    def _choices(self) -> Choices:
        key = self.check.key.value()
        return Choices(
            modes=self.check.modes, key=str(key) if key else None, zone=places.zone(), language=words.language()
        )

    def _rehearse_soon(self) -> None:
        """The preview no longer holds; a new one begins when the choices are still."""
        self._job.cancel()
        self._asked += 1
        self.report = None
        self.next.setEnabled(self._may_go_on())
        self._show_waiting()
        self._calm.start()

    def _show_waiting(self) -> None:
        if self.draft is not None:
            self.match.counts.show_waiting(self.draft.mapping.noun)
            self.check.show_waiting(self.draft.mapping.noun)

    def _rehearse(self) -> None:
        draft, number = self.draft, self._asked
        if draft is None or self.shell.bridge.session is None or self.check.running:
            return
        choices, ask = self._choices(), self.shell.bridge
        ask.query(drafts.plans, draft, choices, done=partial(self._planned, number), failed=partial(self._not_planned, number))
        if not draft.named:
            self.match.counts.show_problem("")
            return
        self._job = ask.job(
            running.run, draft.table, draft.mapping, choices, door="rehearse", done=partial(self._rehearsed, number),
            failed=partial(self._not_planned, number), progress=partial(self._rehearsing, number),
        )  # fmt: skip

    def _planned(self, number: int, plans: Plans) -> None:
        if number == self._asked:
            self.match.show_plans(plans.rows, plans.orders)

    def _rehearsing(self, number: int, done: int, total: int) -> None:
        if number == self._asked and self.draft is not None:
            for counts in (self.match.counts, self.check.counts):
                counts.show_waiting(self.draft.mapping.noun, done, total)

    def _not_planned(self, number: int, error: BaseException) -> None:
        if number == self._asked and not isinstance(error, Cancelled):
            heading, hint = messages.sentences(error)
            self.match.counts.show_problem(heading)
            self.check.show_problem(heading, hint)
            announce(self, heading)

    def _rehearsed(self, number: int, report: Report) -> None:
        if number != self._asked or self.draft is None:
            return
        self.report, self._count = report, report.read
        self.match.show_report(report)
        wanted = [each.number for each in report.rejects[:SHOWN]]
        self.shell.bridge.job(
            drafts.rows_of, self.draft.table, wanted, door="run", done=partial(self._fetched, number),
        )  # fmt: skip
        self._show_report(report)
        self._say()

    def _fetched(self, number: int, rows: dict[int, Row]) -> None:
        if number == self._asked and self.report is not None:
            self._rejected = rows
            self._show_report(self.report)

    def _show_report(self, report: Report) -> None:
        if self.draft is not None and not self.check.running:
            self.check.show_report(self.draft, report, self._rejected)

    def _keep(self) -> None:
        if self.draft is not None and self.draft.named:
            name = self.draft.path.stem
            self.shell.bridge.command(kept_mappings.keep, name, self.draft.mapping, done=lambda _kept: self._say_kept(name))

    def _say_kept(self, name: str) -> None:
        self.shell.toast(words.say("importing.kept", name=name))

    # step 3

    def _import(self) -> None:
        draft = self.draft
        if draft is None or self.report is None:
            return
        self._asked += 1
        self.check.show_running()
        self._say()
        self._job = self.shell.bridge.job(
            running.run, draft.table, draft.mapping, self._choices(), done=self._imported, failed=self._not_imported,
            progress=self.check.show_progress,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop the import; everything stays as it was before."""
        self._job.cancel()
        self.check.show_stopping()

    def _imported(self, report: Report) -> None:
        self.result = report
        assert self.draft is not None
        self.done.show_report(report, self.report)
        self._show_waiting()
        self._show_step(DONE)
        self.done.focus_first()
        announce(self, self.done.heading.text())
        self.shell.bridge.command(kept_mappings.keep, self.draft.path.stem, self.draft.mapping)

    def _not_imported(self, error: BaseException) -> None:
        self._show_waiting()
        self._rehearse_soon()
        if isinstance(error, Cancelled):
            self.shell.toast(words.say("importing.stopped"))
        else:
            self.shell.fail(error)
        self._say()

    def _save_rejects(self) -> None:
        report, draft = self.result or self.report, self.draft
        if report is None or draft is None:
            return
        chosen = self.ask_save(f"{draft.path.stem} {words.say('importing.rejected_file')}.xlsx")
        if chosen:
            path = Path(chosen if Path(chosen).suffix else f"{chosen}.xlsx")
            rejects: list[Rejected] = report.rejects
            self.shell.bridge.run(
                drafts.save_rejects, draft.table, draft.mapping.noun, rejects, path, words.language(),
                done=lambda n: self.shell.toast(words.say("importing.rejects_saved", n=n)),
            )  # fmt: skip

    def _ask_save(self, proposed: str) -> str:
        title, kinds = words.say("importing.save_rejects"), "XLSX (*.xlsx);;CSV (*.csv)"
        return QFileDialog.getSaveFileName(self, title, str(paths.documents() / proposed), kinds)[0]

    # step 4

    def _undo(self) -> None:
        if self.result is not None and self.result.batch is not None:
            self.done.back.set_busy(True)
            self.shell.bridge.command(undo.undo, self.result.batch, done=self._undone, failed=self._not_undone)

    def _undone(self, reverted: object) -> None:
        self.done.back.set_busy(False)
        self.done.show_undone(len(getattr(reverted, "kept", ())))

    def _not_undone(self, error: BaseException) -> None:
        self.done.back.set_busy(False)
        self.shell.fail(error)

    def _look_at_list(self) -> None:
        if self.result is not None:
            self.shell.go(_PLACES[self.result.noun])

    # between the steps

    def begin_again(self) -> None:
        """Give up the file; nothing of it was written, or all of it stays."""
        if self.check.running:
            return
        self._job.cancel()
        self._looked += 1
        self._asked += 1
        self._calm.stop()
        self.draft = self.report = self.result = None
        self._count = None
        self.file.zone.path.clear()
        self.file.show_nothing()
        self._show_step(FILE)
        self.file.focus_first()

    def go_on(self) -> None:
        """The next step, if this one is complete."""
        if not self._may_go_on():
            return
        if self.step == CHECK:
            self._import()
            return
        self._show_step(self.step + 1)
        self.focus_first()

    def go_back(self) -> None:
        """One step back; nothing is lost."""
        if self.step in (MATCH, CHECK) and not self.check.running:
            self._show_step(self.step - 1)
            self.focus_first()

    def _may_go_on(self) -> bool:
        draft, report = self.draft, self.report
        if draft is None or self.check.running:
            return False
        if self.step == MATCH:
            return draft.named
        return self.step == FILE or (report is not None and ready_in(report) > 0)

    def _show_step(self, step: int) -> None:
        self.step = step
        self._stack.setCurrentIndex(step)
        self.steps.go(step)
        if step == CHECK and self.report is None:
            self._show_waiting()
        self._say()

    def _say(self) -> None:
        """Title, foot and buttons as they hold now."""
        draft, running_now = self.draft, self.check.running
        plural = NOUNS[draft.mapping.noun].plural.in_language(words.language()) if draft else ""
        listed = plural if words.language() == "zh_CN" else plural.lower()
        self.head.title.say_key("importing.title_of" if draft else "importing.title", list=listed)
        self.head.set_note(short_facts(draft, self._count) if draft else "")
        self.shut.setVisible(draft is not None and self.step != DONE and not running_now)
        self.foot.setVisible(draft is not None and self.step != DONE)
        self.back.setVisible(self.step != FILE)
        self.back.setEnabled(not running_now)
        self.keep.setVisible(self.step == MATCH)
        self.keep.setEnabled(draft is not None and draft.named)
        self.next.setEnabled(self._may_go_on())
        self._say_next()

    def _say_next(self) -> None:
        rows = self._count or 0
        if self.step == FILE:
            self.next.say_key("importing.next_match")
        elif self.step == MATCH:
            self.next.say_key("importing.next_check", n=rows) if rows else self.next.say_key("importing.next_check_all")
        else:
            report = self.report
            ready = ready_in(report) if report else 0
            self.next.say_key("importing.next_import", n=ready)
        key = "importing.foot_running" if self.check.running else f"importing.foot_{self.step}"
        self.foot.say(words.say(key) if self.step != DONE else "")

    def _locked(self) -> None:
        """The vault is closed: a rehearsal has no use any more; an import under way is finished whole."""
        if not self.check.running:
            self._job.cancel()
