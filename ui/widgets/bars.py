"""The bar at the foot of a page that leads step by step: a way back, a sentence, what comes next. GUI thread only."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.said import Label

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def led(page: QWidget, event: QKeyEvent, on: Callable[[], object], back: Callable[[], object]) -> bool:
    """Enter leads on and Esc back, unless what has the keyboard makes sense of them; whether the key was used.

    Enter presses a focused button, as its ring promises; a list and a text field make their own use of it.
    """
    focus = page.focusWidget()
    if event.key() == Qt.Key.Key_Escape:
        back()
    elif event.key() not in _ENTER or isinstance(focus, QAbstractItemView | QLineEdit):
        return False
    elif isinstance(focus, QAbstractButton):
        focus.click()
    else:
        on()
    return True


class FootBar(QWidget):
    """`lead` puts a control at the left, `add` one at the right (the primary one last), `say` a sentence between."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon_name, self.tone = "", "fg2"
        self.sentence = Label("body", colour="fg2", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(u(16), u(10), u(20), u(10))
        self._row.setSpacing(10)
        self._row.addSpacing(u(8))
        self._row.addWidget(self.sentence, 1)
        self._lead = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def lead(self, widget: QWidget) -> None:
        """A control before the sentence."""
        self._row.insertWidget(self._lead, widget)
        self._lead += 1

    def add(self, widget: QWidget) -> None:
        """A control after the sentence."""
        self._row.addWidget(widget)

    def say(self, sentence: str, tone: str = "fg2", icon: str = "") -> None:
        """What holds now; `icon` stands before it in the same colour."""
        self.icon_name, self.tone = icon, tone
        self.sentence.set_colour(tone if tone in ("warn", "bad") else "fg2")
        self.sentence.setContentsMargins(u(24) if icon else 0, 0, 0, 0)
        self.sentence.show_text(sentence)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface, line above, icon."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c("surface"))
        painting.fill(painter, self.rect().adjusted(0, 0, 0, 1 - self.height()), c("line"))
        if self.icon_name:
            painting.icon(painter, self.icon_name, self.sentence.x(), self.height() // 2, 16, self.tone)
        painter.end()


class AskBand(QWidget):
    """A tinted band above the foot in which one thing is asked: its name, then the field."""

    def __init__(self, key: str, field: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(u(24), u(8), u(20), u(8))
        row.setSpacing(u(12))
        row.addWidget(Label("bodyM", key, colour="warn"))
        row.addWidget(field, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint of a warning."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c("warnSoft"))
        painter.end()
