"""The head of a record table: names of the columns, the arrow of the order, a click to sort. GUI thread only."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.table_model import RecordTableModel
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.table_cells import PAD

_HORIZONTAL: Final = Qt.Orientation.Horizontal


class TableHeader(QHeaderView):
    """Emits `wanted(field)` when a sortable column is pressed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_HORIZONTAL, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(u(40))
        self.sectionClicked.connect(self._clicked)

    def _records(self) -> RecordTableModel:
        model = self.model()
        assert isinstance(model, RecordTableModel)
        return model

    def _clicked(self, section: int) -> None:
        field = self._records().columns[section]
        if field.sortable:
            self.wanted.emit(field.name)

    def sizeHint(self) -> QSize:
        """The kit's height."""
        return QSize(u(100), u(34))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be sorted by."""
        super().mouseMoveEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        sortable = section >= 0 and self._records().columns[section].sortable
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if sortable else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A plain ground below the sections."""
        painter = QPainter(self.viewport())
        painting.fill(painter, self.viewport().rect(), c("surface"))
        painting.fill(painter, QRect(0, self.height() - 1, self.width(), 1), c("line"))
        for section in range(self.count()):
            if not self.isSectionHidden(section):
                rect = QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height() - 1)
                self._paint(painter, rect, section)
        painter.end()

    def _paint(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self._records()
        field, right = model.columns[section], model.is_number(section)
        sorted_by = model.order[0].removeprefix("-") == field.name
        over = field.sortable and rect.contains(self.viewport().mapFromGlobal(self.cursor().pos()))
        ink = "fg" if sorted_by or (over and self.underMouse()) else "fg2"
        left = u(16) if rect.x() <= 0 else u(PAD)
        inner = rect.adjusted(left, 0, -u(PAD), 0)
        sentence = str(model.headerData(section, _HORIZONTAL) or "")
        arrow = u(18) if sorted_by else 0
        room = inner.adjusted(0, 0, -arrow, 0) if not right else inner.adjusted(arrow, 0, 0, 0)
        painting.text(painter, room, sentence, "smallM", ink, painting.RIGHT if right else painting.LEFT)
        if sorted_by:
            wide = min(painting.text_width(sentence, "smallM"), room.width())
            x = room.right() - wide - u(17) if right else room.x() + wide + u(4)
            painting.icon(
                painter,
                "arrow-down" if model.order[0].startswith("-") else "arrow-up",
                x,
                rect.center().y() + 1,
                14,
                ink,
            )
