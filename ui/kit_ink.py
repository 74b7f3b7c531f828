"""The strokes of a printed page: millimetres, black on white, the faces that are shipped. GUI thread only.

Lengths and places are whole twentieths of a millimetre inside, whatever the device: the same lines break at the same
words on paper, in a PDF and on the screen.
"""

from functools import lru_cache
from typing import Final

import segno
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from ui import fonts

UNITS: Final = 20
"""To the millimetre."""
QUIET: Final = 4
"""Modules left white around a QR code, as its standard wants."""
_POINT: Final = 25.4 / 72 * UNITS
_FAMILIES: Final = ("Inter", "Noto Sans CJK SC GB2312", *fonts.FAMILIES[1:-1])
"""The shipped Han face before the system's, so that the page is the same everywhere."""
_SMOOTH: Final = QPainter.RenderHint.Antialiasing


@lru_cache(maxsize=32)
def face(points: float, weight: int = 400) -> QFont:
    """A font of the page, without local and contextual forms: what is drawn must be found again in the PDF's text."""
    made = QFont(list(_FAMILIES))
    made.setPixelSize(round(points * _POINT))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ("calt", "locl"):
        made.setFeature(QFont.Tag(feature), 0)
    return made


class Ink:
    """A painter turned into a page of `width` by `height` millimetres; `close` gives the painter back as it was."""

    def __init__(self, painter: QPainter, page: QRectF, width: float) -> None:
        self.painter, self.width, self.height = painter, width, width * page.height() / page.width()
        painter.save()
        painter.translate(page.topLeft())
        painter.scale(page.width() / (width * UNITS), page.width() / (width * UNITS))
        painter.setRenderHints(_SMOOTH | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(self._rect(0, 0, self.width, self.height), Qt.GlobalColor.white)
        painter.setPen(Qt.GlobalColor.black)

    def close(self) -> None:
        """The page is done."""
        self.painter.restore()

    def text(self, x: float, y: float, words: str, points: float, weight: int = 400) -> None:
        """One line whose top is `y`."""
        self.paragraph(x, y, 1000, words, points, weight)

    @staticmethod
    def text_width(words: str, points: float, weight: int = 400) -> float:
        """How wide a line is, in millimetres."""
        return QFontMetricsF(face(points, weight)).horizontalAdvance(words) / UNITS

    def paragraph(
        self, x: float, y: float, width: float, words: str, points: float, weight: int = 400, most: int = 99
    ) -> float:
        """Text broken at `width`, cut after `most` lines; gives the y below it."""
        layout = QTextLayout(words, face(points, weight))
        layout.setTextOption(_WRAP)
        step, ends = points * _POINT * 1.4, list[int]()
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * UNITS)
            line.setPosition(QPointF(0, step * len(ends) + (step - line.height()) / 2))
            ends.append(line.textStart() + line.textLength())
        layout.endLayout()
        if len(ends) > most:
            short = QFontMetricsF(face(points, weight)).elidedText(
                words[ends[most - 2] if most > 1 else 0 :], Qt.TextElideMode.ElideRight, width * UNITS
            )
            return self.paragraph(x, y, width, words[: ends[most - 2] if most > 1 else 0] + short, points, weight)
        layout.draw(self.painter, QPointF(x * UNITS, y * UNITS))
        return y + step * len(ends) / UNITS

    def signs(self, x: float, y: float, signs: str, points: float, pitch: float) -> None:
        """Signs in cells of one width, so that groups below each other stand like figures in a table."""
        self.painter.setFont(face(points, 600))
        metrics = QFontMetricsF(face(points, 600))
        for place, sign in enumerate(signs):
            middle = (x + (place + 0.5) * pitch) * UNITS - metrics.horizontalAdvance(sign) / 2
            self.painter.drawText(QPointF(middle, y * UNITS + metrics.ascent()), sign)

    def line(self, x: float, y: float, width: float, thick: float = 0.25) -> None:
        """A level line; on a screen it may be thinner than a pixel, and is grey then rather than gone."""
        self.painter.fillRect(self._rect(x, y, width, thick), Qt.GlobalColor.black)

    def box(self, x: float, y: float, width: float, height: float, thick: float = 0.3, radius: float = 2) -> None:
        """A frame with round corners; `thick` lies inside."""
        rect = self._rect(x, y, width, height)
        half = thick * UNITS / 2
        self.painter.setPen(QPen(Qt.GlobalColor.black, thick * UNITS))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius * UNITS, radius * UNITS)

    def warning(self, x: float, y: float, side: float) -> None:
        """A triangle with an exclamation mark: a shape, for there is no colour."""
        painter, unit = self.painter, side * UNITS / 24
        painter.save()
        painter.translate(x * UNITS, y * UNITS)
        painter.setPen(QPen(Qt.GlobalColor.black, 2.2 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                            Qt.PenJoinStyle.RoundJoin))  # fmt: skip
        painter.drawPolygon([QPointF(x * unit, y * unit) for x, y in ((12, 3), (22, 20.5), (2, 20.5))])
        painter.drawLine(QPointF(12 * unit, 9.5 * unit), QPointF(12 * unit, 13.5 * unit))
        painter.drawPoint(QPointF(12 * unit, 17 * unit))
        painter.restore()

    def qr(self, x: float, y: float, side: float, words: str) -> None:
        """A QR code that survives a third of its modules, `side` with its quiet zone."""
        rows = [list(row) for row in segno.make_qr(words, error="h").matrix]
        module = side * UNITS / (len(rows) + 2 * QUIET)
        self.painter.setRenderHint(_SMOOTH, False)
        for down, row in enumerate(rows):
            for from_, to in _runs(row):
                left, top = x * UNITS + (QUIET + from_) * module, y * UNITS + (QUIET + down) * module
                self.painter.fillRect(QRectF(left, top, (to - from_) * module, module), Qt.GlobalColor.black)
        self.painter.setRenderHint(_SMOOTH, True)

    @staticmethod
    def _rect(x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(x * UNITS, y * UNITS, width * UNITS, height * UNITS)


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Where dark modules stand side by side: (first, one past the last)."""
    edges = [at for at in range(len(row) + 1) if bool(at and row[at - 1]) != bool(at < len(row) and row[at])]
    return list(zip(edges[::2], edges[1::2], strict=True))


_WRAP: Final = QTextOption(Qt.AlignmentFlag.AlignLeft)
_WRAP.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
