"""The first rows exactly as the file will read, the work under way, and at the end the receipt. GUI thread only."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import words
from app.exporting.running import Preview
from app.exporting.writing import FORMATS
from ui import appearance
from ui.pages.exporting.receipt import ReceiptView, listed
from ui.theme import u
from ui.widgets.cards import Card, EmptyState, ProgressStrip
from ui.widgets.choices import Segments
from ui.widgets.grid import Cell, Grid
from ui.widgets.said import Label
from vault.model.fields import Kind, Noun

_NUMBERS: Final = frozenset({Kind.INTEGER, Kind.PERCENT, Kind.MONEY, Kind.YEAR})


class PreviewPanel(Card):
    """`format` holds "csv" or "xlsx"; `table` the preview; `receipt` what came of it."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(margins=0, spacing=0, ground="sunken", parent=parent)
        self.title, self.about = Label("h2", "exporting.preview"), Label("small", colour="fg2")
        self.format = Segments([(f"exporting.format_{each}", each) for each in FORMATS])
        self.format.choose(FORMATS[0])
        self.table = Grid("exporting.preview")
        self.nothing = EmptyState("list-filter", "exporting.nothing", "exporting.nothing_hint")
        self.strip = ProgressStrip("file-lock-2", "exporting.stop")
        self.receipt = ReceiptView()
        self.table.setSelectionMode(Grid.SelectionMode.NoSelection)
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.about)
        head = QHBoxLayout()
        head.setContentsMargins(u(16), u(12), u(14), u(10))
        head.addLayout(texts, 1)
        head.addWidget(self.format)
        self.body.addLayout(head)
        self._stack = QStackedWidget()
        working = QWidget()
        column = QVBoxLayout(working)
        column.setContentsMargins(u(16), u(8), u(16), u(16))
        column.addWidget(self.strip)
        column.addStretch()
        paper = _Paper()
        paper.body.addWidget(self.table)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(u(14), 0, u(14), u(14))
        around.addWidget(paper)
        self._faces: dict[str, QWidget] = {
            "table": inside, "nothing": self.nothing, "working": working, "receipt": self.receipt,
        }  # fmt: skip
        for face in self._faces.values():
            self._stack.addWidget(face)
        self.body.addWidget(self._stack, 1)

    def face(self) -> str:
        """What is shown: "table", "nothing", "working" or "receipt"."""
        return next(name for name, each in self._faces.items() if each is self._stack.currentWidget())

    def turn(self, face: str) -> None:
        """Show another face; the format can only be chosen while there is a preview."""
        self._stack.setCurrentWidget(self._faces[face])
        self.format.setVisible(face in ("table", "nothing"))
        self.about.setVisible(face == "table")
        self.title.say_key("exporting.receipt" if face == "receipt" else "exporting.preview")

    def show_preview(self, noun: Noun, found: Preview) -> None:
        """The rows as they will read; cells that are not as they are stored are tinted."""
        rights = [_right(noun, name) for name in found.names]
        cells = [
            [Cell(text, "masked" if changed else "", right and not changed) for text, changed, right
             in zip(row, found.changed, rights, strict=True)]
            for row in found.rows
        ]  # fmt: skip
        self.table.show_cells(found.headings, cells)
        number = appearance.locale().toString(found.total)
        sentence = words.say("exporting.preview_about", shown=len(found.rows), total=number, list=listed(noun))
        self.about.show_text(sentence)
        self.turn("table" if found.total else "nothing")


def _right(noun: Noun, name: str) -> bool:
    field = noun.field(name)
    return field is not None and field.kind in _NUMBERS


class _Paper(Card):
    def __init__(self) -> None:
        super().__init__(margins=1, spacing=0, radius=10)
        self.body.setContentsMargins(1, u(6), 1, u(6))
