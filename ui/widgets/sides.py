"""Two parts of a page side by side, one above the other where there is no room, scrolled where they are too high.

GUI thread only.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from ui.theme import c, theme, u
from ui.widgets import painting

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_ANY = 16_777_215


class Sides(QScrollArea):
    """`side` keeps its width (`wide`) beside `main`, which takes the rest; where that is below `least`, they stack.

    `leading` puts the side before the main part.
    """

    def __init__(
        self, main: QWidget, side: QWidget, wide: int, *, least: int = 520, leading: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._main, self._side, self._wide, self._least = main, side, wide, least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet = Sheet()
        self._row = QBoxLayout(_ACROSS, sheet)
        self._row.setContentsMargins(u(24), u(8), u(20), u(16))
        self._row.setSpacing(u(16))
        for part in (side, main) if leading else (main, side):
            self._row.addWidget(part, 0 if part is side else 1)
        self.setWidget(sheet)
        theme().changed.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again whether both fit side by side."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        fits = self.width() >= u(self._wide + self._least + 60)
        self._row.setDirection(_ACROSS if fits else _DOWN)
        self._side.setMinimumWidth(u(self._wide) if fits else 0)
        self._side.setMaximumWidth(u(self._wide) if fits else _ANY)
        self._main.setMinimumHeight(0 if fits else u(340))


class Sheet(QWidget):
    """A plain ground: what scrolls has to be opaque."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c("surface"))
        painter.end()
