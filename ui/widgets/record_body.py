"""The middle of the record pane: field rows, related records, tabs, composer, timeline. GUI thread only.

It shows what it is given and tells what a person does; the page asks and writes.
"""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.details import Details
from ui import editing
from ui.stages import StageBook
from ui.theme import u
from ui.widgets import facts as saying
from ui.widgets import happenings
from ui.widgets.buttons import Button
from ui.widgets.composer import Composer
from ui.widgets.facts import Fact
from ui.widgets.field_rows import FieldRow
from ui.widgets.in_place import Option, pick
from ui.widgets.related import RelatedList
from ui.widgets.said import Label
from ui.widgets.tabs import Tab, Tabs
from ui.widgets.timeline import Timeline
from vault.model.catalogue import NOUNS

_TABS = (Tab("timeline", "pages.timeline", "history"), Tab("tasks", "pages.tasks", "circle-check"))


class RecordBody(QWidget):
    """`edited(row, text)`, `opened(noun, id)`, `copied(label, text)`, `finished(task)`, `written(kind, text, due)`."""

    edited = Signal(object, str)
    opened = Signal(str, str)
    copied = Signal(str, str)
    finished = Signal(str)

    def __init__(self, stages: StageBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stages = stages
        self.rows: dict[str, FieldRow] = {}
        self.found: Details | None = None
        self._whole = False
        self.fields = QVBoxLayout()
        self.fields.setSpacing(0)
        self.unfold = Button("pages.all_fields", kind="link", size="small")
        self.unfold.clicked.connect(self._unfold)
        self.related: dict[str, RelatedList] = {}
        self.belongings = QVBoxLayout()
        self.tabs, self.composer = Tabs(_TABS), Composer()
        self.timeline, self.empty = Timeline("timeline"), Label("body", colour="fg2", wrap=True)
        self.timeline.finished.connect(self.finished.emit)
        self.tabs.chosen.connect(lambda _key: self._show_happenings())
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(u(16), u(6), u(16), u(16))
        column.setSpacing(u(6))
        column.addLayout(self.fields)
        column.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self.belongings)
        for part in (self.tabs, self.composer, self.empty, self.timeline):
            column.addWidget(part)
        column.addStretch(1)

    def show_details(self, found: Details) -> None:
        """Another record, or the same with other values: open editors stay."""
        if self.found is None or self.found.record.id != found.record.id:
            self._whole = False
            self.tabs.choose("timeline")
        self.found = found
        self._show_facts(found)
        self._show_related(found)
        self._show_happenings()

    def _show_facts(self, found: Details) -> None:
        all_facts = saying.facts(found, self.stages)
        shown = [fact for fact in all_facts if fact.usual or self._whole]
        keys = {fact.key for fact in shown}
        for key in [key for key, row in self.rows.items() if key not in keys and not self._is_busy(row)]:
            row = self.rows.pop(key)
            row.hide()
            row.deleteLater()
        for at, fact in enumerate(shown):
            self._put(at, fact)
        self.unfold.setVisible(len(all_facts) > len([fact for fact in all_facts if fact.usual]))
        self.unfold.say_key("pages.fewer_fields" if self._whole else "pages.all_fields")

    def _is_busy(self, row: FieldRow) -> bool:
        return row.editor is not None and self.found is not None and row.fact.record == self.found.record.id

    def _put(self, at: int, fact: Fact) -> None:
        row = self.rows.get(fact.key)
        if row is None:
            row = self.rows[fact.key] = FieldRow(fact, picks=bool(editing.options(fact.field, self.stages)))
            self._connect(row)
        else:
            row.show_fact(fact)
        if self.fields.indexOf(row) != at:
            self.fields.removeWidget(row)
            self.fields.insertWidget(at, row)

    def _connect(self, row: FieldRow) -> None:
        row.committed.connect(lambda text: self.edited.emit(row, text))
        row.picking.connect(lambda: self.pick(row))
        row.opened.connect(lambda link: self.opened.emit(link.noun, link.id))
        row.copied.connect(lambda text: self.copied.emit(row.fact.label, text))
        row.tabbed.connect(lambda step: self._tab(row, step))

    def _tab(self, row: FieldRow, step: int) -> None:
        order = sorted((each for each in self.rows.values() if each.fact.editable), key=self.fields.indexOf)
        at = order.index(row) + step if row in order else -1
        if 0 <= at < len(order):
            order[at].edit()

    def pick(self, row: FieldRow) -> None:
        """A menu over a row that is picked, not typed."""
        choices = [Option(*each) for each in editing.options(row.fact.field, self.stages)]
        place = row.mapToGlobal(QPoint(u(128), row.height()))
        pick(self, place, choices, editing.picked(row.fact.value), lambda key: self.edited.emit(row, key))

    def row_of_stage(self) -> FieldRow | None:
        """The row by which a deal is moved to another stage."""
        return next((row for row in self.rows.values() if row.fact.field.target == "stage" and row.fact.editable), None)

    def _unfold(self) -> None:
        self._whole = not self._whole
        if self.found is not None:
            self._show_facts(self.found)

    def _show_related(self, found: Details) -> None:
        shown = {name: rows for name, rows in found.related.items() if NOUNS[name].in_lists and name != "activity"}
        for name in [name for name in self.related if name not in shown]:
            gone = self.related.pop(name)
            gone.hide()
            gone.deleteLater()
        for at, (name, rows) in enumerate(shown.items()):
            if name not in self.related:
                self.related[name] = RelatedList()
                self.related[name].opened.connect(self.opened.emit)
            self.belongings.insertWidget(at, self.related[name])
            self.related[name].show_records(name, rows, self.stages)

    def _show_happenings(self) -> None:
        found = self.found
        if found is None:
            return
        waiting = happenings.to_do(found.timeline)
        self.tabs.set_count("tasks", len(waiting))
        self.tabs.set_count("timeline", len(found.timeline) - len(waiting))
        of_tasks = self.tabs.current() == "tasks"
        rows = (
            happenings.tasks(found.timeline, found.record.id)
            if of_tasks
            else happenings.timeline(found.timeline, found.record.id, self.stages)
        )
        self.timeline.setAccessibleName(self.tabs.buttons[self.tabs.current()].text())
        self.timeline.show_rows(rows)
        self.timeline.setVisible(bool(rows))
        self.empty.say_key("pages.no_tasks" if of_tasks else "pages.no_entries")
        self.empty.setVisible(not rows)

    def retranslate(self) -> None:
        """The same record in the language in force."""
        if self.found is not None:
            self.show_details(self.found)

    def forget(self) -> None:
        """Another record comes: editors are closed, what they held was handed over by losing the focus."""
        for row in self.rows.values():
            row.close_editor()


def scrolled(body: QWidget) -> QScrollArea:
    """A scroll area around the body, on the surface colour."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    body.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
