"""The recovery kit on the screen, drawn by the painter that prints it. GUI thread only."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QSizePolicy, QWidget

from app.kits import Kit
from ui import kit as pages
from ui.theme import c
from ui.widgets import painting
from ui.widgets.said import Said

_BLUR = 8
_STEP = 10


class Preview(Said, QAbstractButton):
    """The page, small; pressed it opens large. Without a kit it is a blank sheet."""

    def __init__(self, wide: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit: Kit | None = None
        self._wide = wide
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say_with(self.setAccessibleName, "kit.preview")
        self.say_with(self.setToolTip, "kit.preview_hint")
        self.clicked.connect(self.enlarge)

    def show_kit(self, kit: Kit | None) -> None:
        """Draw this kit."""
        self.kit = kit
        self.update()

    def sizeHint(self) -> QSize:
        """A page of the paper in use, with its shadow."""
        page = _sheet_size(self._wide)
        return QSize(page.width() + 2 * _BLUR, page.height() + 2 * _BLUR)

    def enlarge(self) -> None:
        """Show the page large enough to read."""
        if self.kit is not None:
            LargePreview(self.kit, self.window()).open()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sheet, with a second one behind where the kit has two."""
        painter = QPainter(self)
        sheet = self.rect().adjusted(_BLUR, _BLUR, -_BLUR, -_BLUR)
        if self.kit is not None and pages.page_count(self.kit) > 1:
            behind, sheet = sheet.adjusted(_STEP, _STEP, 0, 0), sheet.adjusted(0, 0, -_STEP, -_STEP)
            _paint_sheet(painter, behind, self.kit, 1)
        _paint_sheet(painter, sheet, self.kit, 0)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect().adjusted(2, 2, -2, -2), 6)
        painter.end()


class LargePreview(QDialog):
    """Every page of the kit, as high as the window allows; Esc or a press closes it."""

    def __init__(self, kit: Kit, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        row = QHBoxLayout(self)
        row.setContentsMargins(_BLUR, _BLUR, _BLUR, _BLUR)
        high = max(480, over.height() - 80)
        for number in range(pages.page_count(kit)):
            row.addWidget(_Page(kit, number, high, self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet ground around the sheets."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c("press"))
        painter.end()


class _Page(QAbstractButton):
    def __init__(self, kit: Kit, number: int, high: int, dialog: QDialog) -> None:
        super().__init__(dialog)
        self.kit, self.number = kit, number
        page = _sheet_size(1000)
        self.setFixedSize(high * page.width() // page.height(), high)
        self.setAccessibleName(kit.vault)
        self.clicked.connect(dialog.close)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint_sheet(painter, self.rect(), self.kit, self.number)
        painter.end()


def _sheet_size(wide: int) -> QSize:
    paper = pages.paper().sizePoints()
    return QSize(wide, wide * paper.height() // paper.width())


def _paint_sheet(painter: QPainter, rect: QRect, kit: Kit | None, page: int) -> None:
    painting.shadow(painter, rect, 2, _BLUR)
    if kit is None:
        painting.fill(painter, rect, c("surface"))
    else:
        pages.draw(painter, QRectF(rect), kit, page)
    painting.rounded(painter, rect, 1, None, c("line"))
