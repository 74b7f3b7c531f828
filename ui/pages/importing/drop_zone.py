"""Where a file is dropped, chosen or named: the first thing one sees of an import. GUI thread only."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.pages.importing.asking import file_to_read
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.cards import IconTile
from ui.widgets.inputs import LineEdit
from ui.widgets.said import Label

_CENTRE = Qt.AlignmentFlag.AlignHCenter


def file_of(event: QDropEvent) -> Path | None:
    """The one file that is dragged, or None."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None


class DropZone(QWidget):
    """Emits `chosen(Path)`. `ask_path()` gives what a native dialog would, or ""."""

    chosen = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask_path: Callable[[], str] = partial(file_to_read, self)
        self._over = False
        self.setAcceptDrops(True)
        self.browse = Button("importing.choose", kind="primary", icon="folder-open", size="large")
        self.path = LineEdit("importing.path", hint_key="importing.path_hint", icon="file")
        self.path.setFixedWidth(u(420))
        self.browse.clicked.connect(self.choose)
        self.path.returnPressed.connect(self._typed)
        self._lay_out()

    def _lay_out(self) -> None:
        hint = Label("body", "importing.drop_hint", colour="fg2", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setFixedWidth(u(460))
        column = QVBoxLayout(self)
        column.setSpacing(u(10))
        column.addStretch(2)
        column.addWidget(IconTile("upload", side=56), 0, _CENTRE)
        column.addSpacing(u(6))
        column.addWidget(Label("h1", "importing.drop"), 0, _CENTRE)
        column.addLayout(_centred(hint))
        column.addSpacing(u(8))
        column.addWidget(self.browse, 0, _CENTRE)
        column.addSpacing(u(8))
        column.addLayout(_centred(self.path))
        column.addStretch(3)

    def choose(self) -> None:
        """Ask for the file in the desktop's own dialog."""
        chosen = self.ask_path()
        if chosen:
            self.chosen.emit(Path(chosen))

    def _typed(self) -> None:
        if self.path.text().strip():
            self.chosen.emit(Path(self.path.text().strip().strip('"')).expanduser())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file is welcome."""
        if file_of(event) is not None:
            self.set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went away."""
        self.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        self.set_over(False)
        path = file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.chosen.emit(path)

    def set_over(self, over: bool) -> None:
        """Whether a file hovers above."""
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed edge, tinted while a file hovers."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(c("accent" if self._over else "ctl"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(c("accentSoft" if self._over else "sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        painter.end()


def _centred(widget: QWidget) -> QHBoxLayout:
    """In the middle of a line: a layout's own centring forgets the height of wrapped text."""
    line = QHBoxLayout()
    line.addStretch()
    line.addWidget(widget)
    line.addStretch()
    return line
