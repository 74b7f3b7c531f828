"""Ctrl+/: every key that really works, read from the table of actions. GUI thread only."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app import words
from ui.actions import ACTIONS, MENUS, Act, every_key
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import IconButton
from ui.widgets.forms import Scroller
from ui.widgets.said import Label


class ShortcutSheet(QDialog):
    """A sheet over the window; Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.say("ui.shortcuts"))
        self.resize(u(760), u(600))
        head = QHBoxLayout()
        head.addWidget(Label("h1", "ui.shortcuts"))
        head.addStretch()
        shut = IconButton("x", "ui.close")
        shut.clicked.connect(self.close)
        head.addWidget(shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.addLayout(head)
        column.addWidget(Label("small", "ui.letters_hint", colour="fg2", wrap=True))
        column.addWidget(self._table(), 1)

    def _table(self) -> QScrollArea:
        sheet = QWidget()
        columns = QGridLayout(sheet)
        columns.setHorizontalSpacing(40)
        columns.setColumnStretch(0, 1)
        columns.setColumnStretch(1, 1)
        for place, menu in enumerate(MENUS):
            block = QVBoxLayout()
            block.setSpacing(2)
            heading = Label("h2")
            heading.show_text(words.say(f"ui.menu_{menu}").split("(")[0].replace("&", ""))
            block.addWidget(heading)
            for act in ACTIONS:
                if act.menu == menu and every_key(act.id):
                    block.addWidget(_Line(act))
            block.addStretch()
            columns.addLayout(block, place // 2, place % 2)
        area = Scroller(wide=900)
        area.column.addWidget(sheet)
        area.column.addStretch()
        return area

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface colour."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), c("surface"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and the keys that opened it close it."""
        if event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Escape, Qt.Key.Key_Slash):
            self.close()
        else:
            super().keyPressEvent(event)


class _Line(QWidget):
    def __init__(self, act: Act) -> None:
        super().__init__()
        self.sentence, self.keys = words.say(act.words), every_key(act.id)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{self.sentence}: {', '.join(self.keys)}")

    def sizeHint(self) -> QSize:
        return QSize(u(240), u(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, middle = QPainter(self), self.height() // 2
        left = self.width() - 1
        for key in reversed(self.keys):
            left = painting.key_cap(painter, left, middle, key, c("fg2"), c("ctl")) - u(6)
        painting.text(painter, QRect(0, 0, left - u(8), self.height()), self.sentence)
        painter.end()
