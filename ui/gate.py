"""The closed door: the unlock or the create card on a quiet ground. GUI thread only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.page import Shell
from ui.pages.creating.page import CreatePage
from ui.pages.unlock import UnlockPage
from ui.theme import c
from ui.widgets.backdrop import Backdrop
from ui.widgets.buttons import IconButton
from ui.widgets.said import Label


class Gate(Backdrop):
    """Shows one of two cards; it never knows anything of what lies behind."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unlock, self.creation = UnlockPage(shell), CreatePage(shell)
        self.language = IconButton("languages", "ui.language_switch")
        self.theme = IconButton("sun-moon", "ui.do_switch_theme")
        self.language.clicked.connect(lambda: shell.trigger("switch_language"))
        self.theme.clicked.connect(lambda: shell.trigger("switch_theme"))
        self._cards = QWidget()
        self._stack = QVBoxLayout(self._cards)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addStretch()
        for card in (self.unlock, self.creation):
            self._stack.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stack.addStretch()
        self._lay_out()
        self.show_unlock()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addStretch()
        top.addWidget(self.language)
        top.addWidget(self.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 20)
        column.addLayout(top)
        column.addWidget(self._scroller(), 1)
        column.addLayout(self._foot())

    def _scroller(self) -> QScrollArea:
        """Small windows and large text: the card scrolls, and the ground shines through around it."""
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._cards)
        for part in (area.viewport(), self._cards):
            part.setAutoFillBackground(False)
        return area

    def _foot(self) -> QHBoxLayout:
        self._shield = Label()
        self._shield.setPixmap(pixmap("shield-check", 16, c("ok")))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(self._shield)
        foot.addWidget(Label("small", "ui.nothing_leaves", colour="fg2"))
        foot.addStretch()
        return foot

    def show_unlock(self) -> None:
        """The card that opens a vault."""
        self.creation.hide()
        self.unlock.show()
        self.unlock.activate()
        self.unlock.focus_first()

    def show_create(self) -> None:
        """The card that makes a vault."""
        self.unlock.hide()
        self.creation.show()
        self.creation.activate()
        self.creation.focus_first()
