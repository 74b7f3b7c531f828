"""A row of the file as the record it becomes, with steps to the row before and after. GUI thread only."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app import words
from ui import appearance
from ui.pages.importing.becoming import Becoming, Line
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import IconButton
from ui.widgets.cards import Card
from ui.widgets.grid import one_line
from ui.widgets.said import Label

_LABEL: Final = 92
_WRAP: Final = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class RowCard(QWidget):
    """Emits `stepped(by)`; `show_row` shows one row."""

    stepped = Signal(int)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("h2")
        self.back = IconButton("chevron-left", "importing.row_before", size="small")
        self.on = IconButton("chevron-right", "importing.row_after", size="small")
        self.face = _Face()
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        head.addWidget(self.on)
        card = Card(margins=0, spacing=0, radius=10)
        card.body.setContentsMargins(1, u(6), 1, u(6))
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.face)
        area.setMinimumHeight(u(150))
        card.body.addWidget(area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(8))
        column.addLayout(head)
        column.addWidget(card, 1)

    def show_row(self, becoming: Becoming, *, first: bool, last: bool) -> None:
        """The card of one row."""
        number = appearance.locale().toString(becoming.number)
        self.title.show_text(words.say("importing.row_becomes", row=number))
        self.back.setEnabled(not first)
        self.on.setEnabled(not last)
        self.face.show_row(becoming)


class _Face(QWidget):
    """Painted: avatar, name, fields. Its accessible name reads the whole card."""

    def __init__(self) -> None:
        super().__init__()
        self.becoming = Becoming(0, "", "", ())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_row(self, becoming: Becoming) -> None:
        self.becoming = becoming
        spoken = [becoming.title, becoming.subtitle, becoming.problem]
        spoken += [f"{line.label}: {line.text} {line.note}".strip() for line in becoming.lines]
        self.setAccessibleName("; ".join(part for part in spoken if part))
        self.updateGeometry()
        self.setMinimumHeight(self._height())
        self.update()

    def _height(self) -> int:
        noted = sum(1 for line in self.becoming.lines if line.note)
        return u(78) + len(self.becoming.lines) * u(34) + noted * u(18) + (u(52) if self.becoming.problem else 0)

    def sizeHint(self) -> QSize:
        return QSize(u(280), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shown = QPainter(self), self.becoming
        painting.fill(painter, self.rect(), c("surface"))
        left, side = u(15), u(42)
        painting.avatar(painter, QRect(left, u(12), side, side), shown.title or "?", shown.title, square=shown.square)
        room = QRect(left + side + u(12), u(10), self.width() - left - side - u(24), u(24))
        painting.text(painter, room, one_line(shown.title) or "–", "h2")
        painting.text(painter, room.translated(0, u(23)), one_line(shown.subtitle), "small", "fg2")
        y = u(66)
        if shown.problem:
            y = self._problem(painter, y)
        self._lines(painter, y, shown.lines)
        painter.end()

    def _problem(self, painter: QPainter, y: int) -> int:
        rect = QRect(u(12), y, self.width() - u(24), u(44))
        painting.rounded(painter, rect, 8, c("badSoft"))
        painting.icon(painter, "circle-x", rect.left() + u(10), rect.center().y(), 16, "bad")
        painting.text(painter, rect.adjusted(u(34), 0, -u(8), 0), self.becoming.problem, "small", "bad")
        return y + u(52)

    def _lines(self, painter: QPainter, y: int, lines: Sequence[Line]) -> None:
        for line in lines:
            middle = y + u(17)
            painting.icon(painter, line.icon, u(15), middle, 16, "fg2")
            painting.text(painter, QRect(u(41), y, u(_LABEL), u(34)), line.label, "body", "fg2")
            x = u(41 + _LABEL + 8)
            room = QRect(x, y, self.width() - x - u(12), u(34))
            if line.hue:
                painting.pill(painter, x, middle, line.text, line.hue, room.width())
            else:
                painting.text(painter, room, one_line(line.text), "body", line.tone)
            y += u(34)
            if line.note:
                below = QRect(x, y - u(9), room.width(), u(20))
                painting.text(painter, below, line.note, "small", "bad" if line.tone == "bad" else "fg2")
                y += u(18)
