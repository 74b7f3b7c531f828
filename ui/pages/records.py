"""The lists of people, companies and deals: one page class, everything else comes from the noun. GUI thread only."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import edit, samples, words
from ui import actions, editing, formatting, messages
from ui.clarity import Clarity
from ui.page import Page, Shell
from ui.stages import StageBook
from ui.table_model import RecordTableModel
from ui.theme import u
from ui.widgets import row_menu
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cell_editing import CellEditing
from ui.widgets.empty_lists import EmptyFilter, EmptyVault
from ui.widgets.filter_line import FilterEdit
from ui.widgets.heads import PageHead
from ui.widgets.record_upper import WRITES
from ui.widgets.table import RecordTable
from ui.widgets.toasts import Tip
from vault.model.catalogue import NOUNS
from vault.model.fields import Field

_FILTER_MS: Final = 150


class RecordsPage(Page):
    """A list of one noun. Subclasses name the page and the noun."""

    noun: ClassVar[str] = ""
    nouns = frozenset(NOUNS)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.stages = StageBook(shell.bridge, self)
        self.model = RecordTableModel(shell.bridge, self.noun, self.stages, self)
        self.table = RecordTable(self.model)
        self.cells = CellEditing(shell, self.stages, self.table, self._open)
        self.head = PageHead(self.title)
        self.filter = FilterEdit(self.noun, self.focus_first)
        self.error = Tip("circle-alert", "bad")
        self.new = Button(f"pages.new_{self.noun}", kind="primary", icon="plus", cap=actions.BY_ID["new"].letter)
        self.order = IconButton("arrow-up-down", "pages.sort")
        self.stack, self._clarity = QStackedWidget(), Clarity(shell.bridge)
        self.vacant = EmptyVault(self.noun)
        self.unmatched = EmptyFilter(self.noun)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        importing = Button("ui.import", kind="plain", icon="upload")
        importing.clicked.connect(lambda: self.shell.trigger("import"))
        self.head.add(importing)
        self.head.add(self.new)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(u(24), 2, u(16), 8)
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addStretch(1)
        line.addWidget(self.order)
        note = QHBoxLayout()
        note.setContentsMargins(u(24), 0, u(16), 0)
        note.addWidget(self.error)
        self.error.hide()
        for part in (self.table, self.vacant, self.unmatched):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._line)
        column.addLayout(note)
        column.addWidget(self.stack, 1)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self._typing = QTimer(self, interval=_FILTER_MS, singleShot=True)
        self._typing.timeout.connect(self._look_for)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        self.new.clicked.connect(self.add)
        self.order.clicked.connect(self._choose_order)
        self.model.answered.connect(self._settled)
        self.model.refused.connect(self._refused)
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(self._open)
        self.table.peeked.connect(self._peek)
        self.table.left.connect(self._step_back)
        self.table.edit_wanted.connect(self.cells.edit)
        self.table.clicked.connect(self._clicked)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.vacant.wanted.connect(self._door)
        self.unmatched.cleared.connect(self.filter.clear)
        self.table.setAccessibleName(words.say(self.title))

    def activate(self, **arguments: object) -> None:
        """Ask again: records may have changed meanwhile. `new`, `find` and `where` say what to begin with."""
        if "where" in arguments:
            self.filter.setText(str(arguments["where"]))
        if self._clarity.has_changed():
            self.model.forget()
        self.refresh()
        if arguments.get("new"):
            QTimer.singleShot(0, self, self.add)
        elif arguments.get("find"):
            QTimer.singleShot(0, self, self._focus_filter)

    def refresh(self) -> None:
        """Ask again; scroll, selection and filter stay."""
        self._clarity.has_changed()  # rows in sight stay until the others are there
        self.model.refresh()

    def focus_first(self) -> None:
        """The rows; the first of them where none is current. A page behind another never takes the keyboard."""
        if not self.isVisible():
            return
        shown = self.stack.currentWidget()
        if shown is self.table:
            if not self.shell.record_is_open():  # it would give way to the row
                self.table.choose_one()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What a list answers to."""
        made: dict[str, Callable[[], object]] = {
            "new": self.add, "filter": self._focus_filter, "edit": self._edit_current, "trash": self.trash,
            "next_record": partial(self.table.step, 1), "previous_record": partial(self.table.step, -1),
            "open_record": lambda: self._open(self.table.current_id()),
        }  # fmt: skip
        for action in WRITES:
            made[action] = partial(self._in_pane, action)
        if any(field.target == "stage" and editing.is_editable(field) for field in self.model.columns):
            made["stage"] = self._pick_stage
        return made

    def retranslate(self) -> None:
        """Cells and heads in the language in force."""
        self.model.reword()
        self.table.setAccessibleName(words.say(self.title))
        self.new.setToolTip(actions.tooltip("new"))
        self._settled()

    def _settled(self) -> None:
        count = self.model.count
        if count is None:
            return
        self.error.show_words("")
        self.filter.set_tone("")
        self.head.set_count(count)
        empty = self.vacant if not self.model.typed else self.unmatched
        had = self.stack.currentWidget()
        self.stack.setCurrentWidget(self.table if count else empty)
        self._line.setVisible(self.stack.currentWidget() is not self.vacant)
        self.head.setVisible(self.stack.currentWidget() is not self.vacant)
        if not count and self.model.typed:
            self.unmatched.show_words(self.model.typed)
        if had is not self.stack.currentWidget() and not self.filter.hasFocus():
            self.focus_first()
        elif count and not self.shell.record_is_open():
            self.table.choose_one()

    def _refused(self, error: BaseException) -> None:
        self.filter.set_tone("bad")
        self.error.show_words(messages.sentences(error)[0])

    def _focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _choose_order(self) -> None:
        row_menu.show_order(self.order, self.model.noun.fields, self.model.order[0], self.table.sort_by)

    def _look_for(self) -> None:
        self.table.scrollToTop()
        self.model.look_for(typed=self.filter.text())

    def add(self) -> None:
        """A form for a new record, in the pane."""
        self.shell.open_record(self.noun, "")

    def _open(self, record: str | None) -> None:
        if record is not None:
            self.shell.open_record(self.noun, record)

    def _peek(self, record: str) -> None:
        if self.shell.record_is_open():
            self.shell.close_record()
        else:
            self._open(record)

    def _follow(self, record: str) -> None:
        if self.shell.record_is_open():
            self._open(record)

    def _clicked(self, index: QModelIndex) -> None:
        """A press on the name opens; elsewhere it only chooses the row, so that a second press may edit the cell."""
        found, on_name = self.model.record(index.row()), index.column() == self.table.title_column()
        if found is not None and len(self.table.chosen_ids()) == 1 and (on_name or self.shell.record_is_open()):
            self._open(found.id)

    def _show_menu(self, at: QPoint) -> None:
        if self.table.currentIndex().isValid():
            staged = ["stage"] if "stage" in self.handlers() else []
            row_menu.show(
                self.table, self.table.viewport().mapToGlobal(at),
                ["open_record", "edit", *staged, "", *WRITES, "", "trash"], self.shell.trigger,
            )  # fmt: skip

    def _step_back(self) -> None:
        if self.shell.record_is_open():
            self.shell.close_record()
        elif self.filter.text():
            self.filter.clear()

    def _in_pane(self, action: str) -> None:
        record = self.table.current_id()
        if record is not None:
            self._open(record)
            self.shell.trigger(action)

    def trash(self) -> None:
        """The rows chosen go to the trash; the way back is in the toast."""
        chosen = self.table.chosen_ids()
        if not chosen:
            return
        row = self.table.currentIndex().row()
        found = self.model.record(row)
        name = formatting.text(self._title(), found.get(self.model.noun.title)) if found is not None else ""
        sentence = words.say("pages.trashed", n=len(chosen), name=name)
        self.shell.close_record()
        self.shell.bridge.command(edit.delete, chosen, done=lambda _n: self._trashed(row, sentence))

    def _trashed(self, row: int, sentence: str) -> None:
        self.shell.toast(sentence, undo=True)
        self.table.go_to(row)

    def _title(self) -> Field:
        return next(field for field in self.model.noun.fields if field.name == self.model.noun.title)

    def _edit_current(self) -> None:
        place = self.table.wanted_cell()
        if place is not None:
            self.cells.edit(*place)

    def _pick_stage(self) -> None:
        column = next(at for at, field in enumerate(self.model.columns) if field.target == "stage")
        if self.table.currentIndex().isValid():
            self.cells.edit(self.table.currentIndex().row(), column)

    def _door(self, door: str) -> None:
        match door:
            case "new":
                self.add()
            case "samples":
                self._fill_with_samples()
            case _:
                self.shell.trigger(door)

    def _fill_with_samples(self) -> None:
        self.shell.toast(words.say("pages.making_samples"))
        self.shell.bridge.job(samples.fill, words.language(), formatting.today(), done=self._filled)

    def _filled(self, counts: dict[str, int]) -> None:
        self.shell.toast(words.say("pages.samples_made", n=counts.get(self.noun, 0)), undo=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file dropped here is imported."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand it to the import."""
        self.shell.go("import", file=event.mimeData().urls()[0].toLocalFile())


class PeoplePage(RecordsPage):
    """People."""

    key, title, noun = "people", "ui.people", "contact"


class CompaniesPage(RecordsPage):
    """Companies."""

    key, title, noun = "companies", "ui.companies", "account"


class DealsPage(RecordsPage):
    """Deals."""

    key, title, noun = "deals", "ui.deals", "deal"
