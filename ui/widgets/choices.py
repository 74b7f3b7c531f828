"""Controls one chooses with, painted on the real Qt classes. GUI thread only."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.said import Said

_HEIGHTS = {"small": 28, "medium": 34, "large": 40}
_SELECTED = QStyle.StateFlag.State_Selected


class RowDelegate(QStyledItemDelegate):
    """One line of a drop-down: rounded highlight, tick at what is chosen."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A target of the kit's size."""
        return QSize(u(10), u(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, words, tick."""
        rect: QRect = option.rect
        state = option.state
        painting.fill(painter, rect, c("surface"))
        if state & _SELECTED:
            painting.rounded(painter, rect.adjusted(0, 1, 0, -1), 6, c("sel"))
        box = self.parent()
        if isinstance(box, QComboBox) and box.currentIndex() == index.row():
            painting.icon(painter, "check", rect.right() - u(24), rect.center().y() + 1, 16, "accentText")
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        painting.text(painter, rect.adjusted(u(10), 0, -u(30), 0), words)


class ComboBox(Said, QComboBox):
    """A drop-down. `tone` "warn" marks it; the wheel scrolls the page, not the choice."""

    def __init__(self, key: str | None = None, *, size: str = "medium", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.size_name, self.tone = size, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)
        self.setView(QListView(self))
        self.setItemDelegate(RowDelegate(self))
        self.view().setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        popup = self.view().window()
        popup.setWindowFlags(_POPUP)
        popup.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        if key is not None:
            self.say_with(self.setAccessibleName, key)

    def set_options(self, options: Sequence[tuple[str, object]], chosen: object = None) -> None:
        """Fill with (words, value) pairs and choose a value, without emitting."""
        self.blockSignals(True)
        self.clear()
        for words, value in options:
            self.addItem(words, value)
        self.choose(chosen)
        self.blockSignals(False)
        self.update()

    def choose(self, value: object) -> None:
        """Select the option that stands for `value`; the first where none does."""
        values = [self.itemData(row) for row in range(self.count())]
        self.setCurrentIndex(values.index(value) if value in values else 0)

    def value(self) -> object:
        """What the chosen option stands for."""
        return self.currentData()

    def set_tone(self, tone: str) -> None:
        """ "" as usual, "warn" or "bad" for a marked border."""
        self.tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the longest option, within reason."""
        longest = max((painting.text_width(self.itemText(row)) for row in range(self.count())), default=u(80))
        return QSize(min(longest, u(280)) + u(44), u(_HEIGHTS[self.size_name]))

    def minimumSizeHint(self) -> QSize:
        """Narrower is allowed: the words are cut."""
        return QSize(u(72), u(_HEIGHTS[self.size_name]))

    def showPopup(self) -> None:
        """Wide enough for the longest option with its tick."""
        longest = max((painting.text_width(self.itemText(row)) for row in range(self.count())), default=0)
        self.view().setMinimumWidth(max(self.width(), min(longest + u(62), u(420))))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, words, arrows."""
        painter = QPainter(self)
        marked = "focus" if self.hasFocus() else self.tone
        ground = c("surface" if self.isEnabled() else "sunken")
        painting.rounded(painter, self.rect(), 8, ground, c(marked or "ctl"), 2.0 if marked else 1.0)
        ink = "fg" if self.isEnabled() else "disabled"
        words = self.currentText() or self.placeholderText()
        painting.text(painter, self.rect().adjusted(u(11), 0, -u(30), 0), words, "body", ink)
        painting.icon(painter, "chevrons-up-down", self.width() - u(25), self.height() // 2, 16, "fg2")
        painter.end()


_POPUP = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint


class CheckBox(Said, QCheckBox):
    """A tick box with its words."""

    def __init__(self, key: str | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if key is not None:
            self.say_with(self.setText, key)

    def sizeHint(self) -> QSize:
        """Box and words; 28 pixels high, a fair target."""
        return QSize(u(28) + painting.text_width(self.text()), u(28))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        """The words belong to the target."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, tick, words."""
        painter, side = QPainter(self), u(18)
        box = QRect(u(1), (self.height() - side) // 2, side, side)
        if self.isChecked():
            painting.rounded(painter, box, 5, c("accent"))
            painting.icon(painter, "check", box.left() + (side - u(14)) // 2, box.center().y() + 1, 14, "onAccent")
        else:
            painting.rounded(painter, box, 5, c("hover" if self.underMouse() else "surface"), c("ctl"), 1.5)
        if self.hasFocus():
            painting.focus_ring(painter, box.adjusted(-1, -1, 1, 1), 6)
        ink = "fg" if self.isEnabled() else "disabled"
        painting.text(painter, self.rect().adjusted(u(27), 0, 0, 0), self.text(), "body", ink)
        painter.end()


class Switch(CheckBox):
    """An on-off switch that acts at once; named for screen readers, its label stands elsewhere."""

    def __init__(self, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.say_with(self.setAccessibleName, key)

    def sizeHint(self) -> QSize:
        """The track."""
        return QSize(u(42), u(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track and knob."""
        painter, on = QPainter(self), self.isChecked()
        track = QRect(u(2), (self.height() - u(22)) // 2, u(38), u(22))
        painting.rounded(painter, track, u(11), c("accent") if on else c("surface"), c("accent" if on else "ctl"), 1.5)
        side = u(14)
        knob = QRect(
            track.right() - side - u(3) if on else track.left() + u(4), track.center().y() - side // 2 + 1, side, side
        )
        painting.rounded(painter, knob, side / 2, c("onAccent" if on else "ctl"))
        if self.hasFocus():
            painting.focus_ring(painter, track.adjusted(-2, -2, 2, 2), u(13))
        painter.end()


class Segments(QFrame):
    """A few choices side by side; arrows move, `chosen(value)` tells."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[str, object]], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._buttons: list[tuple[_Segment, object]] = []
        for key, value in options:
            button = _Segment(key, parent=self)
            button.clicked.connect(lambda _checked=False, value=value: self._pick(value))
            button.moved.connect(self._move)
            row.addWidget(button)
            self._buttons.append((button, value))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def choose(self, value: object) -> None:
        """Mark a value without emitting."""
        for button, each in self._buttons:
            button.setChecked(each == value)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == value else Qt.FocusPolicy.ClickFocus)

    def value(self) -> object:
        """The value marked, or None."""
        return next((value for button, value in self._buttons if button.isChecked()), None)

    def focus_chosen(self) -> None:
        """Give the keyboard to the segment that is marked."""
        for button, _value in self._buttons:
            if button.isChecked():
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, value: object) -> None:
        self.choose(value)
        self.chosen.emit(value)

    def _move(self, step: int) -> None:
        places = [button for button, _value in self._buttons]
        at = next((row for row, button in enumerate(places) if button.isChecked()), 0)
        button, value = self._buttons[(at + step) % len(self._buttons)]
        self._pick(value)
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The trough."""
        painter = QPainter(self)
        painting.rounded(painter, self.rect(), 9, c("hover"), c("line"))
        painter.end()


class _Segment(Button):
    moved = Signal(int)

    def __init__(self, key: str, *, parent: QWidget) -> None:
        super().__init__(key, kind="plain", size="small", parent=parent)
        self.setCheckable(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk along the segments."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A chosen segment stays chosen."""
        if not self.isChecked():
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen one is raised."""
        painter = QPainter(self)
        if self.isChecked():
            painting.rounded(painter, self.rect(), 7, c("surface"), c("ctl"))
        painting.text(painter, self.rect(), self.text(), "bodyM", "fg" if self.isChecked() else "fg2", painting.CENTRE)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 7)
        painter.end()
