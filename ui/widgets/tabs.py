"""Painted tabs with icon and count, steps of a wizard, and filter chips. GUI thread only."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app import words
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.said import Said


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: `key` names it, `words` its sentence, `icon` may be empty."""

    key: str
    words: str
    icon: str = ""


class Tabs(QWidget):
    """A row of tabs with a line below; arrows move along it, `chosen(key)` tells."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[Tab], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(18))
        self.buttons = {tab.key: _TabButton(tab, self) for tab in tabs}
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, key=key: self._pick(key))
            button.moved.connect(self._move)
            row.addWidget(button)
        row.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if tabs:
            self.choose(tabs[0].key)

    def choose(self, key: str) -> None:
        """Mark a tab without emitting."""
        for each, button in self.buttons.items():
            button.setChecked(each == key)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == key else Qt.FocusPolicy.ClickFocus)

    def current(self) -> str:
        """The key of the tab marked."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def set_count(self, key: str, count: int | None) -> None:
        """A number behind a tab's words; None shows none."""
        self.buttons[key].set_count(count)

    def step(self, by: int) -> None:
        """Choose the tab `by` places further, around the end."""
        keys = list(self.buttons)
        self._pick(keys[(keys.index(self.current()) + by) % len(keys)])

    def _pick(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _move(self, by: int) -> None:
        self.step(by)
        self.buttons[self.current()].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line the tabs stand on."""
        painter = QPainter(self)
        painting.fill(painter, QRect(0, self.height() - 1, self.width(), 1), c("line"))
        painter.end()


class _TabButton(Said, QAbstractButton):
    moved = Signal(int)

    def __init__(self, tab: Tab, parent: QWidget) -> None:
        super().__init__(parent)
        self.tab = tab
        self.count: int | None = None
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say_with(self.setText, tab.words)

    def set_count(self, count: int | None) -> None:
        self.count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = painting.text_width(self.text(), "bodyM") + u(8)
        width += u(22) if self.tab.icon else 0
        width += painting.text_width(f"{self.count:,}", "small") + u(8) if self.count is not None else 0
        return QSize(width, u(36))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        ink = "fg" if on or self.underMouse() else "fg2"
        x, middle = u(4), (self.height() - 2) // 2
        if self.tab.icon:
            x = painting.icon(painter, self.tab.icon, x, middle, 16, ink) + u(6)
        wide = painting.text_width(self.text(), "bodyM")
        painting.text(painter, QRect(x, 0, wide + 1, self.height() - 2), self.text(), "bodyM", ink)
        if self.count is not None:
            room = QRect(x + wide + u(8), 0, self.width(), self.height() - 2)
            painting.text(painter, room, f"{self.count:,}", "small", "fg2", tabular=True)
        if on:
            painting.fill(painter, QRect(0, self.height() - 2, self.width(), 2), c("accent"))
        if self.hasFocus():
            painting.focus_ring(painter, self.rect().adjusted(0, 2, 0, -4), 6)
        painter.end()


class Steps(Said, QWidget):
    """The steps of a wizard: done ones ticked, the current one filled. `keys` are sentences."""

    def __init__(self, keys: Sequence[str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys, self.at = tuple(keys), 0
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.go(0)

    def go(self, at: int) -> None:
        """Show step `at` (from 0) as the current one."""
        self.at = at
        self.say_with(self.setAccessibleName, self.keys[min(at, len(self.keys) - 1)])
        self.update()

    def sizeHint(self) -> QSize:
        """All steps in one line."""
        texts = sum(painting.text_width(words.say(key), "smallM") for key in self.keys)
        return QSize(texts + len(self.keys) * u(32) + (len(self.keys) - 1) * u(56), u(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Discs, words, lines between."""
        painter, x, middle = QPainter(self), 0, self.height() // 2
        for number, key in enumerate(self.keys):
            if number:
                painting.fill(painter, QRect(x + u(14), middle, u(28), 1), c("line"))
                x += u(56)
            x = self._step(painter, x, middle, number, words.say(key))
        painter.end()

    def _step(self, painter: QPainter, x: int, middle: int, number: int, sentence: str) -> int:
        side = u(22)
        disc = QRect(x, middle - side // 2, side, side)
        done, now = number < self.at, number == self.at
        painting.rounded(painter, disc, side / 2, c("accentSoft2" if done else "accent" if now else "press"))
        if done:
            painting.icon(painter, "check", x + u(4), middle, 14, "accentText")
        else:
            painting.text(painter, disc, str(number + 1), "smallM", "onAccent" if now else "fg2", painting.CENTRE)
        width = painting.text_width(sentence, "smallM")
        room = QRect(x + side + u(8), 0, width + 2, self.height())
        painting.text(painter, room, sentence, "smallM", "fg" if now else "fg2")
        return room.right()


class Chip(QAbstractButton):
    """A filter that reads as part of a sentence: "Stage is any of Lead"; `removed` at its cross or Delete."""

    removed = Signal()

    def __init__(
        self, subject: str, verb: str, value: str, *, icon: str = "list-filter", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.parts, self.icon_name = (subject, verb, value), icon
        self.setText(" ".join(self.parts))
        self.setAccessibleName(self.text())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        """Icon, words, cross."""
        return QSize(sum(painting.text_width(part, "smallM") + u(5) for part in self.parts) + u(62), u(28))

    def _clicked(self) -> None:
        if self.mapFromGlobal(self.cursor().pos()).x() > self.width() - u(28):
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace remove it."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Edge, icon, three strengths of words, cross."""
        painter, middle = QPainter(self), self.height() // 2
        painting.rounded(painter, self.rect(), 8, c("hover" if self.underMouse() else "surface"), c("ctl"))
        x = painting.icon(painter, self.icon_name, u(8), middle, 14) + u(7)
        for part, role, ink in zip(self.parts, ("smallM", "small", "smallM"), ("fg", "fg2", "accentText"), strict=True):
            width = painting.text_width(part, role)
            painting.text(painter, QRect(x, 0, width + 2, self.height()), part, role, ink)
            x += width + u(5)
        painting.icon(painter, "x", self.width() - u(22), middle, 14)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 8)
        painter.end()
