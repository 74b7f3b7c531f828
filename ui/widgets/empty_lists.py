"""Where a list has no rows: an empty vault with its doors, a filter that nothing matches. GUI thread only."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import actions
from ui.theme import c, u
from ui.theme import hue as hue_of
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.said import Label


class CardFan(QWidget):
    """Three record cards, one in front: what will be here."""

    _CARDS = ((-84, 20, -7.0, "red"), (84, 20, 7.0, "green"), (0, 0, 0.0, "violet"))

    def __init__(self, *, square: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.square = square
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the fan and its shadow."""
        return QSize(u(380), u(170))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards from the back to the front."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for x, y, turn, hue in self._CARDS:
            painter.save()
            painter.translate(self.width() / 2 + u(x), u(84) + u(y) / 2)
            painter.rotate(turn)
            self._card(painter, hue, "surface" if turn == 0.0 else "sunken")
            painter.restore()
        painter.end()

    def _card(self, painter: QPainter, hue: str, ground: str) -> None:
        rect = QRect(-u(90), -u(52), u(180), u(104))
        painting.shadow(painter, rect, 12, 16)
        painting.rounded(painter, rect, 12, c(ground), c("line"))
        disc = QRect(rect.x() + u(16), rect.y() + u(16), u(32), u(32))
        painting.rounded(painter, disc, u(7) if self.square else u(16), hue_of(hue).soft)
        for x, y, wide, shade in (
            (58, 20, 104, "press"),
            (58, 36, 60, "hover"),
            (16, 66, 146, "hover"),
            (16, 82, 104, "hover"),
        ):
            painting.rounded(painter, QRect(rect.x() + u(x), rect.y() + u(y), u(wide), u(8)), 4, c(shade))


class EmptyVault(QWidget):
    """Nothing of this noun yet. `wanted(door)`: "import", "new" or "samples"."""

    wanted = Signal(str)

    def __init__(self, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("letters", True)
        texts = [Label("h1", f"pages.empty_{noun}"), Label("body", f"pages.empty_{noun}_hint", colour="fg2")]
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(CardFan(square=noun != "contact"), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in texts:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(self._doors(noun))
        drop = Label("small", "pages.drop_here", colour="fg2")
        drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(4)
        column.addWidget(drop)
        column.addStretch(3)

    def _doors(self, noun: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        cap = actions.BY_ID["new"].letter
        self.first = Button("pages.import_sheet", kind="primary", icon="upload", size="large")
        doors = {"import": self.first, "new": Button(f"pages.add_{noun}", icon="plus", cap=cap, size="large")}
        if noun == "contact":
            doors["samples"] = Button("pages.try_samples", kind="plain", icon="flask-conical", size="large")
        for door, button in doors.items():
            button.clicked.connect(lambda _checked=False, door=door: self.wanted.emit(door))
            row.addWidget(button)
        row.addStretch()
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first door has the keyboard."""
        self.first.setFocus(Qt.FocusReason.TabFocusReason)


class EmptyFilter(QWidget):
    """Nothing matches what was typed: says so and offers the way out."""

    cleared = Signal()

    def __init__(self, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.noun = noun
        card = Card(margins=20, spacing=6)
        self.heading = Label("bodyM", wrap=True)
        self.way_out = Button("pages.clear_filter", kind="link", size="small")
        self.way_out.clicked.connect(self.cleared.emit)
        card.body.addWidget(self.heading)
        card.body.addWidget(Label("body", "pages.nothing_lost", colour="fg2", wrap=True))
        card.body.addWidget(self.way_out, 0, Qt.AlignmentFlag.AlignLeft)
        card.setMaximumWidth(u(560))
        row = QHBoxLayout()
        row.setContentsMargins(u(24), 12, u(24), 0)
        row.addWidget(card, 1)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addStretch()

    def show_words(self, typed: str) -> None:
        """Name the filter."""
        self.heading.say_key(f"pages.no_{self.noun}_matches", typed=typed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The way out has the keyboard."""
        self.way_out.setFocus(Qt.FocusReason.TabFocusReason)
