"""The people and deals that belong to a record, as rows that lead there. GUI thread only."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app import words
from ui import formatting
from ui.formatting import Cell
from ui.stages import StageBook
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.said import Label
from ui.widgets.table_cells import paint_cell
from vault.model.catalogue import NOUNS
from vault.model.fields import Field, Kind, Noun
from vault.values import Masked, Record

_FIRST: Final = 4


class RelatedRow(QAbstractButton):
    """One record that belongs here: name at the left, what matters of it at the right."""

    def __init__(self, record: Record, stages: StageBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        noun = NOUNS[record.noun]
        title = record.get(noun.title)
        self.name = formatting.masked(title) if isinstance(title, Masked) else _named(noun, record, str(title or ""))
        said = [(field, record.get(field.name)) for field in _telling(noun)]
        self.facts = [formatting.cell(field, value, stages) for field, value in said if value is not None]
        self.setAccessibleName(", ".join(cell.text for cell in (self.name, *self.facts)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row of the pane."""
        return QSize(u(200), u(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint, name, facts from the right."""
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painting.rounded(painter, self.rect(), 8, c("hover"))
        right = self.width() - u(6)
        for cell in reversed(self.facts[:2]):
            wide = _width(cell)
            paint_cell(painter, QRect(right - wide, 0, wide, self.height()), cell, right=cell.form == "number")
            right -= wide + u(10)
        paint_cell(painter, QRect(u(4), 0, right - u(8), self.height()), self.name)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 8)
        painter.end()


def _named(noun: Noun, record: Record, title: str) -> Cell:
    return Cell("title", title, seed=record.id, shape=formatting.shape(noun.name))


def _telling(noun: Noun) -> list[Field]:
    """A stage and an amount say most; a text where the noun has neither."""
    listed = [field for name in noun.columns if (field := noun.field(name)) is not None and name != noun.title]
    strong = [field for field in listed if field.target == "stage" or field.kind is Kind.MONEY]
    return strong or [field for field in listed if field.kind is Kind.TEXT]


def _width(cell: Cell) -> int:
    if cell.form == "pill":
        return painting.pill_width(cell.text) + 2
    if cell.form == "masked":
        return painting.text_width(cell.text) + u(38)
    return painting.text_width(cell.text, "body", tabular=True) + 4


class RelatedList(QWidget):
    """The records of one noun under their heading; the first few, then all on request. `opened(noun, id)`."""

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, u(8), 0, 0)
        self.column.setSpacing(0)
        self._whole = False

    def show_records(self, noun: str, records: Sequence[Record], stages: StageBook) -> None:
        """Other rows."""
        while (item := self.column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        heading = Label("smallM", colour="fg2")
        heading.show_text(f"{NOUNS[noun].plural.in_language(words.language())}  {len(records)}")
        heading.setContentsMargins(u(4), 0, 0, u(4))
        self.column.addWidget(heading)
        for record in records if self._whole else records[:_FIRST]:
            row = RelatedRow(record, stages)
            row.clicked.connect(lambda _checked=False, key=record.id: self.opened.emit(noun, key))
            self.column.addWidget(row)
        if len(records) > _FIRST and not self._whole:
            more = Button(kind="link", size="small")
            more.say_key("pages.show_all", n=len(records))
            more.clicked.connect(lambda: self._show_all(noun, records, stages))
            self.column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self, noun: str, records: Sequence[Record], stages: StageBook) -> None:
        self._whole = True
        self.show_records(noun, records, stages)
