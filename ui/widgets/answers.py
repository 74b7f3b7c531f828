"""What a search found, as rows: records, places to go to, and the headings between. GUI thread only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import formatting
from ui.theme import c, u
from ui.widgets import painting

_Index = QModelIndex | QPersistentModelIndex
_SELECTED: Final = QStyle.StateFlag.State_Selected
_USABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
HEADING, ROW = 30, 42
"""Heights of a heading and of a row, in pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A row: a heading (only `title`), a record, or a place to go to."""

    title: str
    more: str = ""
    noun: str = ""
    id: str = ""
    place: str = ""
    icon: str = ""
    hidden: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it only names what follows."""
        return not self.id and not self.place


class AnswersModel(QAbstractListModel):
    """What was found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Answer, ...] = ()

    def show_rows(self, rows: Sequence[Answer]) -> None:
        """Other answers."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """A flat list."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Words to see and to hear."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self.rows[index.row()]
        return ", ".join(part for part in (row.title, row.more) if part)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        usable = index.isValid() and not self.rows[index.row()].is_heading
        return _USABLE if usable else Qt.ItemFlag.NoItemFlags


class AnswerDelegate(QStyledItemDelegate):
    """Avatar or icon, name, what else is said."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """A heading is lower."""
        model = index.model()
        assert isinstance(model, AnswersModel)
        return QSize(10, u(HEADING) if model.rows[index.row()].is_heading else u(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row."""
        rect, model = option.rect, index.model()
        assert isinstance(model, AnswersModel)
        row = model.rows[index.row()]
        painting.fill(painter, rect, c("surface"))
        if row.is_heading:
            painting.text(painter, rect.adjusted(u(18), u(6), 0, 0), row.title, "smallM", "fg2")
            return
        chosen = bool(option.state & _SELECTED)
        if chosen:
            painting.rounded(painter, rect.adjusted(u(8), 1, -u(8), -1), 8, c("sel"))
        self._answer(painter, rect.adjusted(u(18), 0, -u(18), 0), row, chosen)

    def _answer(self, painter: QPainter, rect: QRect, row: Answer, chosen: bool) -> None:
        middle, side = rect.center().y() + 1, u(26)
        disc = QRect(rect.x(), middle - side // 2, side, side)
        shape = formatting.shape(row.noun)
        if shape and row.id:
            painting.avatar(painter, disc, "" if row.hidden else row.title, row.id, square=shape == "square")
        else:
            painting.icon(painter, row.icon or "file-text", rect.x() + u(4), middle, 18)
        x = disc.right() + u(12)
        if chosen:
            rect = rect.adjusted(0, 0, -u(24), 0)
            painting.icon(painter, "corner-down-left", rect.right() + u(8), middle, 14)
        wide = min(painting.text_width(row.title, "bodyM") + 2, rect.right() - x)
        painting.text(
            painter, QRect(x, rect.y(), wide, rect.height()), row.title, "bodyM", "info" if row.hidden else "fg"
        )
        room = QRect(x + wide + u(10), rect.y(), rect.right() - x - wide - u(10), rect.height())
        if room.width() > u(40):
            painting.text(painter, room, row.more, "small", "fg2")
