"""Painted push buttons: real QPushButtons for keys, focus, screen readers and tests. GUI thread only."""

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.said import Said

_HEIGHTS: Final = {"small": 28, "medium": 34, "large": 40}


class Button(Said, QPushButton):
    """`kind`: primary (one a view), quiet (bordered), plain (no border), link, danger. `cap` is a key's name."""

    def __init__(
        self, key: str | None = None, *, kind: str = "quiet", icon: str | None = None, cap: str = "",
        size: str = "medium", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.kind, self.icon_name, self.cap, self.size_name = kind, icon, cap, size
        self._turn: int | None = None
        self._ring_wanted = False
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._clock = QTimer(self, interval=80)
        self._clock.timeout.connect(self._spin)
        if key is not None:
            self.say_key(key)

    def say_key(self, key: str, **facts: object) -> None:
        """Label it with the sentence `key`."""
        self.say_with(self.setText, key, **facts)
        self.updateGeometry()

    def set_busy(self, busy: bool) -> None:
        """Show a small turning ring in place of the icon; the button takes no clicks meanwhile."""
        self._turn = 0 if busy else None
        self.setEnabled(not busy)
        self._clock.start() if busy else self._clock.stop()
        self.update()

    def _spin(self) -> None:
        self._turn = ((self._turn or 0) + 30) % 360
        self.update()

    def sizeHint(self) -> QSize:
        """Text, icon and key cap with the kit's gaps."""
        width = painting.text_width(self.text(), "bodyM") + u(14) * 2
        if self.icon_name or self._turn is not None:
            width += u(16) + (u(6) if self.text() else 0)
        if self.cap:
            width += max(u(20), painting.text_width(self.cap, "micro") + u(10)) + u(8)
        if not self.text():
            width = u(_HEIGHTS[self.size_name])
        elif self.kind == "link":
            width -= u(20)
        return QSize(width, u(_HEIGHTS[self.size_name]))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when font or words change."""
        super().changeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, content, ring."""
        painter = QPainter(self)
        ground, edge, ink = self._colours()
        if ground is not None or edge is not None:
            painting.rounded(painter, self.rect(), 8, ground, edge)
        self._paint_content(painter, ink)
        if self.hasFocus() and self._ring_wanted:
            painting.focus_ring(painter, self.rect(), 8)
            if self.kind in ("primary", "danger"):
                painting.rounded(painter, self.rect().adjusted(2, 2, -2, -2), 6, None, c("surface"))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard brought the focus: a click needs no ring."""
        self._ring_wanted = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        if not self.isEnabled() and self._turn is None:
            return (c("hover") if self.kind in ("primary", "danger") else None), _edge(self.kind, "line"), c("disabled")
        down, over = self.isDown() or self.isChecked(), self.underMouse()
        if self.kind == "primary":
            return c("accentPress" if down else "accentHover" if over else "accent"), None, c("onAccent")
        if self.kind == "danger":
            ground = QColor(c("badFill"))
            return (ground.darker(112) if over or down else ground), None, c("onAccent")
        soft = c("press") if down else c("hover") if over else (c("surface") if self.kind == "quiet" else None)
        if self.kind == "link":
            return (c("hover") if over or down else None), None, c("accentText")
        return soft, _edge(self.kind, "ctl"), c("fg" if self.kind == "quiet" else "fg2")

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        middle, side, gap = self.height() // 2, u(16), u(6)
        leading = side if self.icon_name or self._turn is not None else 0
        words = painting.text_width(self.text(), "bodyM") if self.text() else 0
        cap = max(u(20), painting.text_width(self.cap, "micro") + u(10)) + u(8) if self.cap else 0
        x = max(u(6), (self.width() - leading - (gap if leading and words else 0) - words - cap) // 2)
        if self._turn is not None:
            _ring(painter, QRect(x, middle - side // 2, side, side), ink, self._turn)
        elif self.icon_name:
            painting.icon(painter, self.icon_name, x, middle, 16, ink)
        x += leading + (gap if leading and words else 0)
        painting.text(painter, QRect(x, 0, words + 1, self.height()), self.text(), "bodyM", ink)
        if self.cap:
            edge = QColor(ink)
            edge.setAlpha(90)
            painting.key_cap(painter, x + words + cap, middle, self.cap, ink, edge)


class IconButton(Button):
    """A square button with an icon only; `key` becomes its accessible name and tooltip."""

    def __init__(self, icon: str, key: str, *, size: str = "medium", parent: QWidget | None = None) -> None:
        super().__init__(kind="plain", icon=icon, size=size, parent=parent)
        self.say_with(self.setAccessibleName, key)
        self.say_with(self.setToolTip, key)


def _edge(kind: str, name: str) -> QColor | None:
    return c(name) if kind == "quiet" else None


def _ring(painter: QPainter, rect: QRect, ink: QColor, turn: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(rect.adjusted(1, 1, -1, -1), -turn * 16, 270 * 16)
