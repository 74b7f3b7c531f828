"""One column of the file: its head and samples, what it feeds, how sure that is. GUI thread only."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import words
from app.importing.mapping import CHECK, MATCHED, UNMAPPED, Column
from ui.pages.importing import goals
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.choices import ComboBox
from ui.widgets.grid import one_line
from ui.widgets.menus import Menu
from ui.widgets.said import Label, plain_tip
from vault.model.fields import Noun

_STATES: Final = {MATCHED: ("circle-check", "ok"), CHECK: ("circle-alert", "warn"), UNMAPPED: ("circle-dashed", "fg2")}


_ROOMY: Final = 600


class MatchRow(QWidget):
    """Emits `fed(index, field, transform)` when a person changes what the column feeds or how it is read."""

    fed = Signal(int, object, object)

    def __init__(self, index: int, head: str, samples: list[str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = index
        self.column, self.noun = Column(head, index), Noun.__new__(Noun)
        self.head, self.field, self.state = _Head(head, samples), ComboBox(), _State()
        self.reading, self.said = Button(kind="link", size="small"), Label("small", colour="fg2")
        self.said.setContentsMargins(u(22), 0, 0, u(4))
        self.field.activated.connect(lambda _row: self.fed.emit(self.index, self.field.value(), None))
        self.reading.clicked.connect(self._offer)
        self._right = QWidget()
        right, under = QVBoxLayout(self._right), QHBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        under.setContentsMargins(u(14), 0, 0, 0)
        under.addWidget(self.reading)
        under.addStretch()
        right.setSpacing(0)
        right.addStretch()
        right.addWidget(self.state)
        right.addWidget(self.said)
        right.addLayout(under)
        right.addStretch()
        line = QHBoxLayout(self)
        line.setContentsMargins(u(16), u(6), u(12), u(6))
        line.setSpacing(u(12))
        line.addWidget(self.head, 1)
        line.addWidget(_Arrow())
        line.addWidget(self.field)
        line.addWidget(self._right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines and air."""
        return QSize(u(560), u(64))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same columns in every row, narrower where there is little room."""
        super().resizeEvent(event)
        self.field.setFixedWidth(field_width(self.width()))
        self._right.setFixedWidth(state_width(self.width()))

    def show_column(self, noun: Noun, column: Column, order: str | None, misfits: int) -> None:
        """What it feeds now; `misfits` values of it do not fit, `order` is the day order found out."""
        self.noun, self.column = noun, column
        self.field.set_options(goals.options(noun, column), column.field)
        state = CHECK if misfits and column.field else column.state
        self.field.set_tone("warn" if state == CHECK else "")
        self.state.show_state(state)
        self.field.setAccessibleName(words.say("importing.column_feeds", column=one_line(column.column)))
        said = words.say("importing.misfits", n=misfits) if misfits and column.field else ""
        said = said or goals.transform_words(noun, column, order)
        can_choose = bool(goals.readings(noun, column))
        self.reading.setText(said or words.say("importing.as_written"))
        self.reading.setVisible(can_choose)
        self.reading.updateGeometry()
        self.said.show_text(said)
        self.said.set_colour("warn" if misfits else "fg2")
        self.said.setVisible(bool(said) and not can_choose)
        self.field.setAccessibleDescription(f"{self.state.text} {said}".strip())

    def _offer(self) -> None:
        menu = Menu(self)
        for label, transform in goals.readings(self.noun, self.column):
            deed = menu.addAction(label)
            deed.triggered.connect(
                lambda _checked=False, transform=transform: self.fed.emit(self.index, self.column.field, transform)
            )
        menu.popup(self.reading.mapToGlobal(self.reading.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and the line below."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c("surface"))
        painting.fill(painter, QRect(u(16), self.height() - 1, self.width() - u(32), 1), c("line"))
        painter.end()


def field_width(whole: int) -> int:
    """How wide the choice of a field is in a row so wide."""
    return u(196 if whole >= u(_ROOMY) else 150)


def state_width(whole: int) -> int:
    """How wide the state beside it is."""
    return u(190 if whole >= u(_ROOMY) else 140)


class _Head(QWidget):
    """The column's head above three of its values."""

    def __init__(self, head: str, samples: list[str]) -> None:
        super().__init__()
        self.name = one_line(head) or words.say("importing.no_name")
        self.samples = "  ·  ".join(one_line(each) for each in samples) or "–"
        self.setAccessibleName(f"{self.name}: {self.samples}")
        self.setToolTip(plain_tip(f"{self.name}\n{self.samples}" if head else self.samples))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(u(120), u(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, middle, left = QPainter(self), self.height() // 2, u(26)
        painting.icon(painter, "columns-3", 0, middle - u(10), 16, "fg2")
        room = QRect(left, middle - u(21), self.width() - left, u(21))
        painting.text(painter, room, self.name, "bodyM", "fg")
        painting.text(painter, room.translated(0, u(21)), self.samples, "small", "fg2")
        painter.end()


class _Arrow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(u(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.icon(painter, "arrow-right", 0, self.height() // 2, 16, "fg2")
        painter.end()


class _State(QWidget):
    """Matched, Please check, Not mapped: an icon and a word in one colour."""

    def __init__(self) -> None:
        super().__init__()
        self.icon, self.ink, self.text = "circle-dashed", "fg2", ""
        self.setFixedHeight(u(24))

    def show_state(self, state: str) -> None:
        """One of the three."""
        self.icon, self.ink = _STATES[state]
        self.text = words.say(f"importing.state_{state}")
        self.setAccessibleName(self.text)
        self.setMinimumWidth(u(24) + painting.text_width(self.text, "smallM"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        after = painting.icon(painter, self.icon, 0, self.height() // 2, 16, self.ink)
        painting.text(painter, self.rect().adjusted(after + u(6), 0, 0, 0), self.text, "smallM", self.ink)
        painter.end()
