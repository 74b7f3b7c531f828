"""A list of records of any length for a table: a count at once, rows in windows when they come into sight.

GUI thread only; the questions run on reading threads. Rows never move while one scrolls: the count is known first.
"""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app import browsing, words
from app.browsing import WINDOW, Answer, Query
from ui import formatting
from ui.bridge import Bridge
from ui.formatting import Cell
from ui.stages import StageBook
from vault.model.catalogue import field_of
from vault.model.catalogue import noun as noun_of
from vault.model.fields import Field, Kind
from vault.values import Link, Masked, Record

LATE_MS: Final = 150
"""Before this, an empty place stays empty: a skeleton that flashes is worse."""
_KEPT_WINDOWS: Final = 50
_CHOOSABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_NOTHING: Final = Qt.ItemFlag.NoItemFlags
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NUMBERS: Final = (Kind.MONEY, Kind.INTEGER, Kind.PERCENT)
_Index = QModelIndex | QPersistentModelIndex


class RecordTableModel(QAbstractTableModel):
    """Rows of one noun. `answered`; `refused(error)` where the filter cannot be; `settled`: paint again."""

    settled = Signal()
    answered = Signal()
    refused = Signal(object)

    def __init__(self, bridge: Bridge, noun: str, stages: StageBook, parent: QObject) -> None:
        super().__init__(parent)
        self.noun = noun_of(noun)
        self.columns: tuple[Field, ...] = tuple(field_of(self.noun, name) for name in self.noun.columns)
        self.order: tuple[str, ...] = (self.noun.sort,)
        self._staged = tuple(each.name for each in self.noun.fields if each.target == "stage")
        self.typed = ""
        self.count: int | None = None
        """How many rows there are; None until that is known."""
        self.late = False
        """Whether what is asked for takes longer than one should stare at an empty place."""
        self._bridge, self._stages = bridge, stages
        self._windows: dict[int, list[Record]] = {}
        self._cells: dict[tuple[int, int], Cell] = {}
        self._asked: set[int] = set()
        self._sight = (0, 0)
        self._round = 0
        self._clock = QTimer(self, interval=LATE_MS, singleShot=True)
        self._clock.timeout.connect(self._become_late)
        stages.changed.connect(self.reword)

    @property
    def masked(self) -> bool:
        """Whether the rows are asked for as somebody without clearance sees them."""
        session = self._bridge.session
        return session is not None and session.masked

    @property
    def query(self) -> Query:
        """The question in force."""
        names = dict.fromkeys((*(each.name for each in self.columns), *self._staged))
        return Query(self.noun.name, self.typed, self.order, tuple(names))

    def look_for(self, *, typed: str | None = None, order: tuple[str, ...] | None = None) -> None:
        """Ask another question: from the top, the old rows stay until the answer is there."""
        self.typed = self.typed if typed is None else typed
        self.order = self.order if order is None else order
        self._sight = (0, 0)
        self.refresh()

    def refresh(self) -> None:
        """Ask again for what is in sight: what has changed is replaced in place."""
        self._round += 1
        self._asked = set(range(self._sight[0], self._sight[1] + 1))
        self._ask(sorted(self._asked), fresh=True)

    def forget(self) -> None:
        """Nothing of the rows stays: what was seen in clear must not flash up in the masked view."""
        self.beginResetModel()
        self._round += 1
        self._windows, self.count = {}, None
        self._cells.clear()
        self._asked.clear()
        self.endResetModel()

    def show_rows(self, first: int, last: int) -> None:
        """These rows are in sight now: ask for the windows that are missing."""
        self._sight = (max(0, first) // WINDOW, max(0, last) // WINDOW)
        missing = [
            window
            for window in range(self._sight[0], self._sight[1] + 1)
            if window not in self._windows and window not in self._asked
        ]
        if missing and self.count:
            self._asked.update(missing)
            self._ask(missing, fresh=False)

    def _ask(self, windows: list[int], *, fresh: bool) -> None:
        self._clock.start()
        mine = self._round
        self._bridge.query(
            browsing.ask, self.query, windows,
            done=lambda answer: self._answered(mine, answer, fresh),
            failed=lambda error: self._failed(mine, error),
        )  # fmt: skip

    def _become_late(self) -> None:
        self.late = True
        self.settled.emit()

    def _failed(self, asked_in: int, error: BaseException) -> None:
        if asked_in == self._round:
            self._asked.clear()
            self._settle()
            self.refused.emit(error)

    def _answered(self, asked_in: int, answer: Answer, fresh: bool) -> None:
        if asked_in != self._round:
            return
        if not fresh and answer.count != self.count:
            self.refresh()
            return
        self._asked -= answer.windows.keys()
        self._resize(answer.count)
        if fresh:
            self._replace(answer.windows)
        else:
            self._add(answer.windows)
        self._settle()
        self.answered.emit()

    def _settle(self) -> None:
        if not self._asked:
            self._clock.stop()
            self.late = False
        self.settled.emit()

    def _resize(self, count: int) -> None:
        before, nothing = self.count or 0, QModelIndex()
        if count > before:
            self.beginInsertRows(nothing, before, count - 1)
            self.count = count
            self.endInsertRows()
        elif count < before:
            self.beginRemoveRows(nothing, count, before - 1)
            self.count = count
            self.endRemoveRows()
        self.count = count

    def _replace(self, windows: dict[int, list[Record]]) -> None:
        """New rows in place of all: what is selected stays selected, wherever it lies now."""
        self.layoutAboutToBeChanged.emit()
        held = [(index, self.record(index.row())) for index in self.persistentIndexList()]
        self._windows = windows
        self._cells.clear()
        self._asked.clear()
        places = {record.id: row for row, record in self._rows()}
        for index, record in held:
            row = places.get(record.id) if record is not None else None
            if row is not None and row != index.row():
                self.changePersistentIndex(index, self.index(row, index.column()))
        self.layoutChanged.emit()

    def _add(self, windows: dict[int, list[Record]]) -> None:
        for window, rows in windows.items():
            self._windows[window] = rows
            first, last = window * WINDOW, window * WINDOW + len(rows) - 1
            if rows:
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        while len(self._windows) > _KEPT_WINDOWS:
            farthest = max(self._windows, key=lambda each: abs(each - self._sight[0]))
            self._forget(farthest)

    def _forget(self, window: int) -> None:
        del self._windows[window]
        rows = range(window * WINDOW, (window + 1) * WINDOW)
        for row in rows:
            for column in range(len(self.columns)):
                self._cells.pop((row, column), None)

    def _rows(self) -> Iterable[tuple[int, Record]]:
        for window, rows in self._windows.items():
            yield from enumerate(rows, window * WINDOW)

    def record(self, row: int) -> Record | None:
        """The record in a row; None while it is not loaded."""
        rows = self._windows.get(row // WINDOW)
        at = row % WINDOW
        return rows[at] if rows is not None and 0 <= at < len(rows) else None

    def row_of(self, record_id: str) -> int | None:
        """The row of a record, if it is loaded."""
        return next((row for row, record in self._rows() if record.id == record_id), None)

    def cell(self, row: int, column: int) -> Cell | None:
        """What a cell shows; None while it is not loaded. Made once."""
        found = self._cells.get((row, column))
        if found is None and (record := self.record(row)) is not None:
            found = self._cells[row, column] = self._make(record, self.columns[column])
        return found

    def _make(self, record: Record, field: Field) -> Cell:
        value = record.get(field.name)
        if field.name == self.noun.title and not isinstance(value, Masked):
            return Cell("title", str(value or ""), seed=record.id, shape=formatting.shape(self.noun.name))
        made = formatting.cell(field, value, self._stages, closed=self._closed(record))
        if made.form == "masked" and field.name == self.noun.title:
            return Cell(
                "masked", made.text, made.tone, icon=made.icon, seed=record.id, shape=formatting.shape(self.noun.name)
            )
        return made

    def _closed(self, record: Record) -> bool:
        return any(isinstance(link := record.get(name), Link) and self._stages.is_closed(link) for name in self._staged)

    def reword(self) -> None:
        """Language, theme or stages changed: make every cell again."""
        self._cells.clear()
        if self.count:
            self.dataChanged.emit(self.index(0, 0), self.index(self.count - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """A flat table."""
        return 0 if parent.isValid() else self.count or 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """The noun's columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows can be chosen; the editor is the table's own."""
        return _CHOOSABLE if index.isValid() else _NOTHING

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Words for screen readers, tests and the clipboard; the delegate asks `cell`."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].kind in _NUMBERS else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        found = self.cell(index.row(), index.column())
        return found.text if found is not None else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """The fields' names."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].words.in_language(words.language())
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].kind in _NUMBERS else None

    def is_number(self, column: int) -> bool:
        """Whether a column stands right."""
        return self.columns[column].kind in _NUMBERS
