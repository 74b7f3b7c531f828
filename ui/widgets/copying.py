"""Values on the clipboard for a short while: what is still there after 20 seconds is taken away. GUI thread only."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

STAYS_MS: Final = 20_000


class ShortCopy(QObject):
    """Copies a text and forgets it again; something else copied meanwhile stays."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._copied = ""
        self._clock = QTimer(self, interval=STAYS_MS, singleShot=True)
        self._clock.timeout.connect(self.forget)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self._copied = text
        self._clock.start()

    def forget(self) -> None:
        """Clear the clipboard if it still holds what was copied."""
        if self._copied and QGuiApplication.clipboard().text() == self._copied:
            QGuiApplication.clipboard().clear()
        self._copied = ""
