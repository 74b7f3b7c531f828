"""A painted table of short texts that is only looked at: a file's sample, a preview, rejected rows. GUI thread only.

The model holds texts, never records; views without end belong to `ui/table_model.py`.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import c, theme, u
from ui.widgets import painting
from ui.widgets.said import Said

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole
_READ: Final = frozenset({_DISPLAY, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole})
_ACROSS: Final = Qt.Orientation.Horizontal
_LOOKED_AT: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NO_FLAGS: Final = Qt.ItemFlag.NoItemFlags
_SELECTED: Final = QStyle.StateFlag.State_Selected
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus
_MEASURED: Final = 60
"""Rows that decide how wide a column begins."""
_NARROW, _WIDE = 64, 300
_Index = QModelIndex | QPersistentModelIndex


class Cell(NamedTuple):
    """A text with its `tone`: "" plain, "quiet", "bad", "masked" (tinted, with a closed eye); numbers stand `right`."""

    text: str
    tone: str = ""
    right: bool = False


class GridModel(QAbstractTableModel):
    """Headings and rows of Cells, all held."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings: tuple[str, ...] = ()
        self.cells: Sequence[Sequence[Cell]] = ()

    def show(self, headings: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Put other content in place of all there was."""
        self.beginResetModel()
        self.headings, self.cells = tuple(headings), cells
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        """Rows below the root; a cell has none."""
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        """Columns below the root; a cell has none."""
        return 0 if parent.isValid() else len(self.headings)

    def cell(self, row: int, column: int) -> Cell:
        """What stands there."""
        return self.cells[row][column]

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """The text, for eyes and for screen readers."""
        if not index.isValid() or role not in _READ:
            return None
        return self.cell(index.row(), index.column()).text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """A column's heading."""
        known = orientation == _ACROSS and role == _DISPLAY and section < len(self.headings)
        return self.headings[section] if known else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Looked at and selected, never edited."""
        return _LOOKED_AT if index.isValid() else _NO_FLAGS


class _CellDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, u(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        rect: QRect = option.rect
        state = option.state
        painting.fill(painter, rect, c("sel" if state & _SELECTED else "surface"))
        painting.fill(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), c("line"))
        _paint_cell(painter, rect.adjusted(u(12), 0, -u(6), -1), model.cell(index.row(), index.column()))
        if state & _FOCUSED:
            painting.focus_ring(painter, rect.adjusted(1, 1, -1, -2), 6)


_INKS: Final = {"": "fg", "quiet": "fg3", "bad": "bad"}


def _paint_cell(painter: QPainter, room: QRect, cell: Cell) -> None:
    if cell.tone == "masked" and cell.text:
        painting.masked_pill(painter, room.left() - u(6), room.center().y() + 1, cell.text, room.width() + u(6))
        return
    flags = painting.RIGHT if cell.right else painting.LEFT
    ink = _INKS.get(cell.tone, "fg")
    painting.text(painter, room, one_line(cell.text), "body", ink, flags, tabular=cell.right)


def one_line(text: str) -> str:
    """A text without its line ends, and no longer than anybody sees in a cell."""
    return " ".join(text[:400].split()) if "\n" in text or "\r" in text or len(text) > 400 else text


class _Heads(QHeaderView):
    """Column heads in the type of the kit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_ACROSS, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(u(48))

    def sizeHint(self) -> QSize:
        """One quiet line."""
        return QSize(10, u(34))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt names it so
        """Ground, words, line below."""
        painting.fill(painter, rect, c("surface"))
        painting.fill(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), c("line"))
        model = self.model()
        first = model.cell(0, logicalIndex) if isinstance(model, GridModel) and model.cells else Cell("")
        flags = painting.RIGHT if first.right else painting.LEFT
        words = one_line(str(model.headerData(logicalIndex, _ACROSS) or ""))
        painting.text(painter, rect.adjusted(u(12), 0, -u(6), -1), words, "smallM", "fg2", flags)

    def paintEvent(self, event: Any) -> None:
        """The empty end of the row has the same ground."""
        painter = QPainter(self.viewport())
        painting.fill(painter, self.viewport().rect(), c("surface"))
        painting.fill(painter, QRect(0, self.height() - 1, self.width(), 1), c("line"))
        painter.end()
        super().paintEvent(event)


class Grid(Said, QTableView):
    """The view; `key` names it for screen readers. The last column takes the room left over."""

    def __init__(self, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = GridModel(self)
        self.setModel(self.content)
        self.setItemDelegate(_CellDelegate(self))
        self.setHorizontalHeader(_Heads(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumSize(QSize(u(160), u(100)))
        theme().changed.connect(self._dress)
        self._dress()
        self.say_with(self.setAccessibleName, key)

    def show_cells(self, headings: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Other content; columns as wide as their texts need, within reason."""
        self.content.show(headings, cells)
        self._fit()

    def _fit(self) -> None:
        head = self.horizontalHeader()
        for column, heading in enumerate(self.content.headings):
            head.resizeSection(column, self._wanted(column, heading))
        self._fill_up()

    def _wanted(self, column: int, heading: str) -> int:
        widths = [painting.text_width(one_line(heading), "smallM")]
        for row in self.content.cells[:_MEASURED]:
            cell = row[column]
            widths.append(painting.text_width(one_line(cell.text)) + (u(38) if cell.tone == "masked" else 0))
        return max(u(_NARROW), min(u(_WIDE), max(widths) + u(26)))

    def _fill_up(self) -> None:
        """Give the last column what is left over, so that no empty stripe stays at the right."""
        head, last = self.horizontalHeader(), len(self.content.headings) - 1
        if last < 0:
            return
        others = sum(head.sectionSize(column) for column in range(last))
        wanted = self._wanted(last, self.content.headings[last])
        head.resizeSection(last, max(wanted, self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns filling the width."""
        super().resizeEvent(event)
        self._fill_up()

    def _dress(self) -> None:
        """The palette of the theme: an opaque ground lets Qt scroll by moving pixels."""
        palette = self.palette()
        for role, name in ((QPalette.ColorRole.Base, "surface"), (QPalette.ColorRole.Highlight, "sel")):
            palette.setColor(role, c(name))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # it keeps one of its own under a style sheet
        self.verticalHeader().setDefaultSectionSize(u(36))
        self._fit()
