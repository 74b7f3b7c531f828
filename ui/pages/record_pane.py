"""One record beside the list: head, actions, next step, fields, timeline; or a form for a new one. GUI thread only."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app import activities, details, edit, entering, words
from app.details import Details
from ui import clipboard, editing, formatting, messages
from ui.clarity import Clarity
from ui.page import RecordView, Shell
from ui.stages import StageBook
from ui.theme import theme, u
from ui.widgets import facts as saying
from ui.widgets import happenings
from ui.widgets.drafting import Drafting, FormDrafting
from ui.widgets.field_rows import FieldRow
from ui.widgets.new_form import NewForm, asked
from ui.widgets.pane_bar import PaneBar
from ui.widgets.record_body import RecordBody, scrolled
from ui.widgets.record_upper import WRITES, RecordUpper
from vault.errors import SatchelError
from vault.model.catalogue import NOUNS
from vault.values import RecordId

_OWN: Final = (Qt.Key.Key_Delete, Qt.Key.Key_F2)


class RecordPane(RecordView):
    """Shows what `show_record` names; an empty id shows the form for a new record of that noun."""

    nouns = frozenset(NOUNS)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.found: Details | None = None
        self._clarity = Clarity(shell.bridge)
        self.stages = StageBook(shell.bridge, self)
        self.upper, self.body = RecordUpper(), RecordBody(self.stages)
        self.head, self.band = self.upper.head, self.upper.band
        self.drafting = Drafting(shell.bridge, self.body.composer)
        self.area: QScrollArea = scrolled(self.body)
        self.form: NewForm | None = None
        self.bar, self.stack = PaneBar(), QStackedWidget()
        self.setProperty("letters", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(10))
        column.addWidget(self.upper)
        column.addWidget(self.area, 1)
        self.stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(u(4))
        whole.addWidget(self.bar)
        whole.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.bar.back.clicked.connect(self.shell.close_record)
        self.bar.up.clicked.connect(lambda: self.shell.trigger("previous_record"))
        self.bar.down.clicked.connect(lambda: self.shell.trigger("next_record"))
        self.bar.away.clicked.connect(self.shell.close_record)
        self.upper.trashing.connect(self.trash)
        self.upper.begun.connect(self.begin)
        self.head.renamed.connect(self._rename)
        self.band.done.connect(self._finish)
        self.body.edited.connect(self._edited)
        self.body.opened.connect(self.shell.open_record)
        self.body.copied.connect(self._copy)
        self.body.finished.connect(self._finish)
        self.body.composer.written.connect(self._write)
        self.body.composer.left.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.stages.changed.connect(self.retranslate)
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setMinimumWidth(u(320))

    def show_record(self, noun: str, record_id: str) -> None:
        """Load and show; what was being typed for the record before is written first."""
        if record_id and record_id == self.record:
            return
        self.body.composer.hand_over()
        self.body.forget()
        self.head.close_editor()
        self.noun, self.record = noun, record_id
        self.drafting.about(record_id)
        if not record_id:
            self._show_form()
            return
        self.stack.setCurrentIndex(0)
        self._veil()
        self.area.verticalScrollBar().setValue(0)
        self._ask()
        session = self.shell.bridge.session
        if session is not None:
            session.views.note("view", noun, record_id)

    def _veil(self, *, lifted: bool = False) -> None:
        """What was seen in clear must not flash up in the masked view, nor the other way round."""
        if lifted or self._clarity.has_changed():
            self.upper.setVisible(lifted)
            self.area.setVisible(lifted)

    def refresh(self) -> None:
        """Ask again; open editors and what is being typed stay."""
        if self.record:
            self._veil()
            self._ask()

    def _ask(self) -> None:
        mine = self.record
        self.shell.bridge.query(details.details, mine, done=partial(self._show, mine), failed=partial(self._lost, mine))

    def _lost(self, mine: RecordId, error: BaseException) -> None:
        if mine == self.record:
            self.record = ""
            self.shell.close_record()
            self.shell.fail(error)

    def _show(self, mine: RecordId, found: Details) -> None:
        if mine != self.record:
            return
        if found.record.get("deleted_at") is not None:
            self.record = ""
            self.shell.close_record()
            return
        self.found = found
        self._veil(lifted=True)
        record, noun = found.record, NOUNS[found.record.noun]
        field = noun.field(noun.title)
        title = formatting.text(field, record.get(noun.title)) if field is not None else ""
        self.head.show_record(record, title, saying.subtitle(record, self.stages))
        self._show_next_step(found)
        self.body.show_details(found)
        self.setAccessibleName(title)

    def _show_next_step(self, found: Details) -> None:
        waiting = happenings.to_do(found.timeline)
        if not waiting:
            self.band.hide()
            return
        when, tone = happenings.due_words(waiting[0])
        self.band.show_step(waiting[0].id, happenings.label(waiting[0]), when, tone)

    def _show_form(self) -> None:
        if self.form is not None:
            self.stack.removeWidget(self.form)
            self.form.deleteLater()
        form = self.form = NewForm(self.noun)
        form.wanted.connect(self._create)
        form.left.connect(self.shell.close_record)
        for field in asked(NOUNS[self.noun]):
            form.offer(field.name, [(said, key) for key, said, _hue in editing.options(field, self.stages)])
        self.stack.addWidget(form)
        self.stack.setCurrentWidget(form)
        FormDrafting(self.shell.bridge, form)

    def _create(self, texts: dict[str, str]) -> None:
        form, noun = self.form, self.noun
        self.shell.bridge.command(
            entering.add, noun, texts,
            done=lambda record: self._created(noun, record, texts[NOUNS[noun].title]),
            failed=lambda error: form.refuse(error) if form is self.form and form else None,
        )  # fmt: skip

    def _created(self, noun: str, record: RecordId, name: str) -> None:
        if self.form is not None and self.form.noun.name == noun:
            self.form.made.emit()
        self.shell.toast(words.say("pages.created", name=name), undo=True)
        self.shell.open_record(noun, record)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, kind: str) -> None:
        """Start a note, a call or a task; the caret is there at once."""
        self.body.composer.begin(kind)
        self.area.ensureWidgetVisible(self.body.composer, 0, u(40))

    def _write(self, kind: str, text: str, due_on: str) -> None:
        def failed(error: BaseException) -> None:
            self.body.composer.restore(kind, text)
            self.shell.fail(error)

        saved = words.say(f"pages.saved_{kind}")
        self.shell.bridge.command(
            activities.log, self.record, kind, text, due_on or None,
            done=lambda _id: self.shell.toast(saved, undo=True), failed=failed,
        )  # fmt: skip

    def _finish(self, task: RecordId) -> None:
        entries = self.found.timeline if self.found is not None else []
        name = next((happenings.label(each) for each in entries if each.id == task), "")
        done = words.say("pages.finished", task=name)
        self.shell.bridge.command(activities.finish, task, done=lambda _differs: self.shell.toast(done, undo=True))

    def _edited(self, row: FieldRow, text: str) -> None:
        editing.write(
            self.shell, self.stages, row.fact.record, row.fact.field.name, text,
            done=lambda _written: row.close_editor(), failed=partial(self._refused, row),
        )  # fmt: skip

    def _refused(self, row: FieldRow, error: BaseException) -> None:
        if row.editor is None or not isinstance(error, SatchelError):
            self.shell.fail(error)
        row.refuse(messages.of_field(error, row.fact.label))

    def _rename(self, text: str) -> None:
        title = NOUNS[self.noun].title

        def failed(error: BaseException) -> None:
            if self.head.editor is not None:
                self.head.editor.refuse()
            self.shell.fail(error)

        editing.write(
            self.shell, self.stages, self.record, title, text,
            done=lambda _written: self.head.close_editor(), failed=failed,
        )  # fmt: skip

    def _copy(self, label: str, text: str) -> None:
        session = self.shell.bridge.session
        if session is not None:
            session.views.note("copy", self.noun, self.record)
        clipboard.copy(text)
        self.shell.toast(words.say("pages.copied", field=label))

    def trash(self) -> None:
        """This record goes to the trash; the way back is in the toast."""
        sentence, record = words.say("pages.trashed", n=1, name=self.head.name.text()), self.record
        self.shell.close_record()
        self.record = ""
        self.shell.bridge.command(edit.delete, [record], done=lambda _n: self.shell.toast(sentence, undo=True))

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the pane answers while it is shown."""
        if not self.record:
            return {}
        made: dict[str, Callable[[], object]] = {name: partial(self.begin, kind) for name, kind in WRITES.items()}
        made["next_tab"] = lambda: self.body.tabs.step(1)
        if self.noun == "deal":
            made["stage"] = self._pick_stage
        return made

    def _pick_stage(self) -> None:
        row = self.body.row_of_stage()
        if row is not None:
            self.body.pick(row)

    def set_covering(self, covering: bool) -> None:
        """Over the list there is a way back instead of a cross."""
        self.bar.set_covering(covering)
        focus = QApplication.focusWidget()
        if covering and (focus is None or not self.isAncestorOf(focus)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Delete and F2 are about this record while the pane has the keyboard, not about the rows beside it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, F2, Esc."""
        if event.key() == Qt.Key.Key_Delete and self.record:
            self.trash()
        elif event.key() == Qt.Key.Key_F2 and self.record:
            self.head.edit()
        elif event.key() == Qt.Key.Key_Escape:
            self.shell.close_record()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: what was typed is written, and the same record may be opened again."""
        super().hideEvent(event)
        if self.isHidden():
            self.body.composer.hand_over()
            self.record = ""
            self.drafting.about("")

    def retranslate(self) -> None:
        """The same record in the language in force."""
        if self.found is not None and self.record:
            self._show(self.record, self.found)
        if self.form is not None:
            self.form.retranslate()
        self.upper.retranslate()
