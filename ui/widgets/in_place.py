"""Editing where a value stands: a line that commits on Enter, Tab and blur, a menu to pick from. GUI thread only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from ui.theme import hue
from ui.widgets.inputs import LineEdit, TextArea, repolish
from ui.widgets.menus import Menu

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class InPlaceEdit(LineEdit):
    """Emits `committed(text)` once for each text handed over, `dismissed` on Esc or when nothing was changed.

    After a refusal (`refuse`) it stays open with what was typed; the next key clears the mark.
    """

    committed = Signal(str)
    dismissed = Signal()
    tabbed = Signal(int)

    def __init__(self, text: str, name: str, parent: QWidget) -> None:
        super().__init__(size="small", parent=parent)
        self.before, self._over = text, False
        self._sent: str | None = None
        self.setAccessibleName(name)
        self.setText(text)
        self.textEdited.connect(lambda _text: self.set_tone(""))

    def refuse(self) -> None:
        """What was handed over cannot be taken: keep it, mark it."""
        self._sent = None
        self.set_tone("bad")

    def finish(self) -> None:
        """It was taken: whatever happens to the focus now commits nothing more."""
        self._over = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter hands over, Esc restores."""
        if event.key() in _ENTER:
            self._hand_over()
        elif event.key() == Qt.Key.Key_Escape:
            self._over = True
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab hands over and goes on."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TABS:
            self._hand_over()
            self.tabbed.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving hands over; a menu of its own or another window does not count."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._hand_over()

    def _hand_over(self) -> None:
        if self._over or self._sent == self.text():
            return
        if self.text() == self.before and self._sent is None and self.property("tone") != "bad":
            self._over = True
            self.dismissed.emit()
            return
        if self.property("tone") != "bad":
            self._sent = self.text()
            self.committed.emit(self.text())


class InPlaceArea(TextArea):
    """As `InPlaceEdit`, for text of several lines: Enter adds a line, Ctrl+Enter and leaving hand over."""

    committed = Signal(str)
    dismissed = Signal()
    tabbed = Signal(int)

    def __init__(self, text: str, name: str, parent: QWidget) -> None:
        super().__init__("pages.edit_field", rows=4, parent=parent)
        self.before, self._over = text, False
        self.setAccessibleName(name)
        self.setPlainText(text)
        self.submitted.connect(self._hand_over)

    def refuse(self) -> None:
        """What was handed over cannot be taken: keep it, mark it."""
        self.setProperty("tone", "bad")
        repolish(self)

    def finish(self) -> None:
        """It was taken."""
        self._over = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc restores."""
        if event.key() == Qt.Key.Key_Escape:
            self._over = True
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving hands over."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._hand_over()

    def _hand_over(self) -> None:
        if self._over:
            return
        text = self.toPlainText()
        if text == self.before:
            self._over = True
            self.dismissed.emit()
        else:
            self.before = text
            self.committed.emit(text)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to pick: its key, its words, its tag colour."""

    key: str
    words: str
    hue: str = "slate"


def pick(parent: QWidget, at: QPoint, options: Sequence[Option], chosen: str, then: Callable[[str], object]) -> Menu:
    """A menu of `options` at a place on the screen; `then(key)` follows a choice. Arrows and letters work in it."""
    menu = Menu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for option in options:
        action = menu.addAction(_dot(option.hue), option.words)
        action.setEnabled(option.key != chosen)
        action.triggered.connect(lambda _checked=False, key=option.key: then(key))
    usable = [action for action in menu.actions() if action.isEnabled()]
    if usable:
        menu.setActiveAction(usable[0])
    menu.popup(at)
    return menu


def _dot(name: str) -> QIcon:
    drawn = QPixmap(32, 32)
    drawn.setDevicePixelRatio(2.0)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(hue(name).dot)
    painter.drawEllipse(QPointF(8, 8), 4, 4)
    painter.end()
    return QIcon(drawn)
