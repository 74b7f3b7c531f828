"""A menu with the kit's round corners: the window behind it has to be see-through for that. GUI thread only."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

_SHAPE: Final = (Qt.WindowType.FramelessWindowHint, Qt.WindowType.NoDropShadowWindowHint)


class Menu(QMenu):
    """Dressed by the application's style sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for flag in _SHAPE:
            self.setWindowFlag(flag)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
