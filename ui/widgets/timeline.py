"""What happened, day by day, as a list that is as high as its rows; the pane around it scrolls. GUI thread only."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import fonts
from ui.theme import c, hue, theme, u
from ui.widgets import painting
from ui.widgets.happenings import Happening

_Index = QModelIndex | QPersistentModelIndex
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus
_USABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_NOTHING: Final = Qt.ItemFlag.NoItemFlags
_ROW: Final = int(Qt.ItemDataRole.UserRole)
_HEADING, _LINE, _TEXT_X, _DISC = 34, 30, 40, 26


class TimelineModel(QAbstractListModel):
    """Rows as they are painted, and in words for screen readers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Happening, ...] = ()

    def show_rows(self, rows: Sequence[Happening]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """A flat list."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What happened, when, and what was said."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return ", ".join(part for part in (row.title, row.whom, row.time, row.text) if part)
        return row if role == _ROW else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are only read."""
        return _USABLE if index.isValid() and self.rows[index.row()].icon else _NOTHING


class TimelineDelegate(QStyledItemDelegate):
    """A disc with an icon, a line that joins the discs of a day, title and time, what was said in a box."""

    def __init__(self, view: "Timeline") -> None:
        super().__init__(view)
        self.view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as the words need."""
        row = self.view.entries.rows[index.row()]
        if not row.icon:
            return QSize(10, u(_HEADING if index.row() == 0 else _HEADING + 6))
        return QSize(10, u(_LINE) + self._box_high(row) + u(8))

    def _box_high(self, row: Happening) -> int:
        if not row.text:
            return 0
        room = QRect(0, 0, self.view.width() - u(_TEXT_X) - u(20), 100_000)
        return fonts.metrics("body").boundingRect(room, _WRAP, row.text).height() + u(16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Every part of a row."""
        rect, number = option.rect, index.row()
        row = self.view.entries.rows[number]
        painting.fill(painter, rect, c("surface"))
        if not row.icon:
            painting.text(painter, rect.adjusted(u(4), rect.height() - u(28), 0, 0), row.title, "smallM", "fg2")
            return
        if number + 1 < len(self.view.entries.rows) and self.view.entries.rows[number + 1].icon and not row.open:
            x = rect.x() + u(4) + u(_DISC) // 2
            painting.fill(painter, QRect(x, rect.y() + u(_LINE), 1, rect.height() - u(_LINE)), c("line"))
        self._disc(painter, rect, row)
        self._heading(painter, rect, row)
        if row.text:
            self._box(painter, rect, row)
        if option.state & _FOCUSED and self.view.hasFocus():
            painting.focus_ring(painter, rect.adjusted(0, 1, 0, -3), 8)

    def _disc(self, painter: QPainter, rect: QRect, row: Happening) -> None:
        colours = hue(row.hue)
        disc = QRect(rect.x() + u(4), rect.y() + (u(_LINE) - u(_DISC)) // 2, u(_DISC), u(_DISC))
        if row.open:
            over = self.view.hovered == row.id
            name = "circle-check" if over else "circle"
            painting.icon(painter, name, disc.x() + u(3), disc.center().y() + 1, 20, "accentText" if over else "fg2")
            return
        painting.rounded(painter, disc, disc.width() / 2, colours.soft)
        painting.icon(painter, row.icon, disc.x() + (u(_DISC) - u(14)) // 2, disc.center().y() + 1, 14, colours.text)

    def _heading(self, painter: QPainter, rect: QRect, row: Happening) -> None:
        line = QRect(rect.x() + u(_TEXT_X), rect.y(), rect.width() - u(_TEXT_X) - u(4), u(_LINE))
        wide = painting.text_width(row.time, "small", tabular=True) + 2
        painting.text(painter, line, row.time, "small", row.tone, painting.RIGHT, tabular=True)
        line.setRight(line.right() - wide - u(8))
        title = min(painting.text_width(row.title, "bodyM") + 2, line.width())
        ink = "fg3" if row.done else "fg"
        painting.text(painter, QRect(line.x(), line.y(), title, line.height()), row.title, "bodyM", ink)
        if row.done:
            painting.fill(painter, QRect(line.x(), line.center().y() + 1, title - 2, 1), c("fg3"))
        if row.whom and line.width() - title > u(40):
            room = line.adjusted(title + u(6), 0, 0, 0)
            painting.text(painter, room, f"· {row.whom}", "body", "fg2")

    def _box(self, painter: QPainter, rect: QRect, row: Happening) -> None:
        box = QRect(rect.x() + u(_TEXT_X), rect.y() + u(_LINE), rect.width() - u(_TEXT_X) - u(4), self._box_high(row))
        if row.hidden:
            painting.masked_pill(painter, box.x(), box.center().y() + 1, row.text, box.width())
            return
        painting.rounded(painter, box, 8, c("sunken"), c("line"))
        painter.setFont(fonts.font("body"))
        painter.setPen(c("fg2"))
        painter.drawText(box.adjusted(u(8), u(8), -u(8), 0), _WRAP, row.text)


class Timeline(QListView):
    """Emits `finished(id)` when an open task's circle is pressed, or Space or Enter on it."""

    finished = Signal(str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = ""
        self.entries = TimelineModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(TimelineDelegate(self))
        self.setObjectName(key)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        for direction in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            direction(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, c("surface"))
        palette.setColor(QPalette.ColorRole.Highlight, c("surface"))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # it keeps one of its own under a style sheet
        self._fit()

    def show_rows(self, rows: Sequence[Happening]) -> None:
        """Other rows; nothing happens where they are the same."""
        if tuple(rows) != self.entries.rows:
            self.entries.show_rows(rows)
            self._fit()

    def _fit(self) -> None:
        delegate, option = self.itemDelegate(), QStyleOptionViewItem()
        count = self.entries.rowCount()
        high = sum(delegate.sizeHint(option, self.entries.index(row, 0)).height() for row in range(count))
        self.setFixedHeight(max(1, high))
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other width, other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _open_at(self, at: QPoint) -> str:
        index = self.indexAt(at)
        row = self.entries.rows[index.row()] if index.isValid() else None
        return row.id if row is not None and row.open and at.x() < u(_TEXT_X) else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A tick under the pointer."""
        found = self._open_at(event.position().toPoint())
        if found != self.hovered:
            self.hovered = found
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        self.hovered = ""
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick a task off."""
        found = self._open_at(event.position().toPoint())
        if found:
            self.finished.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter tick a task off."""
        index = self.currentIndex()
        row = self.entries.rows[index.row()] if index.isValid() else None
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None and row.open:
            self.finished.emit(row.id)
        else:
            super().keyPressEvent(event)
