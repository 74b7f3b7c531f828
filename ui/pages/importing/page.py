"""S10, import: File, Match columns, Check, Done; one can leave and come back. GUI thread only.

Nothing is written before the last button: every number is that of a rehearsal that was rolled back.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import places, words
from app.errors import Cancelled
from app.importing.drafts import Draft
from app.importing.mapping import Mapping as ColumnMapping
from app.importing.running import Choices, Report
from ui import messages
from ui.page import Page, Shell
from ui.pages.importing.asking import file_for_rejects
from ui.pages.importing.check_step import CheckStep
from ui.pages.importing.commit import Commit
from ui.pages.importing.done_step import DoneStep
from ui.pages.importing.drop_zone import file_of
from ui.pages.importing.file_step import FileStep
from ui.pages.importing.frame import CHECK, DONE, FILE, MATCH, Frame, may_go_on
from ui.pages.importing.match_step import MatchStep
from ui.pages.importing.opening import Opening
from ui.pages.importing.trial import Trial
from ui.widgets.toasts import announce
from vault.model.catalogue import NOUNS

_PLACES: Final = {"contact": "people", "account": "companies", "deal": "deals", "activity": "people"}


class ImportPage(Page):
    """`activate(file=)` begins with a file. `ask_save(proposed)` gives where rejected rows shall lie, or ""."""

    key = "import"
    title = "ui.import"
    nouns = frozenset(NOUNS)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.ask_save: Callable[[str], str] = partial(file_for_rejects, self)
        self.draft: Draft | None = None
        self.preview: Report | None = None
        self.result: Report | None = None
        self._count: int | None = None
        self.file, self.match, self.check, self.done = FileStep(), MatchStep(), CheckStep(), DoneStep()
        self.opening, self.commit = Opening(shell.bridge, self), Commit(shell.bridge, self)
        self.trial = Trial(shell.bridge, self.match, self.check, self)
        self.frame = Frame((self.file, self.match, self.check, self.done))
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self._connect()
        self._connect_answers()
        self._show_step(FILE)

    def _connect(self) -> None:
        self.file.chosen.connect(self.take)
        self.file.read_again.connect(self._read_again)
        self.file.holds.connect(self._holds)
        self.file.another.connect(self.file.zone.choose)
        self.match.fed.connect(self._fed)
        self.check.decided.connect(self._rehearse)
        self.check.save_rejects.connect(self._save_rejects)
        self.check.stop.connect(self.commit.stop)
        self.check.stop.connect(self.check.show_stopping)
        self.done.undo.connect(self.commit.take_back)
        self.done.look.connect(lambda noun: self.shell.go(_PLACES[noun]))
        self.done.more.connect(self.begin_again)
        self.done.save_rejects.connect(self._save_rejects)
        self.frame.back.clicked.connect(self.go_back)
        self.frame.keep.clicked.connect(self._keep)
        self.frame.next.clicked.connect(self.go_on)
        self.frame.shut.clicked.connect(self.begin_again)

    def _connect_answers(self) -> None:
        self.opening.found.connect(self._found)
        self.opening.failed.connect(self._not_read)
        self.opening.counted.connect(self._counted)
        self.opening.known.connect(self._known)
        self.trial.settled.connect(self._tried)
        self.commit.progressed.connect(self.check.show_progress)
        self.commit.imported.connect(self._imported)
        self.commit.undone.connect(self.done.show_undone)
        self.commit.stands.connect(lambda stands: self.done.follow(stands, self.result, self.preview))
        self.commit.saved.connect(lambda n: self.shell.toast(words.say("importing.rejects_saved", n=n)))
        self.commit.failed.connect(self._not_written)

    def activate(self, **arguments: object) -> None:
        """A file from outside, or where one was."""
        file = arguments.get("file")
        if isinstance(file, str | Path):
            self.take(Path(file))

    def refresh(self) -> None:
        """The vault changed: what a preview says may be wrong now."""
        if self.frame.step in (MATCH, CHECK) and not self.check.running:
            self._rehearse()
        elif self.frame.step == DONE and self.result is not None:
            self.commit.look(self.result.batch or 0)

    def focus_first(self) -> None:
        """What one came for in this step."""
        on: Callable[[], object] = self.frame.next.setFocus
        firsts = {
            FILE: on if self.draft else self.file.focus_first, MATCH: self.match.focus_first,
            CHECK: self.check.strip.button.setFocus if self.check.running else on, DONE: self.done.focus_first,
        }  # fmt: skip
        firsts[self.frame.step]()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Ctrl+I here asks for a file."""
        return {"import": self.file.zone.choose}

    def retranslate(self) -> None:
        """Words composed here."""
        if self.draft is not None:
            self.file.show_draft(self.draft, self._count)
            self.check.show_keys(self.draft)
        self.match.retranslate()
        self.trial.show_again()
        if self.result is not None and self.done.counts.isVisibleTo(self.done):
            self.done.show_report(self.result, self.preview)
        self._say()

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

    def take(self, path: Path) -> None:
        """Read a file. What was there before is given up; nothing of it was written."""
        if not self.check.running:
            self._read(path)

    def _read(self, path: Path, **how: str | None) -> None:
        self.file.zone.browse.set_busy(True)
        self.opening.look(path, **how)

    def _read_again(self, change: dict[str, str]) -> None:
        if self.draft is not None:
            self._read(self.draft.path, **(self.draft.how | change))

    def _holds(self, noun: str) -> None:
        if self.draft is not None:
            self._show_draft(self.draft.holding(noun))

    def _found(self, draft: Draft) -> None:
        self.file.zone.browse.set_busy(False)
        self._count, self.result = None, None
        self.check.reset()
        self._show_draft(draft)
        self._show_step(FILE)
        if self.isVisible():
            self.frame.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_read(self, error: BaseException) -> None:
        self.file.zone.browse.set_busy(False)
        self._show_step(FILE)
        heading, hint = messages.sentences(error)
        self.file.show_error(heading, hint)
        announce(self.file, heading)
        if self.draft is not None:
            self.file.refill(self.draft)

    def _counted(self, count: int) -> None:
        if self.draft is not None and self.trial.report is None:
            self._count = count
            self.file.show_draft(self.draft, count)
            self._say()

    def _known(self, name: str, mapping: ColumnMapping) -> None:
        if self.draft is not None and self.frame.step == FILE:
            self._show_draft(self.draft.remembered(name, mapping))

    def _show_draft(self, draft: Draft) -> None:
        self.draft = draft
        self.file.show_draft(draft, self._count)
        self.match.show_draft(draft)
        self.check.show_keys(draft)
        self._rehearse()

    def _fed(self, index: int, field: str | None, transform: str | None) -> None:
        if self.draft is not None:
            self._show_draft(self.draft.fed(index, field, transform))

    def _choices(self) -> Choices:
        key = self.check.key.value()
        chosen = str(key) if key else None
        return Choices(modes=self.check.modes, key=chosen, zone=places.zone(), language=words.language())

    def _rehearse(self) -> None:
        """The numbers hold no more."""
        if self.draft is not None:
            self.trial.ask(self.draft, self._choices())
            self._say()

    def _tried(self) -> None:
        report = self.trial.report
        self._count = report.read if report is not None else self._count
        self._say()

    def _keep(self) -> None:
        if self.draft is not None and self.draft.named:
            self.commit.keep_mapping(self.draft)
            self.shell.toast(words.say("importing.kept", name=self.draft.path.stem))

    def _import(self) -> None:
        self.preview = self.trial.report
        if self.draft is None or self.preview is None:
            return
        self.trial.forget()
        self.check.show_running()
        self._say()
        self.commit.write(self.draft, self._choices())

    def _imported(self, report: Report) -> None:
        self.result = report
        self.done.show_report(report, self.preview)
        self.trial.wait()
        self._show_step(DONE)
        if self.isVisible():
            self.done.focus_first()
        else:
            self.shell.toast(self.done.heading.text(), action_key="importing.look", then=self._come_back)

    def _not_written(self, error: BaseException) -> None:
        self.done.back.set_busy(False)
        if isinstance(error, Cancelled):
            self.shell.toast(words.say("importing.stopped"))
        else:
            self.shell.fail(error)
        if self.check.running:
            self.trial.wait()
            self._rehearse()

    def _save_rejects(self) -> None:
        report, draft = self.result or self.trial.report, self.draft
        if report is None or draft is None:
            return
        chosen = self.ask_save(f"{draft.path.stem} {words.say('importing.rejected_file')}.xlsx")
        if chosen:
            self.commit.save_rejects(draft, report, chosen)

    def _come_back(self) -> None:
        self.shell.go(self.key)

    def begin_again(self) -> None:
        """Give up the file; nothing of it was written, or all of it stays."""
        if self.check.running:
            return
        self.opening.forget()
        self.trial.forget()
        self.draft = self.result = None
        self._count = None
        self.file.zone.path.clear()
        self.file.show_nothing()
        self._show_step(FILE)
        self.file.focus_first()

    def go_on(self) -> None:
        """The next step, if this one is complete."""
        if self.check.running or not may_go_on(self.frame.step, self.draft, self.trial.report):
            return
        if self.frame.step == CHECK:
            self._import()
        else:
            self._show_step(self.frame.step + 1)
            self.focus_first()

    def go_back(self) -> None:
        """One step back; nothing is lost."""
        if self.frame.step in (MATCH, CHECK) and not self.check.running:
            self._show_step(self.frame.step - 1)
            self.focus_first()

    def _show_step(self, step: int) -> None:
        self.frame.go(step)
        if step == CHECK and self.trial.report is None:
            self.trial.wait()
        self._say()

    def _say(self) -> None:
        self.frame.say(self.draft, self._count, self.trial.report, running=self.check.running)
