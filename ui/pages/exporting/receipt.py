"""The receipt of a file that left: rows, what is masked in it, its checksum, where it lies. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import temporary, words
from app.exporting.running import Receipt
from ui import appearance, clipboard
from ui.theme import u
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import Card, IconTile
from ui.widgets.said import Label, plain_tip
from vault.model.fields import Noun

_COPIED = ("lies_in", "sum")
_LONG, _HEAD, _TAIL = 64, 20, 36
_FACTS = ("lies_in", "sum", "masked_fields", "reason", "held_back", "number")


class ReceiptView(QWidget):
    """What left, where it lies, and by what it can be recognised. `again` leads back to the rules."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = Path()
        self.heading, self.checked = Label("h1", wrap=True), Label("body", colour="fg2", wrap=True)
        self.facts = {name: _Fact(f"exporting.{name}", copies=name in _COPIED) for name in _FACTS}
        self.folder = Button("exporting.show_folder", icon="folder-open")
        self.again = Button("exporting.again", icon="rotate-ccw")
        self.folder.clicked.connect(self._open_folder)
        card = Card(margins=24, spacing=u(14))
        card.body.addLayout(self._head())
        for fact in self.facts.values():
            card.body.addWidget(fact)
        card.body.addLayout(self._ways())
        column = QVBoxLayout(self)
        column.setContentsMargins(u(14), 0, u(14), u(14))
        column.addWidget(card)
        column.addStretch()

    def _head(self) -> QHBoxLayout:
        head, texts = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(u(16))
        head.addWidget(IconTile("shield-check", "ok", side=48), 0, Qt.AlignmentFlag.AlignTop)
        texts.setSpacing(4)
        texts.addWidget(self.heading)
        texts.addWidget(self.checked)
        head.addLayout(texts, 1)
        return head

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder)
        row.addWidget(self.again)
        row.addStretch()
        return row

    def show_receipt(self, noun: Noun, receipt: Receipt, path: Path) -> None:
        """The facts of a file that has been written."""
        self.path = path
        self.heading.show_text(words.say("exporting.done", n=receipt.rows, list=listed(noun)))
        self.checked.show_text(words.say("exporting.checked" if receipt.checked else "exporting.not_checked"))
        held_back = appearance.locale().toString(receipt.held_back) if receipt.held_back else ""
        shown = {
            "lies_in": str(path), "sum": receipt.sha256, "masked_fields": names_of(noun, receipt.masked),
            "reason": receipt.purpose, "held_back": held_back, "number": receipt.receipt,
        }  # fmt: skip
        for name, text in shown.items():
            self.facts[name].show_value(text)

    def _open_folder(self) -> None:
        with temporary.the_systems_own():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))


class _Fact(QWidget):
    """A quiet name and a value that can be selected; without a value it is not there."""

    def __init__(self, key: str, *, copies: bool) -> None:
        super().__init__()
        self._whole, self._short = "", copies
        self.value = Label("body", wrap=not copies)
        self.value.setTextInteractionFlags(_SELECTABLE)
        name = Label("body", key, colour="fg2", wrap=True)
        name.setFixedWidth(u(150))
        name.setMinimumHeight(u(28))
        self.value.setMinimumHeight(u(28))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(12))
        line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.value, 0 if copies else 1)
        if copies:
            copy = IconButton("copy", "exporting.copy", size="small")
            copy.clicked.connect(lambda: clipboard.copy(self._whole))
            line.addWidget(copy)
            line.addStretch()

    def show_value(self, text: str) -> None:
        """A long path is shown in part; it is copied whole."""
        self._whole = text
        cut = self._short and len(text) > _LONG
        self.value.show_text(f"{text[:_HEAD]} … {text[-_TAIL:]}" if cut else text)
        self.value.setToolTip(plain_tip(text) if self._short else "")
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """The whole value."""
        return self._whole


_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


def listed(noun: Noun) -> str:
    """What a list of this noun is called within a sentence."""
    plural = noun.plural.in_language(words.language())
    return plural if words.language() == "zh_CN" else plural[:1].lower() + plural[1:]


def names_of(noun: Noun, fields: tuple[str, ...]) -> str:
    """The fields' words, in one line."""
    known = [noun.field(name) for name in fields]
    return words.say("exporting.comma").join(each.words.in_language(words.language()) for each in known if each)
