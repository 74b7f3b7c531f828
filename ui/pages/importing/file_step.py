"""Step 1: which file, and how it is read, with a sample to see whether it is read well. GUI thread only."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import words
from app.importing import dialects, targets
from app.importing.drafts import Draft
from ui import appearance
from ui.pages.importing.drop_zone import DropZone
from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, ErrorCard, IconTile
from ui.widgets.choices import ComboBox
from ui.widgets.grid import Cell, Grid
from ui.widgets.said import Label
from vault.model.catalogue import NOUNS

_ENCODINGS: Final = (
    "utf-8", "gb18030", "big5", "utf-16", "windows-1252", "windows-1250", "windows-1251", "windows-1254",
    "shift_jis", "euc_kr",
)  # fmt: skip
_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_SHOWN: Final = 50


class FileStep(QWidget):
    """Emits `chosen(Path)`, `read_again(dict)` with encoding, delimiter or sheet, `holds(noun)`, `another`."""

    chosen = Signal(object)
    read_again = Signal(object)
    holds = Signal(str)
    another = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone, self.error, self.table = DropZone(), ErrorCard(), Grid("importing.sample")
        self.name, self.facts = Label("h2"), Label("small", colour="fg2")
        self.change = Button("importing.another", icon="folder-open")
        self.noun, self.encoding = ComboBox("importing.holds"), ComboBox("importing.encoding")
        self.delimiter, self.sheet = ComboBox("importing.delimiter"), ComboBox("importing.sheet")
        self._fields: dict[ComboBox, QWidget] = {}
        self._lay_out()
        self.error.hide()
        self._connect()

    def _connect(self) -> None:
        self.zone.chosen.connect(self.chosen)
        self.change.clicked.connect(self.another)
        self.noun.activated.connect(lambda _row: self.holds.emit(str(self.noun.value())))
        for name, box in (("encoding", self.encoding), ("delimiter", self.delimiter), ("sheet", self.sheet)):
            box.activated.connect(lambda _row, name=name, box=box: self.read_again.emit({name: box.value()}))

    def _lay_out(self) -> None:
        self.table.setSelectionMode(Grid.SelectionMode.NoSelection)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.zone)
        self._stack.addWidget(self._loaded())
        column = QVBoxLayout(self)
        column.setContentsMargins(u(24), u(8), u(20), u(16))
        column.setSpacing(u(12))
        column.addWidget(self.error)
        column.addWidget(self._stack, 1)

    def _loaded(self) -> QWidget:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.name)
        texts.addWidget(self.facts)
        head = QHBoxLayout()
        head.setSpacing(u(14))
        head.addWidget(IconTile("file-spreadsheet", side=40))
        head.addLayout(texts, 1)
        head.addWidget(self.change)
        settings = QHBoxLayout()
        settings.setSpacing(u(16))
        boxes = {"holds": self.noun, "encoding": self.encoding, "delimiter": self.delimiter, "sheet": self.sheet}
        for key, box in boxes.items():
            self._fields[box] = _labelled(f"importing.{key}", box)
            settings.addWidget(self._fields[box])
        settings.addStretch()
        top = Card(margins=16, spacing=u(14))
        top.body.addLayout(head)
        top.body.addLayout(settings)
        sample = Card(margins=0, spacing=0)
        sample.body.setContentsMargins(1, u(12), 1, u(8))
        title = Label("h2", "importing.sample")
        title.setContentsMargins(u(15), 0, 0, u(4))
        sample.body.addWidget(title)
        sample.body.addWidget(self.table, 1)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(12))
        column.addWidget(top)
        column.addWidget(sample, 1)
        return both

    def show_nothing(self) -> None:
        """No file yet."""
        self._stack.setCurrentIndex(0)
        self.error.hide()

    def show_error(self, heading: str, hint: str) -> None:
        """The file could not be read: what happened, what to do; what was there stays."""
        self.error.show_words(heading, hint)
        self.error.show()

    def refill(self, draft: Draft) -> None:
        """The controls say again how the file that is shown was read."""
        self._fill(draft)

    def show_draft(self, draft: Draft, count: int | None) -> None:
        """A file that reads as a table."""
        self.error.hide()
        self.name.show_text(draft.path.name)
        self.facts.show_text(facts_of(draft, count))
        self._fill(draft)
        heads = [head or words.say("importing.no_head", n=index + 1) for index, head in enumerate(draft.table.header)]
        cells = [
            [Cell(str(row.number), "quiet", right=True), *(Cell(cell or "", "") for cell in row.cells[: len(heads)])]
            for row in draft.rows[:_SHOWN]
        ]
        self.table.show_cells([words.say("importing.row"), *heads], cells)
        self._stack.setCurrentIndex(1)

    def _fill(self, draft: Draft) -> None:
        language, table = words.language(), draft.table
        nouns = [(NOUNS[each].plural.in_language(language), each) for each in targets.IMPORTED]
        self.noun.set_options(nouns, draft.mapping.noun)
        known = [*dict.fromkeys((table.encoding or "", *_ENCODINGS))] if table.encoding else []
        self.encoding.set_options([(encoding_words(each), each) for each in known], table.encoding)
        signs = [*dict.fromkeys((table.delimiter or "", *dialects.CANDIDATES))] if table.delimiter else []
        self.delimiter.set_options([(delimiter_words(each), each) for each in signs], table.delimiter)
        self.sheet.set_options([(each, each) for each in table.sheets], table.sheet)
        for box in (self.encoding, self.delimiter):
            self._fields[box].setVisible(box.count() > 0)
        self._fields[self.sheet].setVisible(bool(table.sheets))
        self.sheet.setEnabled(len(table.sheets) > 1)

    def focus_first(self) -> None:
        """The button that chooses, or what the file holds."""
        first = self.noun if self._stack.currentIndex() else self.zone.browse
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def encoding_words(name: str) -> str:
    """An encoding with the writing it is known for."""
    key = name.replace("-", "_")
    return words.say(f"importing.encoding_{key}") if name in _ENCODINGS else name.upper()


def delimiter_words(sign: str) -> str:
    """A delimiter by name."""
    return words.say(f"importing.delimiter_{_DELIMITERS[sign]}") if sign in _DELIMITERS else sign


def facts_of(draft: Draft, count: int | None) -> str:
    """Form, encoding, size in rows and columns, where the heads stand."""
    table, locale = draft.table, appearance.locale()
    parts = [table.format.upper()]
    parts += [encoding_words(table.encoding)] if table.encoding else []
    parts += [words.say("importing.sheet_called", sheet=table.sheet)] if table.sheet else []
    parts += [words.say("importing.rows", n=count)] if count is not None else []
    parts.append(words.say("importing.columns", n=len(table.header)))
    if table.header_row > 1:
        parts.append(words.say("importing.heads_in", row=locale.toString(table.header_row)))
    return " · ".join(parts)


def short_facts(draft: Draft, count: int | None) -> str:
    """The line below the page's title."""
    parts = [draft.path.name]
    parts += [words.say("importing.sheet_called", sheet=draft.table.sheet)] if draft.table.sheet else []
    parts += [words.say("importing.rows", n=count)] if count is not None else []
    return " · ".join(parts)


def _labelled(key: str, box: ComboBox) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Label("small", key, colour="fg2"))
    box.setMinimumWidth(u(150))
    column.addWidget(box)
    return made
