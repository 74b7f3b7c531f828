"""The closed door: the unlock or the create card on a quiet ground. GUI thread only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
        for card in (self.unlock, self.creation):
            self._stack.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
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
        column.addStretch(1)
        column.addWidget(self._cards)
        column.addStretch(1)
        column.addLayout(self._foot())

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
