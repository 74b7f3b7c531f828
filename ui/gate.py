"""The closed door: the unlock or the create card on a quiet ground. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.page import Shell
from ui.pages.creating.page import CreatePage
from ui.pages.unlock import UnlockPage
from ui.rescue.card import RescueCard
from ui.theme import c
from ui.widgets.backdrop import Backdrop
from ui.widgets.buttons import IconButton
from ui.widgets.said import Label


class Gate(Backdrop):
    """Shows one of three cards; it never knows anything of what lies behind."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unlock, self.creation, self.rescue = UnlockPage(shell), CreatePage(shell), RescueCard(shell)
        self.language = IconButton("languages", "ui.language_switch")
        self.theme = IconButton("sun-moon", "ui.do_switch_theme")
        self.language.clicked.connect(lambda: shell.trigger("switch_language"))
        self.theme.clicked.connect(lambda: shell.trigger("switch_theme"))
        self._cards = QWidget()
        self._stack = QVBoxLayout(self._cards)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addStretch()
        for card in self._all():
            self._stack.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stack.addStretch()
        self._lay_out()
        self.unlock.damaged.connect(self._show_damage)
        self.unlock.restore.clicked.connect(self._show_restore)
        self.rescue.chosen.connect(self.show_vault)
        self.rescue.left.connect(self.show_unlock)
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

    def _all(self) -> tuple[QWidget, ...]:
        return self.unlock, self.creation, self.rescue

    def _show(self, shown: QWidget) -> None:
        for card in self._all():
            card.setVisible(card is shown)

    def show_unlock(self) -> None:
        """The card that opens a vault; what stands in its place when the vault opened last is damaged."""
        self._show(self.unlock)
        self.unlock.activate()
        self._focus()

    def show_vault(self, path: Path) -> None:
        """The card for another vault."""
        self._show(self.unlock)
        self.unlock.show_vault(path)
        self._focus()

    def _show_damage(self, path: Path, error: BaseException) -> None:
        self._show(self.rescue)
        self.rescue.show_damage(path, error)
        self._focus()

    def _show_restore(self) -> None:
        self._show(self.rescue)
        self.rescue.show_restore()

    def _focus(self) -> None:
        if not self.unlock.isHidden():
            self.unlock.focus_first()
        elif not self.rescue.isHidden():
            self.rescue.focus_first()

    def retranslate(self) -> None:
        """The language changed: the card of a damaged vault composes its sentences."""
        self.rescue.retranslate()

    def show_create(self) -> None:
        """The card that makes a vault."""
        self._show(self.creation)
        self.creation.activate()
        self.creation.focus_first()
