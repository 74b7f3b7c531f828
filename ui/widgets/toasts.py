"""The sentence that rises at the foot of the window, with its way back. GUI thread only."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app import words
from ui import fonts
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button

STAYS_MS: Final = 8000
_BLUR: Final = 14


def announce(widget: QWidget, sentence: str) -> None:
    """Say a sentence to screen readers without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


class Toast(QFrame):
    """One sentence for eight seconds, longer under pointer or focus. It lies over its parent's foot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tone = "ok"
        self.words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.action = _ToastButton()
        self.action.clicked.connect(self._act)
        self._then: Callable[[], object] | None = None
        self._over = parent
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(_BLUR + u(40), _BLUR + 8, _BLUR + 10, _BLUR + 8)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self.hide)
        self._dress()
        self.hide()
        parent.installEventFilter(self)

    def show_words(self, sentence: str, *, tone: str = "ok", action_key: str | None = None,
                   then: Callable[[], object] | None = None, stays_ms: int = STAYS_MS) -> None:  # fmt: skip
        """Show and announce a sentence; `action_key` and `then` offer a way back, such as Undo."""
        self._clock.setInterval(stays_ms)
        self.tone, self._then = tone, then
        self.words.setText(sentence)
        self.action.setVisible(action_key is not None)
        if action_key is not None:
            self.action.setText(words.say(action_key))
        self._place()
        self.show()
        self.raise_()
        self._clock.start()
        announce(self, sentence)

    def forget(self) -> None:
        """Hide at once, without a trace of what it said."""
        self._clock.stop()
        self._then = None
        self.words.clear()
        self.hide()

    def _act(self) -> None:
        self.hide()
        if self._then is not None:
            self._then()

    def _place(self) -> None:
        parent = self._over
        wide = min(parent.width() - u(32), u(560) + 2 * _BLUR)
        words_room = wide - 2 * _BLUR - u(60) - (self.action.sizeHint().width() if not self.action.isHidden() else 0)
        natural = painting.text_width(self.words.text(), "bodyM") + 8
        wide -= max(0, words_room - natural)
        high = self._row.totalHeightForWidth(wide)
        self.setGeometry((parent.width() - wide) // 2, parent.height() - high - u(10), wide, high)

    def _dress(self) -> None:
        self.words.setFont(fonts.font("bodyM"))
        palette = self.words.palette()
        palette.setColor(self.words.foregroundRole(), c("tipFg"))
        self.words.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_clock"):
            self._dress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer rests on it."""
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on."""
        self._clock.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shadow, ground, icon."""
        painter = QPainter(self)
        inner = self.rect().adjusted(_BLUR, _BLUR, -_BLUR, -_BLUR)
        painting.shadow(painter, inner, 10, _BLUR)
        painting.rounded(painter, inner, 10, c("tip"))
        name = "circle-check" if self.tone == "ok" else "circle-alert"
        painting.icon(painter, name, inner.left() + u(14), inner.center().y() + 1, 18, "tipFg")
        painter.end()


class _ToastButton(Button):
    """The way back, on the toast's dark ground."""

    def __init__(self) -> None:
        super().__init__(kind="link", size="small")

    def sizeHint(self) -> QSize:
        return QSize(painting.text_width(self.text(), "bodyM") + u(20), u(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = c("tipFg")
        edge = ink if self.hasFocus() or self.underMouse() else c("ctl")
        painting.rounded(painter, self.rect(), 7, None, edge, 2.0 if self.hasFocus() else 1.0)
        painting.text(painter, self.rect(), self.text(), "bodyM", ink, painting.CENTRE)
        painter.end()


class Tip(QWidget):
    """A line with an icon, such as "Caps Lock is on"; hidden until told."""

    def __init__(self, icon: str, tone: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon, self.tone, self.sentence = icon, tone, ""
        self.setFixedHeight(u(22))

    def show_words(self, sentence: str) -> None:
        """Show a sentence; an empty one hides the line."""
        self.sentence = sentence
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon and words."""
        painter, at = QPainter(self), QPoint(1, self.height() // 2)
        x = painting.icon(painter, self.icon, at.x(), at.y(), 14, self.tone) + u(6)
        painting.text(painter, self.rect().adjusted(x, 0, 0, 0), self.sentence, "small", self.tone)
        painter.end()
