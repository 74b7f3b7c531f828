"""The head of the record pane: avatar, name, what else is said; and the band of the next step. GUI thread only."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.in_place import InPlaceEdit
from ui.widgets.said import Label
from vault.model.catalogue import NOUNS
from vault.values import Masked, Record

_ICONS = {"deal": "handshake"}


class Portrait(QWidget):
    """The large avatar of a record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.seed = self.noun = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_record(self, noun: str, name: str, seed: str) -> None:
        """Whose it is; a masked name shows no initials."""
        self.noun, self.name, self.seed = noun, name, seed
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(u(52), u(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Initials, or a deal's sign."""
        painter = QPainter(self)
        if self.noun in _ICONS:
            painting.rounded(painter, self.rect(), 12, c("accentSoft"))
            painting.icon(painter, _ICONS[self.noun], (self.width() - u(24)) // 2, self.height() // 2, 24, "accentText")
        else:
            painting.avatar(painter, self.rect(), self.name, self.seed, square=self.noun == "account")
        painter.end()


class RecordHead(QWidget):
    """Portrait, name and subtitle. `renamed(text)` after the name was edited in place."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.portrait, self.name, self.more = Portrait(), Label("h1", wrap=True), Label("body", colour="fg2", wrap=True)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.more.setTextFormat(Qt.TextFormat.PlainText)
        self.editor: InPlaceEdit | None = None
        self._record: Record | None = None
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch()
        texts.addWidget(self.name)
        texts.addWidget(self.more)
        texts.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(14))
        row.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def show_record(self, record: Record, title: str, subtitle: str) -> None:
        """Whose head this is."""
        self._record = record
        hidden = isinstance(record.get(NOUNS[record.noun].title), Masked)
        self.portrait.show_record(record.noun, "" if hidden else title, record.id)
        self.name.set_colour("info" if hidden else "fg")
        self.name.show_text(title)
        self.more.show_text(subtitle)
        self.more.setVisible(bool(subtitle))

    def edit(self) -> None:
        """Edit the name where it stands; a masked one is left alone."""
        record = self._record
        field = NOUNS[record.noun].field(NOUNS[record.noun].title) if record is not None else None
        if record is None or field is None or self.editor is not None or not isinstance(record.get(field.name), str):
            return
        editor = self.editor = InPlaceEdit(str(record.get(field.name)), self.name.text(), self)
        editor.committed.connect(self.renamed.emit)
        editor.dismissed.connect(self.close_editor)
        left = u(52) + u(8)
        editor.setGeometry(QRect(left, 0, self.width() - left, u(34)))
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.selectAll()

    def close_editor(self) -> None:
        """Back to the name."""
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.finish()
            editor.hide()
            editor.deleteLater()


class NextStepBand(QFrame):
    """What is to be done next, when, and a button that says it is done."""

    done = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone, self.task = "warn", ""
        self.what, self.when = Label("bodyM", wrap=True), Label("small", colour="warn")
        self.what.setTextFormat(Qt.TextFormat.PlainText)
        self.button = Button("pages.done", size="small")
        self.button.clicked.connect(lambda: self.done.emit(self.task))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self.what)
        texts.addWidget(self.when)
        row = QHBoxLayout(self)
        row.setContentsMargins(u(38), 7, u(10), 7)
        row.addLayout(texts, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_step(self, task: str, what: str, when: str, tone: str) -> None:
        """`tone`: bad is late, warn is today, anything else lies ahead."""
        self.task, self.tone = task, tone
        self.what.show_text(what)
        self.when.show_text(when)
        self.when.set_colour(tone)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint and clock."""
        painter, late = QPainter(self), self.tone in ("bad", "warn")
        painting.rounded(painter, self.rect(), 10, c(f"{self.tone}Soft" if late else "hover"))
        painting.icon(painter, "alarm-clock" if late else "calendar-clock", u(12), self.height() // 2, 16, self.tone)
        painter.end()
