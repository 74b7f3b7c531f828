"""Paints the cells of a record table: avatar and name, stage pill, numbers, days, masked values. GUI thread only.

Everything comes ready from the model; nothing is computed per repaint but rectangles.
"""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.formatting import Cell
from ui.table_model import RecordTableModel
from ui.theme import c, u
from ui.widgets import painting

PAD: Final = 12
_SELECTED: Final = QStyle.StateFlag.State_Selected
_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """`hovered` is the row under the pointer, `ringed` the cell (row, column) with a focus ring; -1 none."""

    hovered = -1
    ringed = (-1, -1)
    first = 0
    """The first column that is shown: it carries the selection bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The row's height; widths are the table's."""
        return QSize(10, u(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, line, value."""
        rect: QRect = option.rect
        selected = bool(option.state & _SELECTED)
        row, column = index.row(), index.column()
        ground = "sel" if selected else "hover" if row == self.hovered else "surface"
        painting.fill(painter, rect, c(ground))
        painter.fillRect(rect.x(), rect.y() + rect.height() - 1, rect.width(), 1, c("line"))
        if selected and column == self.first:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height() - 1, c("accent"))
        model = index.model()
        assert isinstance(model, RecordTableModel)
        left = u(16) if column == self.first else u(PAD)
        inner = QRect(rect.x() + left, rect.y(), rect.width() - left - u(PAD), rect.height() - 1)
        found = model.cell(row, column)
        if found is not None:
            paint_cell(painter, inner, found, right=model.is_number(column), strong=selected)
        elif model.late:
            skeleton(painter, inner, row, first=column == self.first)
        if (row, column) == self.ringed:
            painting.focus_ring(painter, rect.adjusted(2, 2, -2, -3), 6)


def paint_cell(painter: QPainter, rect: QRect, cell: Cell, *, right: bool = False, strong: bool = False) -> None:
    """One value in a rectangle; `strong`: its row is selected, so quiet text is a little darker."""
    middle = rect.center().y() + 1
    match cell.form:
        case "pill":
            painting.pill(painter, rect.x(), middle, cell.text, cell.hue, rect.width())
        case "title" | "link":
            _named(painter, rect, cell, strong)
        case "masked":
            x = _face(painter, rect, cell, "") if cell.shape else rect.x()
            painting.masked_pill(painter, x, middle, cell.text, rect.right() - x)
        case "day":
            x = painting.icon(painter, cell.icon, rect.x(), middle, 14, cell.tone if cell.tone != "fg2" else "fg3") + u(
                6
            )
            painting.text(painter, _from(rect, x), cell.text, "bodyM" if cell.tone == "bad" else "body", cell.tone)
        case "nothing":
            painting.text(painter, rect, cell.text, "body", "fg3", painting.RIGHT if right else painting.LEFT)
        case _:
            flags = painting.RIGHT if right else painting.LEFT
            painting.text(painter, rect, cell.text, "body", cell.tone, flags, tabular=right)


def _named(painter: QPainter, rect: QRect, cell: Cell, strong: bool) -> None:
    x = _face(painter, rect, cell, cell.text) if cell.shape else rect.x()
    if cell.form == "title":
        painting.text(painter, _from(rect, x), cell.text, "bodyM")
    elif rect.right() - x > u(24):
        painting.text(painter, _from(rect, x), cell.text, "body", "fg" if strong else "fg2")


def _face(painter: QPainter, rect: QRect, cell: Cell, name: str) -> int:
    """The avatar at the left of a cell; gives the x behind it."""
    side = u(24) if cell.form != "link" else u(20)
    disc = QRect(rect.x(), rect.center().y() + 1 - side // 2, side, side)
    painting.avatar(painter, disc, name, cell.seed, square=cell.shape == "square")
    return disc.right() + 1 + u(10 if cell.form != "link" else 8)


def _from(rect: QRect, x: int) -> QRect:
    return QRect(x, rect.y(), max(0, rect.right() - x + 1), rect.height())


_SHARES: Final = (0.72, 0.58, 0.66, 0.5)


def skeleton(painter: QPainter, rect: QRect, row: int, *, first: bool) -> None:
    """What stands for a value on its way, in the final layout."""
    middle, x = rect.center().y() + 1, rect.x()
    if first:
        side = u(24)
        painting.rounded(painter, QRect(x, middle - side // 2, side, side), side / 2, c("hover"))
        x += side + u(10)
    wide = round((rect.right() - x) * _SHARES[row % len(_SHARES)])
    painting.rounded(painter, QRect(x, middle - u(5), max(0, wide), u(10)), 5, c("press" if first else "hover"))
