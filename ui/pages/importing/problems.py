"""Rows that cannot be read: their reasons at the left, the rows of one reason beside. GUI thread only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app import words
from app.importing.mapping import Mapping as ColumnMapping
from app.importing.planning import Rejected
from app.importing.tables import Row
from ui import appearance
from ui.pages.importing.becoming import reason_words
from ui.pages.importing.goals import goal_words
from ui.theme import c, theme, u
from ui.widgets import painting
from ui.widgets.grid import Cell, Grid
from vault.errors import SatchelError
from vault.model.catalogue import NOUNS

SHOWN: Final = 1_000
"""Rejected rows whose cells are read again for the table; the file of rejects has them all."""
_SELECTED: Final = QStyle.StateFlag.State_Selected
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus
_KEY: Final = int(Qt.ItemDataRole.UserRole)
_Group = tuple[str | None, str]


class Problems(QWidget):
    """`show_rejects` groups them; choosing a group shows its rows."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups, self.table = _Groups(), Grid("importing.rejected_rows")
        self._mapping: ColumnMapping | None = None
        self._rejects: Sequence[Rejected] = ()
        self._rows: Mapping[int, Row] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.groups)
        row.addWidget(self.table, 1)
        self.groups.currentRowChanged.connect(lambda _row: self._show_group())

    def show_rejects(self, mapping: ColumnMapping, rejects: Sequence[Rejected], rows: Mapping[int, Row]) -> None:
        """The rejects and, by number, the rows of the file they are."""
        self._mapping, self._rejects, self._rows = mapping, rejects, rows
        counts: Counter[_Group] = Counter((each.field, each.reason) for each in rejects)
        at = self.groups.currentRow()
        groups = [(self._field(of), reason_words(why), n, (of, why)) for (of, why), n in counts.most_common()]
        self.groups.show_groups(groups)
        self.groups.setCurrentRow(min(max(at, 0), self.groups.count() - 1))
        self._show_group()

    def _field(self, field: str | None) -> str:
        if not field or self._mapping is None:
            return words.say("importing.whole_row")
        try:
            return goal_words(NOUNS[self._mapping.noun], field)
        except SatchelError:  # a field that is no target, such as one that is required and was not mapped
            declared = NOUNS[self._mapping.noun].field(field)
            return declared.words.in_language(words.language()) if declared else field

    def _show_group(self) -> None:
        item, mapping = self.groups.currentItem(), self._mapping
        if item is None or mapping is None:
            self.table.show_cells([], [])
            return
        group: _Group = item.data(_KEY)
        chosen = [each for each in self._rejects if (each.field, each.reason) == group][:SHOWN]
        columns = [column for column in mapping.mapped if column.field]
        columns.sort(key=lambda column: not _at_fault(group[0], column.field or ""))
        heads = [words.say("importing.row"), *(column.column or words.say("importing.no_name") for column in columns)]
        cells = [self._cells(each, [(column.index, column.field or "") for column in columns]) for each in chosen]
        self.table.show_cells(heads, cells)

    def _cells(self, reject: Rejected, columns: list[tuple[int, str]]) -> list[Cell]:
        row = self._rows.get(reject.number)
        made = [Cell(appearance.locale().toString(reject.number), "quiet", right=True)]
        for index, field in columns:
            text = row.cells[index] if row is not None and index < len(row.cells) else None
            made.append(Cell(text or "–", "bad" if _at_fault(reject.field, field) else ""))
        return made


def _at_fault(wrong: str | None, field: str) -> bool:
    return wrong is not None and wrong in (field, field.partition(":")[0], field.partition(".")[0])


class _Groups(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(u(260))
        self.setItemDelegate(_GroupDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words.say("importing.reasons"))
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        palette = self.palette()
        for role, name in ((QPalette.ColorRole.Base, "surface"), (QPalette.ColorRole.Highlight, "sel")):
            palette.setColor(role, c(name))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # it keeps one of its own under a style sheet

    def show_groups(self, groups: list[tuple[str, str, int, _Group]]) -> None:
        """(field, reason, how many, what it stands for)."""
        self.blockSignals(True)
        self.clear()
        for field, reason, n, group in groups:
            item = QListWidgetItem(f"{field}\n{reason}\n{appearance.locale().toString(n)}")
            item.setData(_KEY, group)
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{field}: {reason}, {n}")
            self.addItem(item)
        self.blockSignals(False)


class _GroupDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10, u(56))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        state = option.state
        field, reason, number = str(index.data()).split("\n")
        painting.fill(painter, rect, c("surface"))
        if state & _SELECTED:
            painting.rounded(painter, rect.adjusted(u(8), 2, -u(8), -2), 8, c("sel"))
        room = rect.adjusted(u(20), u(7), -u(20), 0)
        wide = painting.text_width(number, "smallM", tabular=True)
        line = QRect(room.left(), room.top(), room.width() - wide - u(8), u(21))
        painting.text(painter, line, field, "bodyM")
        whole = QRect(room.left(), line.top(), room.width(), u(21))
        painting.text(painter, whole, number, "smallM", "fg2", painting.RIGHT, tabular=True)
        painting.text(painter, whole.translated(0, u(20)), reason, "small", "bad")
        if state & _FOCUSED:
            painting.focus_ring(painter, rect.adjusted(u(8), 2, -u(8), -2), 8)
