"""The places one can go to, as a list that screen readers know as a list. GUI thread only."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app import words
from ui import appearance
from ui.theme import c, theme, u
from ui.widgets import painting, views
from ui.widgets.said import Said

_Index = QModelIndex | QPersistentModelIndex
_OVER: Final = QStyle.StateFlag.State_MouseOver
_CHOOSABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NOTHING: Final = Qt.ItemFlag.NoItemFlags
_PLACE_ROLE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Place:
    """A row: `key` names the page, `words` its sentence; a row without an icon is a heading."""

    key: str
    words: str
    icon: str = ""


class PlacesModel(QAbstractListModel):
    """The rows of the sidebar, with a count where one is known."""

    def __init__(self, places: tuple[Place, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.places = places
        self.counts: dict[str, int] = {}

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """A flat list."""
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Words to see and to hear; the place itself for the delegate."""
        if not index.isValid():
            return None
        place = self.places[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.say(place.words)
        if role == Qt.ItemDataRole.AccessibleTextRole and place.key in self.counts:
            return f"{words.say(place.words)}, {self.counts[place.key]}"
        if role == Qt.ItemDataRole.ToolTipRole and place.icon:
            return words.say(place.words)
        return place if role == _PLACE_ROLE else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        return _CHOOSABLE if index.isValid() and self.places[index.row()].icon else _NOTHING

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many records a place holds; None shows nothing."""
        if count is None:
            self.counts.pop(key, None)
        else:
            self.counts[key] = count
        self.dataChanged.emit(self.index(0), self.index(len(self.places) - 1))


class _PlaceDelegate(QStyledItemDelegate):
    narrow = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        place: Place = index.data(_PLACE_ROLE)
        return QSize(10, u(34) if place.icon else u(14 if self.narrow else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        place: Place = index.data(_PLACE_ROLE)
        rect: QRect = option.rect
        state = option.state
        view = self.parent()
        assert isinstance(view, Sidebar)
        painting.fill(painter, rect, c("canvas"))
        if not place.icon:
            if not self.narrow:
                painting.text(painter, rect.adjusted(u(10), u(10), 0, 0), words.say(place.words), "smallM", "fg2")
            return
        self._row(painter, rect.adjusted(0, 2, 0, -2), place, view, bool(state & _OVER), index == view.currentIndex())

    def _row(self, painter: QPainter, rect: QRect, place: Place, view: "Sidebar", over: bool, chosen: bool) -> None:
        if chosen:
            dark = theme().scheme == "dark"
            painting.rounded(painter, rect, 8, c("press" if dark else "surface"), c("line"))
        elif over:
            painting.rounded(painter, rect, 8, c("hover"))
        if chosen and view.hasFocus():
            painting.focus_ring(painter, rect, 8)
        ink = "accentText" if chosen else "fg2"
        left = rect.left() + ((rect.width() - u(16)) // 2 if self.narrow else u(10))
        x = painting.icon(painter, place.icon, left, rect.center().y() + 1, 16, ink) + u(10)
        if self.narrow:
            return
        count = view.model().counts.get(place.key)
        right = rect.right() - u(10)
        if count is not None:
            number = short_number(count)
            width = painting.text_width(number, "small", tabular=True) + 2
            painting.text(painter, QRect(right - width, rect.top(), width, rect.height()), number, "small", "fg2",
                          painting.RIGHT, tabular=True)  # fmt: skip
            right -= width + u(6)
        room = QRect(x, rect.top(), right - x, rect.height())
        painting.text(painter, room, words.say(place.words), "bodyM", "fg" if chosen else "fg2")


class Sidebar(Said, QListView):
    """Arrows move, Enter or a click goes: `chosen(key)`. `set_narrow` makes it an icon rail."""

    chosen = Signal(str)

    def __init__(self, places: tuple[Place, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = PlacesModel(places, self)
        self._delegate = _PlaceDelegate(self)
        self.setModel(self._places)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.say_with(self.setAccessibleName, "ui.places")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._go)
        theme().changed.connect(self._dress)
        self._dress()

    def model(self) -> PlacesModel:
        """The rows."""
        return self._places

    def _dress(self) -> None:
        views.dress(self, "canvas", "canvas")
        self.scheduleDelayedItemsLayout()

    def set_narrow(self, narrow: bool) -> None:
        """Icons only."""
        self._delegate.narrow = narrow
        self.scheduleDelayedItemsLayout()

    def choose(self, key: str) -> None:
        """Mark the place `key` without going there."""
        for row, place in enumerate(self._places.places):
            if place.key == key and place.icon:
                self.setCurrentIndex(self._places.index(row))
                return
        self.setCurrentIndex(QModelIndex())

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many records a place holds."""
        self._places.set_count(key, count)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid() and self._places.places[index.row()].icon:
            self.chosen.emit(self._places.places[index.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space go."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go(self.currentIndex())
        else:
            super().keyPressEvent(event)


def short_number(count: int) -> str:
    """A count that fits: 8,214, then 100k (12.3万 in Chinese)."""
    if count < 10_000:
        return appearance.locale().toString(count)
    if words.language() == "zh_CN":
        return f"{count / 10_000:.1f}".removesuffix(".0") + "万"
    return f"{count / 1000:.0f}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}".removesuffix(".0") + "M"
