"""The quiet tinted ground of the lock screen. GUI thread only."""

from functools import lru_cache
from random import Random

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPaintEvent, QPixmap, QRadialGradient
from PySide6.QtWidgets import QWidget

from ui.theme import c, theme

_TINTS = {
    "light": ((0.17, 0.05, "#DCE4FA"), (0.93, 0.18, "#F3E9F6"), (0.68, 0.95, "#E6F2EC")),
    "dark": ((0.17, 0.05, "#1B2342"), (0.93, 0.18, "#261B33"), (0.68, 0.95, "#13241F")),
}


class Backdrop(QWidget):
    """Canvas with three soft tints, kept as one picture per size and scheme."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kept picture."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, _picture(self.size(), theme().scheme))
        painter.end()


@lru_cache(maxsize=4)
def _picture(size: QSize, scheme: str) -> QPixmap:
    drawn = QPixmap(size)
    drawn.fill(c("canvas"))
    painter = QPainter(drawn)
    for across, down, colour in _TINTS[scheme]:
        tint = QRadialGradient(QPointF(size.width() * across, size.height() * down), size.width() * 0.55)
        inner, outer = QColor(colour), QColor(colour)
        outer.setAlpha(0)
        tint.setColorAt(0, inner)
        tint.setColorAt(1, outer)
        painter.fillRect(drawn.rect(), tint)
    painter.drawTiledPixmap(drawn.rect(), _noise())
    painter.end()
    return drawn


@lru_cache(maxsize=1)
def _noise() -> QPixmap:
    """Soft gradients band in eight bits; a faint grain hides the steps."""
    grain, dice = QImage(128, 128, QImage.Format.Format_ARGB32), Random(7)  # noqa: S311 -- a grain
    for x in range(128):
        for y in range(128):
            grain.setPixelColor(x, y, QColor(*((255,) * 3 if dice.random() < 0.5 else (0,) * 3), dice.randrange(5)))
    return QPixmap.fromImage(grain)


@lru_cache(maxsize=8)
def mark(side: int, ratio: float) -> QPixmap:
    """Satchel's mark: a bag in outline on the accent."""
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _paint_mark(painter, side)
    painter.end()
    return drawn


def _paint_mark(painter: QPainter, side: int) -> None:
    ground = QLinearGradient(QPointF(0, 0), QPointF(side, side))
    ground.setColorAt(0, QColor("#5876F0"))
    ground.setColorAt(1, QColor("#2F49C2"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(0, 0, side, side, side * 0.24, side * 0.24)
    unit, pen = side / 24, painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setColor(QColor("#FFFFFF"))
    pen.setWidthF(1.8 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(*(round(each * unit * 100) / 100 for each in (5.5, 9, 13, 9.5)), 2 * unit, 2 * unit)  # type: ignore[call-overload]  # four floats
    painter.drawArc(*(round(each * unit) for each in (9, 5.4, 6, 7)), 0, 180 * 16)  # type: ignore[call-overload]  # four ints
    painter.drawLine(QPointF(12 * unit, 12.6 * unit), QPointF(12 * unit, 14.4 * unit))


class Mark(QWidget):
    """The mark as a widget of `side` pixels."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kept picture."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, mark(self.width(), self.devicePixelRatioF()))
        painter.end()
