"""How strong a passphrase is, in five bars. GUI thread only."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import c
from ui.widgets import painting

_TONES = ("press", "bad", "warn", "warn", "ok", "ok")


class StrengthBars(QWidget):
    """`set_level` 0 to 5; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = 0
        self.setFixedHeight(6)

    def set_level(self, level: int) -> None:
        """How many bars are filled."""
        self.level = level
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Five bars."""
        painter, gap = QPainter(self), 5
        width = (self.width() - 4 * gap) / 5
        for bar in range(5):
            rect = QRect(round(bar * (width + gap)), 0, round(width), 6)
            painting.rounded(painter, rect, 3, c(_TONES[self.level] if bar < self.level else "press"))
        painter.end()
