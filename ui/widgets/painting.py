"""Strokes that every painted control and delegate shares. GUI thread only.

Flags, pens and fonts are built once: Python enum unions inside `paint` cost more than the painting.
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ui import fonts, icons
from ui.theme import HUES, Hue, c, hue, u

LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_SMOOTH: Final = QPainter.RenderHint.Antialiasing


def fill(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """A plain rectangle without antialiasing: with it, neighbours show a seam at fractional scales."""
    painter.setRenderHint(_SMOOTH, False)
    painter.fillRect(rect, colour)


def rounded(
    painter: QPainter, rect: QRectF | QRect, radius: float, ground: QColor | None, edge: QColor | None = None,
    width: float = 1.0,
) -> None:  # fmt: skip
    """A rounded rectangle; the edge lies inside `rect`, so lines fall on whole pixels."""
    painter.setRenderHint(_SMOOTH, True)
    inset = width / 2 if edge is not None else 0.0
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def focus_ring(painter: QPainter, rect: QRect | QRectF, radius: float) -> None:
    """The two-pixel ring of the control that has the keyboard, inside `rect`."""
    rounded(painter, rect, radius, None, c("focus"), 2.0)


def text(
    painter: QPainter, rect: QRect, words: str, role: str = "body", colour: str | QColor = "fg",
    flags: int = LEFT, *, tabular: bool = False,
) -> None:  # fmt: skip
    """One line of text, cut with an ellipsis where it does not fit."""
    painter.setFont(fonts.font(role, tabular=tabular))
    painter.setPen(c(colour) if isinstance(colour, str) else colour)
    painter.drawText(rect, flags, elided(words, role, rect.width(), tabular))


@lru_cache(maxsize=8192)
def elided(words: str, role: str, width: int, tabular: bool = False) -> str:
    """`words` cut to `width` pixels in a type role."""
    return fonts.metrics(role, tabular=tabular).elidedText(words, Qt.TextElideMode.ElideRight, width)


def forget() -> None:
    """Drop what was kept: on lock, because it may be customers' names; on a new look, because it no longer fits."""
    elided.cache_clear()


def text_width(words: str, role: str = "body", *, tabular: bool = False) -> int:
    """How wide `words` are in a type role, in pixels."""
    return fonts.metrics(role, tabular=tabular).horizontalAdvance(words)


def icon(painter: QPainter, name: str, x: int, middle: int, size: int = 16, colour: str | QColor = "fg2") -> int:
    """An icon whose left edge is `x` and whose middle line is `middle`; gives the x behind it."""
    shade = c(colour) if isinstance(colour, str) else colour
    side = u(size)
    painter.drawPixmap(x, middle - side // 2, icons.pixmap(name, size, shade, painter.device().devicePixelRatioF()))
    return x + side


def pill_width(words: str, *, dot: bool = True) -> int:
    """How wide `pill` draws these words."""
    return text_width(words, "smallM") + 2 + u(16) + (u(12) if dot else 0)


def pill(
    painter: QPainter, x: int, middle: int, words: str, hue_name: str, limit: int = 10_000, *, dot: bool = True
) -> int:
    """A tag: dot and word, so that meaning never rests on colour alone. Gives the x behind it."""
    colours, width, height = hue(hue_name), min(pill_width(words, dot=dot), limit), u(22)
    rect = QRect(x, middle - height // 2, width, height)
    rounded(painter, rect, 6, colours.soft)
    inner = rect.adjusted(u(8), 0, -u(8), 0)
    if dot:
        painter.setBrush(colours.dot)
        painter.drawEllipse(QPointF(inner.left() + u(3), middle), u(6) / 2, u(6) / 2)
        inner.setLeft(inner.left() + u(12))
    text(painter, inner, words, "smallM", colours.text)
    return x + width


def masked_pill(painter: QPainter, x: int, middle: int, words: str, limit: int = 10_000) -> int:
    """A withheld value: tinted, with a closed eye. Gives the x behind it."""
    width, height = min(text_width(words, "body") + u(36), limit), u(24)
    rect = QRect(x, middle - height // 2, width, height)
    rounded(painter, rect, 6, c("infoSoft"))
    after = icon(painter, "eye-off", x + u(6), middle, 14, "info")
    text(painter, QRect(after + u(6), rect.top(), rect.right() - after - u(10), height), words, "body", "info")
    return x + width


def is_han(letter: str) -> bool:
    """Whether a letter is a Chinese character."""
    return "\u3400" <= letter <= "\u9fff" or letter >= "\U00020000"


def initials(name: str, *, room: bool = False) -> str:
    """Latin initials, or the last Chinese character (the last two where there is `room`)."""
    letters = name.strip()
    if letters and is_han(letters[-1]):
        return letters[-2:] if room and len(letters) > 2 else letters[-1]
    parts = [part for part in letters.replace("-", " ").split() if part[:1].isalnum()]
    if not parts:
        return letters[:1].upper()
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def hue_of(seed: str) -> Hue:
    """The same colour for the same name or id, always."""
    return hue(HUES[sum(seed.encode()) % len(HUES)])


def avatar(painter: QPainter, rect: QRect, name: str, seed: str = "", *, square: bool = False) -> None:
    """A person's (round) or company's (square) initials, on a colour that stays theirs."""
    colours = hue_of(seed or name)
    rounded(painter, rect, rect.height() * 0.22 if square else rect.height() / 2, colours.soft)
    letters = name.strip()[:1].upper() if square else initials(name, room=rect.height() >= 36)
    face = fonts.font("smallM")
    shape = face.__class__(face)
    shape.setPixelSize(max(8, round(rect.height() * (0.36 if len(letters) > 1 else 0.46))))
    shape.setWeight(shape.Weight.DemiBold)
    painter.setFont(shape)
    painter.setPen(colours.text)
    painter.drawText(rect, CENTRE, letters)


def key_cap(painter: QPainter, right: int, middle: int, words: str, colour: QColor, edge: QColor) -> int:
    """A key's name in a small cap that ends at `right`; gives its left edge."""
    width = max(u(20), text_width(words, "micro") + u(10))
    rect = QRect(right - width, middle - u(10), width, u(20))
    rounded(painter, rect, 5, None, edge)
    text(painter, rect, words, "micro", colour, CENTRE)
    return rect.left()


def shadow(painter: QPainter, rect: QRect, radius: int, blur: int) -> None:
    """A soft shadow below a card, drawn from a kept picture."""
    picture = _shadow(rect.width(), rect.height(), radius, blur, c("shadow").name())
    painter.drawPixmap(rect.left() - blur, rect.top() - blur + blur // 4, picture)


@lru_cache(maxsize=32)
def _shadow(width: int, height: int, radius: int, blur: int, colour: str) -> QPixmap:
    """Rings of falling strength; a graphics effect would be recomputed per widget and repaint."""
    drawn = QPixmap(width + 2 * blur, height + 2 * blur)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(_SMOOTH, True)
    painter.setPen(Qt.PenStyle.NoPen)
    reach = blur * 3 // 4  # the rest is room for the offset downwards
    for ring in range(reach, 0, -1):
        shade = QColor(colour)
        shade.setAlphaF(0.2 / reach * (1 - ring / (reach + 1)))
        painter.setBrush(shade)
        path = QPainterPath()
        path.addRoundedRect(
            QRectF(drawn.rect()).adjusted(blur - ring, blur - ring, ring - blur, ring - blur),
            radius + ring,
            radius + ring,
        )
        painter.drawPath(path)
    painter.end()
    return drawn
