"""A table of records: painted rows, keys, sorting at the head, editing in the cell. GUI thread only."""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui.table_model import RecordTableModel
from ui.theme import c, theme, u
from ui.widgets import column_widths
from ui.widgets.in_place import InPlaceEdit
from ui.widgets.table_cells import CellDelegate, skeleton
from ui.widgets.table_header import TableHeader

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDEWAYS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_ROW: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_SIGHT_MS: Final = 20
_Index = QModelIndex | QPersistentModelIndex


class RecordTable(QTableView):
    """Emits `chosen` for the current record, `opened` on Enter, `peeked` on Space (ids), `edit_wanted(row, column)`."""

    chosen = Signal(str)
    opened = Signal(str)
    peeked = Signal(str)
    left = Signal()
    edit_wanted = Signal(int, int)

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self.cells = CellDelegate(self)
        self.head = TableHeader(self)
        self.editor: InPlaceEdit | None = None
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        model.modelReset.connect(self._fit)
        self.setItemDelegate(self.cells)
        self._arrange()
        self._sight = QTimer(self, interval=_SIGHT_MS, singleShot=True)
        self._sight.timeout.connect(self._tell_sight)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._sight.start())
        model.settled.connect(self._settled)
        self.head.wanted.connect(self.sort_by)
        theme().changed.connect(self._dress)
        self._dress()

    def _arrange(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, c("surface"))
        palette.setColor(QPalette.ColorRole.Highlight, c("sel"))  # the style paints rows in it first: seams otherwise
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # it keeps one of its own under a style sheet
        self.verticalHeader().setDefaultSectionSize(u(38))
        self.verticalScrollBar().setSingleStep(u(38))
        self.head.setFixedHeight(u(34))
        self._fit()

    def _fit(self) -> None:
        found = column_widths.widths(
            self.records.noun, self.records.columns, self.viewport().width(), theme().scale / 100,
            masked=self.records.masked,
        )  # fmt: skip
        self.cells.first = next((at for at, width in enumerate(found) if width), 0)
        for at, width in enumerate(found):
            self.setColumnHidden(at, width == 0)
            if width:
                self.setColumnWidth(at, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the room."""
        super().resizeEvent(event)
        self._fit()
        self._sight.start()

    def _settled(self) -> None:
        self._sight.start()
        self.viewport().update()

    def _tell_sight(self) -> None:
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        self.records.show_rows(first, last if last >= 0 else self.records.rowCount() - 1)

    def sort_by(self, field: str) -> None:
        """Order by a field; once more turns it around."""
        now = self.records.order[0]
        self.scrollToTop()
        self.records.look_for(order=(f"-{field}",) if now == field else (field,))
        self.head.viewport().update()

    def chosen_ids(self) -> list[str]:
        """The ids of the rows chosen that are loaded, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows(self.cells.first)})
        return [record.id for row in rows if (record := self.records.record(row)) is not None]

    def current_id(self) -> str | None:
        """The id of the current row, if it is loaded."""
        record = self.records.record(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return record.id if record is not None else None

    def choose_one(self) -> None:
        """Where no row is chosen, the current one, or the first."""
        if not self.selectionModel().hasSelection():
            self.go_to(max(0, self.currentIndex().row()))

    def go_to(self, row: int) -> None:
        """Make a row the current and only one; kept within the list."""
        row = max(0, min(row, self.records.rowCount() - 1))
        if self.records.rowCount():
            column = self.currentIndex().column() if self.currentIndex().isValid() else self.cells.first
            self.selectionModel().setCurrentIndex(self.records.index(row, column), _ROW)

    def step(self, by: int) -> None:
        """The next or previous row."""
        self.go_to(self.currentIndex().row() + by if self.currentIndex().isValid() else 0)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Follow the current row."""
        super().currentChanged(current, previous)
        self._ring()
        if current.row() != previous.row() and (found := self.current_id()) is not None:
            self.chosen.emit(found)

    def _ring(self, *, on: bool = False) -> None:
        current = self.currentIndex()
        self.cells.ringed = (current.row(), current.column()) if on and self.hasFocus() else (-1, -1)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space peeks, Home and End go to the ends, sideways picks the cell that F2 edits."""
        key, current = event.key(), self.current_id()
        if key in _ENTER and current is not None:
            self.opened.emit(current)
        elif key == Qt.Key.Key_Space and current is not None:
            self.peeked.emit(current)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else self.records.rowCount() - 1)
        elif key in _SIDEWAYS:
            self._sideways(1 if key == Qt.Key.Key_Right else -1)
        elif event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters are commands; Qt's search as you type would load every row
        else:
            super().keyPressEvent(event)

    def _sideways(self, by: int) -> None:
        shown = [at for at in range(len(self.records.columns)) if not self.isColumnHidden(at)]
        current = self.currentIndex()
        if current.isValid() and current.column() in shown:
            at = max(0, min(shown.index(current.column()) + (by if self.cells.ringed[0] >= 0 else 0), len(shown) - 1))
            self.selectionModel().setCurrentIndex(
                self.records.index(current.row(), shown[at]), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self._ring(on=True)

    def wanted_cell(self) -> tuple[int, int] | None:
        """(row, column) that F2 is about: the ringed cell, else the title."""
        current = self.currentIndex()
        if not current.isValid():
            return None
        if self.cells.ringed[0] == current.row():
            return current.row(), current.column()
        return current.row(), self.title_column()

    def title_column(self) -> int:
        """Where the name of a record stands."""
        names = [field.name for field in self.records.columns]
        return names.index(self.records.noun.title)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit where it was pressed."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.edit_wanted.emit(index.row(), index.column())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the row under the pointer."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_name = index.isValid() and index.column() == self.title_column()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_name else Qt.CursorShape.ArrowCursor)
        self._hover(index.row())

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        for each in (self.cells.hovered, row):
            if each >= 0:
                top = self.rowViewportPosition(each)
                self.viewport().update(0, top, self.viewport().width(), u(38))
        self.cells.hovered = row

    def open_editor(self, row: int, column: int, text: str, name: str) -> InPlaceEdit:
        """A line over a cell; what it hands over is the page's to write."""
        self.close_editor()
        rect = self.visualRect(self.records.index(row, column))
        editor = self.editor = InPlaceEdit(text, name, self.viewport())
        editor.dismissed.connect(self.close_editor)
        editor.setGeometry(
            QRect(rect.x() + u(4), rect.y() + (rect.height() - u(30)) // 2, max(u(220), rect.width() - u(8)), u(30))
        )
        editor.selectAll()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return editor

    def close_editor(self) -> None:
        """Take the line away; the keyboard goes back to the rows."""
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.finish()
            had = editor.hasFocus()
            editor.hide()
            editor.deleteLater()
            if had:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_of(self, row: int, column: int) -> QPoint:
        """Where a menu for a cell opens, on the screen."""
        return self.viewport().mapToGlobal(self.visualRect(self.records.index(row, column)).bottomLeft())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows; before the count is known and late enough, their skeleton."""
        super().paintEvent(event)
        if self.records.count is None and self.records.late:
            painter = QPainter(self.viewport())
            for row in range(self.viewport().height() // u(38) + 1):
                for column in range(len(self.records.columns)):
                    x, first = self.columnViewportPosition(column), column == self.cells.first
                    rect = QRect(x + u(14), row * u(38), self.columnWidth(column) - u(28), u(37))
                    if rect.width() > 0:
                        skeleton(painter, rect, row, first=first)
            painter.end()
