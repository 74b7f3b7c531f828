"""The vault's name on the unlock card, which is a menu of the vaults this machine knows. GUI thread only."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app import words
from app.known_vaults import Known
from ui import icons
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.menus import Menu
from ui.widgets.said import Said

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class VaultName(Said, QPushButton):
    """Says which vault is to be opened; a click, Enter or the arrow down opens the menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say_with(self.setToolTip, "ui.choose_vault")

    def say_name(self, name: str) -> None:
        """Name the vault."""
        self.say_with(self.setText, "ui.vault_called", name=name.replace("&", "&&"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The words and the arrow, within the card."""
        return QSize(min(painting.text_width(self._shown()) + u(44), u(336)), u(30))

    def _shown(self) -> str:
        return self.text().replace("&&", "&")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, arrow, ring."""
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painting.rounded(painter, self.rect(), 8, c("press" if self.isDown() else "hover"))
        room = QRect(u(12), 0, self.width() - u(40), self.height())
        painting.text(painter, room, self._shown(), "body", "fg2")
        painting.icon(painter, "chevron-down", self.width() - u(26), self.height() // 2, 16)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 8)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that open a menu anywhere."""
        if event.key() in _KEYS:
            self.click()
        else:
            super().keyPressEvent(event)


class VaultMenu(Menu):
    """Known vaults, the one in front ticked; missing ones greyed, each with a way off the list; then the two doors.

    `trigger` does an action of the window by its name.
    """

    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(
        self, vaults: Sequence[Known], current: Path | None, trigger: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in vaults:
            self._offer(each, each.path == current)
        self.addSeparator()
        for missing in (each for each in vaults if not each.there):
            act = self.addAction(icons.icon("x"), words.say("ui.forget_vault", name=_plain(missing.words)))
            act.triggered.connect(lambda _checked=False, path=missing.path: self.forgotten.emit(path))
        for action, icon in (("open_vault", "folder-open"), ("create_vault", "key-round")):
            made = self.addAction(icons.icon(icon), words.say(f"ui.do_{action}"))
            made.triggered.connect(lambda _checked=False, action=action: trigger(action))

    def _offer(self, vault: Known, current: bool) -> None:
        if not vault.there:
            self.addAction(words.say("ui.missing_vault", name=_plain(vault.words))).setEnabled(False)
            return
        act = self.addAction(_plain(vault.words))
        if current:
            act.setIcon(icons.icon("check"))
        act.triggered.connect(lambda _checked=False: self.chosen.emit(vault.path))


def _plain(name: str) -> str:
    return name.replace("&", "&&")  # one alone would underline the letter after it
