"""The bar above a record: the record before and after, close; or the way back where it lies over the list.

GUI thread only.
"""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import u
from ui.widgets.buttons import Button, IconButton


class PaneBar(QWidget):
    """`up`, `down`, `away`, `back` are its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = Button("pages.back", kind="plain", icon="arrow-left", size="small")
        self.up, self.down = IconButton("chevron-up", "pages.previous"), IconButton("chevron-down", "pages.next")
        self.away = IconButton("x", "pages.close_pane")
        row = QHBoxLayout(self)
        row.setContentsMargins(u(12), 6, u(12), 0)
        row.setSpacing(0)
        for part in (self.back, self.up, self.down):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.away)
        self.back.hide()

    def set_covering(self, covering: bool) -> None:
        """Over the list there is a way back instead of a cross."""
        self.back.setVisible(covering)
        self.away.setVisible(not covering)
