"""What came of it: where the new vault lies, how many records of each kind are in it. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import words
from app.backups import Restored
from app.salvaging import Salvaged
from ui import appearance, backup_words
from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.cards import IconTile, Notice
from ui.widgets.said import Label
from vault.model.catalogue import NOUNS


class Outcome(QWidget):
    """Emits `opened(path)`: the new vault is to be opened."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place, self._result = Path(), object()
        self.heading, self.text = Label("h1", wrap=True), Label("body", colour="fg2", wrap=True)
        self.where, self.lost = Label("body", wrap=True), Notice("warn")
        self.open = Button("rescue.open", kind="primary", icon="lock-open", size="large")
        self.open.setAutoDefault(True)
        self.counts = QGridLayout()
        self.counts.setHorizontalSpacing(u(24))
        self.counts.setVerticalSpacing(6)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for label in (self.heading, self.text):
            texts.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(IconTile("circle-check", "ok", side=44), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.where)
        column.addLayout(self.counts)
        for part in (self.lost, self.open):
            column.addWidget(part)
        self.open.clicked.connect(lambda: self.opened.emit(self._place))

    def show_result(self, place: Path, result: object) -> None:
        """A vault was made at `place`."""
        self._place, self._result = place, result
        self.retranslate()

    def retranslate(self) -> None:
        """Everything here is composed."""
        self.where.show_text(str(self._place))
        while item := self.counts.takeAt(0):
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.lost.hide()
        if isinstance(self._result, Restored):
            self._show_restored(self._result)
        elif isinstance(self._result, Salvaged):
            self._show_salvaged(self._result)

    def _show_restored(self, made: Restored) -> None:
        self.heading.show_text(words.say("rescue.restored"))
        day = backup_words.moment(made.manifest.created)
        self.text.show_text(words.say("rescue.restored_text", day=day))
        if made.erased:
            self.lost.show_words(words.say("rescue.erased_again", n=made.erased), tone="info")
            self.lost.show()

    def _show_salvaged(self, made: Salvaged) -> None:
        self.heading.show_text(words.say("rescue.salvaged"))
        self.text.show_text(words.say("rescue.salvaged_text"))
        for row, (noun, saved) in enumerate((noun, n) for noun, n in made.saved.items() if n or made.lost.get(noun)):
            self._count(row, noun, saved, made.lost.get(noun, 0))
        lost = sum(made.lost.values())
        if lost or made.lost_pages or made.lost_rows:
            gone = words.say("rescue.lost", n=lost) if lost else words.say("rescue.lost_pages", n=made.lost_pages)
            self.lost.show_words(gone, words.say("rescue.lost_hint"), "warn")
        else:
            self.lost.show_words(words.say("rescue.nothing_lost"), tone="ok")
        self.lost.show()

    def _count(self, row: int, noun: str, saved: int, lost: int) -> None:
        locale, name = appearance.locale(), Label("body", colour="fg2")
        name.show_text(NOUNS[noun].plural.in_language(words.language()))
        number, gone = Label("bodyM"), Label("small", colour="warn")
        number.show_text(locale.toString(saved))
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        gone.show_text(words.say("rescue.gone", n=lost) if lost else "")
        for column, label in enumerate((name, number, gone)):
            self.counts.addWidget(label, row, column)
        self.counts.setColumnStretch(2, 1)
