"""Rows of a settings page: words at the left, the control at the right. GUI thread only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import c, theme
from ui.widgets import views
from ui.widgets.cards import Card
from ui.widgets.said import Label


class Row(QWidget):
    """A setting: its name, a quieter sentence below, its control."""

    def __init__(self, key: str, control: QWidget, hint: str | None = None) -> None:
        super().__init__()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Label("bodyM", key))
        if hint is not None:
            texts.addWidget(Label("small", hint, colour="fg2", wrap=True))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(24)
        line.addLayout(texts, 1)
        line.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Section(Card):
    """A card of rows under a heading."""

    def __init__(self, heading: str) -> None:
        super().__init__(margins=20, spacing=10)
        self.body.addWidget(Label("h2", heading))

    def add(self, *rows: QWidget) -> None:
        """More rows, in order."""
        for row in rows:
            self.body.addWidget(row)


class Scroller(QScrollArea):
    """A column of sections, 760 wide at most, on the surface colour."""

    def __init__(self, *, wide: int = 760) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = _Sheet()
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        middle = QWidget()
        middle.setMaximumWidth(wide)
        middle.setLayout(self.column)
        line = QHBoxLayout(self._sheet)
        line.setContentsMargins(24, 8, 24, 24)
        line.addWidget(middle, 1)
        line.addStretch(0)
        self.setWidget(self._sheet)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        views.dress(self)


class _Sheet(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), c("surface"))
        painter.end()
