"""What was moved to the trash, and the way back. GUI thread only."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QDateTime, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app import edit, trash, words
from ui import appearance
from ui.page import Page, Shell
from ui.theme import c, theme, u
from ui.widgets import painting, views
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState
from ui.widgets.heads import PageHead
from vault.model.catalogue import NOUNS
from vault.values import Masked, Record

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = ("ui.trash_name", "ui.trash_kind", "ui.trash_since")
_HORIZONTAL: Final = Qt.Orientation.Horizontal
_SELECTED: Final = QStyle.StateFlag.State_Selected


class TrashModel(QAbstractTableModel):
    """Name, kind, since when; rows are records."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.records: list[Record] = []

    def show(self, records: list[Record]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.records = records
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        """A flat table."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        """Three."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The words of a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        record = self.records[index.row()]
        return (title_of, kind_of, since_of)[index.column()](record)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """The columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is _HORIZONTAL:
            return words.say(_COLUMNS[section])
        return None


def title_of(record: Record) -> str:
    """What names a record, masked where the view is."""
    value = record.get(NOUNS[record.noun].title)
    if isinstance(value, Masked):
        value = value.form
    return str(value) if value else words.say("ui.nameless")


def kind_of(record: Record) -> str:
    """Its noun in words."""
    return NOUNS[record.noun].words.in_language(words.language())


def since_of(record: Record) -> str:
    """When it was thrown away, as a local day and time."""
    at = record.get("deleted_at")
    if not isinstance(at, int):
        return ""
    locale = appearance.locale()
    return locale.toString(QDateTime.fromMSecsSinceEpoch(at), locale.dateTimeFormat(locale.FormatType.ShortFormat))


class _Cell(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, u(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        painting.fill(painter, rect, c("sel" if option.state & _SELECTED else "surface"))
        painting.fill(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), c("line"))
        model = index.model()
        assert isinstance(model, TrashModel)
        inner = rect.adjusted(u(24) if index.column() == 0 else u(8), 0, -u(8), 0)
        if index.column() == 0:
            record, side = model.records[index.row()], u(24)
            face = QRect(inner.left(), rect.center().y() - side // 2, side, side)
            painting.avatar(painter, face, title_of(record), record.id, square=record.noun != "contact")
            inner.setLeft(face.right() + u(10))
        role = "bodyM" if index.column() == 0 else "body"
        painting.text(painter, inner, str(index.data() or ""), role, "fg" if index.column() == 0 else "fg2")


class TrashPage(Page):
    """One list over all nouns; Enter or the button brings the chosen ones back."""

    key = "trash"
    title = "ui.trash"
    nouns = frozenset(name for name, noun in NOUNS.items() if noun.in_lists)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.head, self.restore = PageHead("ui.trash"), Button("ui.restore", icon="rotate-ccw", cap="↵")
        self.model, self.table = TrashModel(self), QTableView()
        self.empty = EmptyState("trash-2", "ui.trash_empty", "ui.trash_empty_hint")
        self.stack = QStackedWidget()
        self._dress_table()
        self.head.add(self.restore)
        self.head.set_note(words.say("ui.trash_hint"))
        self.table.setAccessibleName(words.say("ui.trash"))
        for shown in (self.table, self.empty):
            self.stack.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)
        self.restore.clicked.connect(self.bring_back)
        self.table.activated.connect(lambda _index: self.bring_back())
        theme().changed.connect(self._colour_table)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(_Cell(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self._colour_table()

    def _colour_table(self) -> None:
        views.dress(self.table)
        self.table.verticalHeader().setDefaultSectionSize(u(38))
        for column, wide in ((1, 140), (2, 200)):
            self.table.setColumnWidth(column, u(wide))

    def activate(self, **arguments: object) -> None:
        """Ask what lies there."""
        self.refresh()

    def refresh(self) -> None:
        """Ask again; the rows stay until the answer is here."""
        self.shell.bridge.query(trash.trashed, done=self._show)

    def _show(self, records: list[Record]) -> None:
        self.model.show(records)
        self.head.set_count(len(records) or None)
        self.stack.setCurrentWidget(self.table if records else self.empty)
        self.restore.setEnabled(bool(records))
        if records:
            self.table.selectRow(0)

    def focus_first(self) -> None:
        """The rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Opening a row here means bringing it back."""
        return {"open_record": self.bring_back}

    def chosen(self) -> list[str]:
        """The ids of the rows selected."""
        return [self.model.records[index.row()].id for index in self.table.selectionModel().selectedRows()]

    def bring_back(self) -> None:
        """Restore what is selected; one undo throws it away again."""
        if chosen := self.chosen():
            self.shell.bridge.command(edit.restore, chosen, done=self._restored)

    def _restored(self, number: int) -> None:
        self.shell.toast(words.say("ui.restored", n=number), undo=True)

    def retranslate(self) -> None:
        """Heads and kinds are composed here."""
        self.head.set_note(words.say("ui.trash_hint"))
        self.table.setAccessibleName(words.say("ui.trash"))
        self.model.headerDataChanged.emit(_HORIZONTAL, 0, len(_COLUMNS) - 1)
        self.table.viewport().update()
