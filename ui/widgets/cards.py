"""Surfaces that hold other things, and the ones that speak. GUI thread only."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QMargins, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.said import Label


class Card(QFrame):
    """A rounded surface with a line around it. `body` is its vertical layout; `elevation` above 0 adds a shadow."""

    def __init__(
        self, *, margins: int = 20, spacing: int = 12, radius: int = 12, elevation: int = 0, ground: str = "surface",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.radius, self.elevation, self.ground = radius, elevation, ground
        room = elevation
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(QMargins(room, room, room, room) + QMargins(margins, margins, margins, margins))
        self.body.setSpacing(spacing)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shadow, ground, line."""
        painter, room = QPainter(self), self.elevation
        inner = self.rect().adjusted(room, room, -room, -room)
        if room:
            painting.shadow(painter, inner, self.radius, room)
        painting.rounded(painter, inner, self.radius, c(self.ground), c("line"))
        painter.end()


class FixedCard(Card):
    """A card of fixed width (`wide`, without its shadow) that is always exactly as high as its content.

    Layouts forget the height of wrapped text when they centre a widget, so it is set here.
    """

    def __init__(self, wide: int, *, elevation: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(margins=32, spacing=0, radius=16, elevation=elevation, parent=parent)
        self.setFixedWidth(wide + 2 * elevation)

    def event(self, event: QEvent) -> bool:
        """Something inside changed its size."""
        handled = super().event(event)
        if event.type() in _RESIZES:
            high = self.body.totalHeightForWidth(self.minimumWidth())
            self.setFixedHeight(high if high > 0 else self.body.totalSizeHint().height())
        return handled


_RESIZES = (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.Polish)


_NOTICE_ICONS: Final = {
    "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "info": "info", "accent": "sparkles",
}  # fmt: skip


class Notice(QFrame):
    """A tinted band with an icon and a sentence: `tone` ok, warn, bad, info or accent."""

    def __init__(self, tone: str = "info", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = tone
        self.heading, self.detail = Label("bodyM", wrap=True), Label("small", colour="fg2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(u(42), 12, 14, 12)
        column.setSpacing(3)
        column.addWidget(self.heading)
        column.addWidget(self.detail)
        self.show_words("", "", tone)

    def show_words(self, heading: str, detail: str = "", tone: str | None = None) -> None:
        """Put a heading and a quieter second sentence, and change the tone."""
        self.tone = tone or self.tone
        self.heading.set_colour(self._ink())
        self.heading.show_text(heading)
        self.detail.show_text(detail)
        self.detail.setVisible(bool(detail))
        self.update()

    def _ink(self) -> str:
        return "accentText" if self.tone == "accent" else self.tone

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint and icon."""
        painter = QPainter(self)
        painting.rounded(painter, self.rect(), 10, c(f"{self.tone}Soft"))
        painting.icon(painter, _NOTICE_ICONS[self.tone], u(14), 12 + u(9), 18, self._ink())
        painter.end()


class IconTile(QWidget):
    """An icon on a soft square: `tone` ok, warn, bad, info or accent."""

    def __init__(self, icon: str, tone: str = "accent", *, side: int = 36, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon, self.tone, self.side = icon, tone, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(u(self.side), u(self.side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint and icon."""
        painter, inner = QPainter(self), 18 if self.side <= 40 else 24
        painting.rounded(painter, self.rect(), 10, c(f"{self.tone}Soft"))
        ink = "accentText" if self.tone == "accent" else self.tone
        painting.icon(painter, self.icon, (self.width() - u(inner)) // 2, self.height() // 2, inner, ink)
        painter.end()


class EmptyState(QWidget):
    """Why nothing is here and the ways out: a heading, a sentence, buttons. Its words are keys."""

    def __init__(self, icon: str, title: str, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.text = Label("h1", title), Label("body", text, colour="fg2", wrap=True)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setMinimumWidth(u(420))
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(IconTile(icon, side=56), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(self._row)
        column.addStretch(3)
        self._row.addStretch()
        self._row.addStretch()

    def add_way_out(
        self, key: str, act: Callable[[], object], *, kind: str = "quiet", icon: str | None = None, cap: str = ""
    ) -> Button:
        """A button below the words."""
        button = Button(key, kind=kind, icon=icon, cap=cap, size="large")
        button.clicked.connect(lambda: act())
        self._row.insertWidget(self._row.count() - 1, button)
        return button


class ErrorCard(Card):
    """What happened, what is safe, what to do, and a button or two."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading, self.hint = Label("h2", wrap=True), Label("body", colour="fg2", wrap=True)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch()
        column = QVBoxLayout()
        column.setSpacing(6)
        for part in (self.heading, self.hint):
            column.addWidget(part)
        column.addLayout(self._row)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(IconTile("circle-alert", "bad"), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
        self.body.addLayout(line)

    def show_words(self, heading: str, hint: str) -> None:
        """Say it; screen readers hear it through the focus or a toast."""
        self.heading.show_text(heading)
        self.hint.show_text(hint)
        self.hint.setVisible(bool(hint))

    def add_way_out(self, key: str, act: Callable[[], object], *, kind: str = "quiet") -> Button:
        """A button below the words."""
        button = Button(key, kind=kind)
        button.clicked.connect(lambda: act())
        self._row.insertWidget(self._row.count() - 1, button)
        return button


class ProgressStrip(Card):
    """Long work: what, how much is done, and a way to stop. `button` cancels; words come through `show_progress`."""

    def __init__(self, icon: str = "upload", stop_key: str = "ui.stop", *, parent: QWidget | None = None) -> None:
        super().__init__(margins=16, spacing=8, parent=parent)
        self.heading, self.detail, self.bar = Label("bodyM"), Label("small", colour="fg2"), ProgressBar()
        self.button = Button(stop_key)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.heading)
        texts.addWidget(self.detail)
        self._line = line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(IconTile(icon), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        line.addWidget(self.button)
        self.body.addLayout(line)
        self.body.addWidget(self.bar)

    def add_button(self, button: Button) -> None:
        """Another one, before the one that stops."""
        self._line.insertWidget(self._line.count() - 1, button)

    def show_progress(self, done: int, total: int, heading: str, detail: str = "") -> None:
        """`total` 0 means unknown."""
        self.heading.show_text(heading)
        self.detail.show_text(detail)
        self.bar.set_share(done / total if total else 0.0)


class ProgressBar(QWidget):
    """A thin bar; `share` runs from 0 to 1."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setFixedHeight(6)

    def set_share(self, share: float) -> None:
        """How much is done, 0 to 1."""
        self.share = min(1.0, max(0.0, share))
        self.setAccessibleDescription(f"{self.share:.0%}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Trough and bar."""
        painter = QPainter(self)
        painting.rounded(painter, self.rect(), 3, c("press"))
        done = QRect(0, 0, round(self.width() * self.share), self.height())
        if done.width() >= 3:
            painting.rounded(painter, done, 3, c("accent"))
        painter.end()
