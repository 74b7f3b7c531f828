"""What stays in sight above a record's fields: its head, what one can do with it, its next step. GUI thread only."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import words
from ui import actions
from ui.theme import u
from ui.widgets.buttons import Button, IconButton
from ui.widgets.menus import Menu
from ui.widgets.record_head import NextStepBand, RecordHead

WRITES: Final = {"log_call": "call", "add_note": "note", "add_task": "task"}
"""What an action of `ui/actions.py` begins to write."""


class RecordUpper(QWidget):
    """Emits `begun(kind)` for a note, a call or a task; `trashing` from the menu of what is rarer."""

    begun = Signal(str)
    trashing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.band = RecordHead(), NextStepBand()
        self.more = IconButton("ellipsis", "pages.more", size="small")
        self.writers = {action: self._writer(action, kind) for action, kind in WRITES.items()}
        self.more.clicked.connect(self._show_more)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for writer in self.writers.values():
            buttons.addWidget(writer)
        buttons.addStretch()
        buttons.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(u(20), u(4), u(16), 0)
        column.setSpacing(u(12))
        column.addWidget(self.head)
        column.addLayout(buttons)
        column.addWidget(self.band)

    def _writer(self, action: str, kind: str) -> Button:
        first = action == next(iter(WRITES))
        cap = actions.BY_ID[action].letter if first else ""
        look = "primary" if first else "quiet"
        made = Button(f"pages.{action}", kind=look, icon=actions.BY_ID[action].icon, cap=cap, size="small")
        made.setToolTip(actions.tooltip(action))
        made.clicked.connect(lambda: self.begun.emit(kind))
        return made

    def _show_more(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(words.say("pages.edit_field"), self.head.edit)
        menu.addAction(words.say("pages.move_to_trash"), self.trashing.emit)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def retranslate(self) -> None:
        """Tooltips in the language in force."""
        for action, writer in self.writers.items():
            writer.setToolTip(actions.tooltip(action))
