"""The head of the sidebar: which vault is open and who has it, and the box that starts a search. GUI thread only."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.backdrop import mark
from ui.widgets.said import Said


class VaultBadge(QAbstractButton):
    """The vault's name and the user's; a click opens a menu of what concerns the vault."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vault, self.user, self.narrow = "", "", False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_vault(self, vault: str, user: str) -> None:
        """Name both."""
        self.vault, self.user = vault, user
        self.setAccessibleName(f"{vault}, {user}")
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text beside the mark."""
        return QSize(u(36), u(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark, two lines, arrows."""
        painter, middle, side = QPainter(self), self.height() // 2, u(28)
        if self.underMouse():
            painting.rounded(painter, self.rect(), 8, c("hover"))
        left = (self.width() - side) // 2 if self.narrow else u(5)
        painter.drawPixmap(left, middle - side // 2, mark(side, self.devicePixelRatioF()))
        if not self.narrow:
            x, room = left + side + u(10), self.width() - left - side - u(36)
            painting.text(painter, QRect(x, middle - u(18), room, u(18)), self.vault, "bodyM")
            painting.text(painter, QRect(x, middle, room, u(17)), self.user, "small", "fg2")
            painting.icon(painter, "chevrons-up-down", self.width() - u(22), middle, 16)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 8)
        painter.end()


class FindBox(Said, QAbstractButton):
    """Looks like a field, starts the search: the real field is on its page."""

    def __init__(self, key: str, cap: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cap, self.narrow = cap, False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say_with(self.setText, key)

    def sizeHint(self) -> QSize:
        """Control height."""
        return QSize(u(36), u(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, glass, words, key."""
        painter, middle = QPainter(self), self.height() // 2
        painting.rounded(painter, self.rect(), 8, c("hover" if self.underMouse() else "surface"), c("line"))
        x = painting.icon(painter, "search", (self.width() - u(16)) // 2 if self.narrow else u(10), middle)
        if not self.narrow:
            right = painting.key_cap(painter, self.width() - u(8), middle, self.cap, c("fg2"), c("ctl"))
            room = QRect(x + u(8), 0, right - x - u(14), self.height())
            painting.text(painter, room, self.text(), "body", "fg2")
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 8)
        painter.end()


class FootStatus(Said, QWidget):
    """The foot of the sidebar: calm words about where the data is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = self.second = ""
        self.icon, self.narrow = "hard-drive", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say_keys("ui.offline", "ui.offline_hint")

    def say_keys(self, first: str, second: str, icon: str = "hard-drive", **facts: object) -> None:
        """Two lines, as sentences."""
        self.icon = icon
        self.say_with(self._set_first, first, **facts)
        self.say_with(self._set_second, second, **facts)

    def show_lines(self, first: str, second: str, icon: str) -> None:
        """Two lines composed of facts; said again by whoever composed them."""
        self.__dict__.pop("_sentences", None)
        self.icon = icon
        self._set_first(first)
        self._set_second(second)

    def _set_first(self, words: str) -> None:
        self.first = words
        self.setAccessibleName(f"{self.first}. {self.second}")
        self.update()

    def _set_second(self, words: str) -> None:
        self.second = words
        self.setAccessibleName(f"{self.first}. {self.second}")
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines below a rule."""
        return QSize(u(36), u(50))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rule, icon, two lines."""
        painter, middle = QPainter(self), self.height() // 2
        painting.fill(painter, QRect(0, 0, self.width(), 1), c("line"))
        x = painting.icon(painter, self.icon, (self.width() - u(16)) // 2 if self.narrow else u(4), middle) + u(8)
        if not self.narrow:
            painting.text(painter, QRect(x, middle - u(17), self.width() - x, u(17)), self.first, "smallM")
            painting.text(painter, QRect(x, middle - u(1), self.width() - x, u(17)), self.second, "small", "fg2")
        painter.end()
