"""A quiet line above every page: an icon, a sentence, what to do about it. GUI thread only."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.said import Label


class Band(QWidget):
    """Hidden until there is something to say; `tone` is warn or bad."""

    def __init__(self, icon: str, tone: str, buttons: tuple[Button, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.sentence = Label("body", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(u(52), u(7), u(16), u(7))
        row.setSpacing(u(10))
        row.addWidget(self.sentence, 1)
        for button in buttons:
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint, an icon, a line below."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c(f"{self._tone}Soft"))
        painting.fill(painter, self.rect().adjusted(0, self.height() - 1, 0, 0), c("line"))
        painting.icon(painter, self._icon, u(24), self.height() // 2, 16, self._tone)
        painter.end()
