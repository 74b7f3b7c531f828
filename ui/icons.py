"""Lucide icons, drawn at stroke 1.75 in the colour asked for and kept per name, size, colour and screen density.

GUI thread only.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources import path
from ui import theme


@cache
def _source(name: str) -> str:
    text = path(f"icons/{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', 'stroke-width="1.75"')


def pixmap(name: str, size: int = 16, colour: QColor | None = None, ratio: float | None = None) -> QPixmap:
    """The icon `name` in a square of `size` logical pixels; `colour` defaults to the token fg2."""
    shade = theme.c("fg2") if colour is None else colour
    density = QGuiApplication.primaryScreen().devicePixelRatio() if ratio is None else ratio
    return _pixmap(name, theme.u(size), shade.name(QColor.NameFormat.HexArgb), density)


@lru_cache(maxsize=1024)
def _pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    shade = QColor(colour)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", shade.name()).encode()))
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(shade.alphaF())
    renderer.render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, size: int = 16, colour: QColor | None = None) -> QIcon:
    """The icon for a menu or a window, with its disabled form."""
    made = QIcon(pixmap(name, size, colour, 2.0))
    made.addPixmap(pixmap(name, size, theme.c("disabled"), 2.0), QIcon.Mode.Disabled)
    return made
