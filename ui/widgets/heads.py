"""The title row every page begins with: title, count, buttons at the right. GUI thread only."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import appearance
from ui.theme import u
from ui.widgets.said import Label


class PageHead(QWidget):
    """`add` puts a button at the right, the primary one last; `set_note` a quiet line below the title."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.count, self.note = Label("h1", title), Label("body", colour="fg2"), Label("body", colour="fg2")
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        self._row.addWidget(self.title)
        self._row.addWidget(self.count)
        self._row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(u(24), 12, u(16), 6)
        column.setSpacing(2)
        column.addLayout(self._row)
        column.addWidget(self.note)
        self.note.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget) -> None:
        """Another control at the right."""
        self._row.addWidget(widget)

    def set_count(self, count: int | None) -> None:
        """How many there are; None shows none."""
        self.count.show_text("" if count is None else appearance.locale().toString(count))

    def set_note(self, text: str) -> None:
        """A line below the title; empty hides it."""
        self.note.show_text(text)
        self.note.setVisible(bool(text))
