"""A short form for a new record, in the pane: the name is enough, Enter makes it. GUI thread only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import words
from ui import messages
from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.choices import ComboBox
from ui.widgets.inputs import LineEdit
from ui.widgets.said import Label
from vault.errors import SatchelError
from vault.model.catalogue import NOUNS
from vault.model.fields import Field, Noun


def asked(noun: Noun) -> list[Field]:
    """What the form asks for: what is needed, what a list shows, how to reach them; nothing that is computed."""
    return [
        field
        for field in noun.fields
        if (field.required or field.name in noun.columns or field.makes)
        and (not field.derived or field.makes)
        and field.target != "user"
    ]


class NewForm(QWidget):
    """Emits `wanted(texts)` with what was typed by field, `left` on Esc; `made` is told to it when the record is."""

    wanted = Signal(dict)
    left = Signal()
    made = Signal()

    def __init__(self, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.noun = NOUNS[noun]
        self.heading, self.error = Label("h1", f"pages.new_{noun}"), Label("small", colour="bad", wrap=True)
        self.inputs: dict[str, LineEdit | ComboBox] = {}
        self._labels: list[tuple[Label, Field]] = []
        self.save = Button("pages.create", kind="primary")
        self.cancel = Button("pages.cancel")
        self.save.clicked.connect(self._hand_over)
        self.cancel.clicked.connect(self.left.emit)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(u(20), u(12), u(20), u(20))
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addSpacing(8)
        for field in asked(self.noun):
            label, made = Label("smallM", colour="fg2"), self._input(field)
            label.setBuddy(made)
            self._labels.append((label, field))
            self.inputs[field.name] = made
            column.addWidget(label)
            column.addWidget(made)
            column.addSpacing(6)
        self.error.hide()
        column.addWidget(self.error)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
        self.retranslate()

    def _input(self, field: Field) -> LineEdit | ComboBox:
        return ComboBox() if field.target == "stage" else LineEdit()

    def retranslate(self) -> None:
        """The fields' names in the language in force."""
        for label, field in self._labels:
            named = field.words.in_language(words.language())
            label.show_text(f"{named} · {words.say('pages.required')}" if field.required else named)
            self.inputs[field.name].setAccessibleName(named)

    def offer(self, field: str, options: list[tuple[str, object]]) -> None:
        """What one picks from in a field that is not typed."""
        made = self.inputs.get(field)
        if isinstance(made, ComboBox) and options:
            made.set_options(options, options[0][1])

    def begin(self) -> None:
        """Empty, with the caret in the name."""
        for made in self.inputs.values():
            if isinstance(made, LineEdit):
                made.clear()
                made.set_tone("")
        self.error.hide()
        self.inputs[self.noun.title].setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> dict[str, str]:
        """What was typed and picked, by field."""
        return {
            name: made.text() if isinstance(made, LineEdit) else str(made.value() or "")
            for name, made in self.inputs.items()
        }

    def typed(self) -> dict[str, str]:
        """What stands in the fields that are typed."""
        return {name: made.text() for name, made in self.inputs.items() if isinstance(made, LineEdit)}

    def fill(self, typed: dict[str, str]) -> None:
        """Put back what was typed once."""
        for name, text in typed.items():
            made = self.inputs.get(name)
            if isinstance(made, LineEdit):
                made.setText(text)

    def _hand_over(self) -> None:
        if not self.save.isEnabled():
            return
        for made in self.inputs.values():
            if isinstance(made, LineEdit):
                made.set_tone("")
        self.save.set_busy(True)
        self.wanted.emit(self.texts())

    def settle(self) -> None:
        """The answer is there."""
        self.save.set_busy(False)

    def refuse(self, error: BaseException) -> None:
        """Mark the field that cannot be taken and say why; everything typed stays."""
        self.settle()
        name = str(error.facts.get("field", "")) if isinstance(error, SatchelError) else ""
        field, made = self.noun.field(name), self.inputs.get(name)
        label = field.words.in_language(words.language()) if field is not None else ""
        if isinstance(made, LineEdit):
            made.set_tone("bad")
            made.setFocus(Qt.FocusReason.OtherFocusReason)
        sentence = messages.of_field(error, label) if label else messages.one_line(error)
        self.error.show_text(f"{label}: {sentence}" if label else sentence)
        self.error.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter makes the record, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hand_over()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
