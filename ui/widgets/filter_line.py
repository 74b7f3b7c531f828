"""The line above a list that narrows it. GUI thread only."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.widgets.inputs import LineEdit


class FilterEdit(LineEdit):
    """The line above a list; Enter and Down go to the rows, Esc empties it first."""

    def __init__(self, noun: str, to_rows: Callable[[], object]) -> None:
        super().__init__("pages.filter", hint_key=f"pages.filter_hint_{noun}", icon="list-filter")
        self._to_rows = to_rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that leave it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._to_rows()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self._to_rows()
        else:
            super().keyPressEvent(event)
