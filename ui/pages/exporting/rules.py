"""What leaves the vault: which list, by which profile, and a rule per field. GUI thread only.

Everything here is derived from the declarations: fields, the forms that fit them, and their words.
"""

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app import words
from app.exporting import columns, profiles, running
from app.exporting.profiles import Form, Profile
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.choices import ComboBox
from ui.widgets.field_icons import icon_of
from ui.widgets.inputs import LineEdit
from ui.widgets.said import Label
from ui.widgets.sides import Sheet
from vault.model.catalogue import NOUNS, field_of
from vault.model.fields import Field, Noun

FIRST: Final = "contact"
_OWN: Final = "custom"
"""Stands for rules that were changed here and are not kept."""
_TYPING_MS: Final = 350


class RulesPanel(Card):
    """Emits `changed` when another file would result, `wanted(name)` for a kept profile, `kept(name)` to keep one."""

    changed = Signal()
    wanted = Signal(str)
    kept = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(margins=0, spacing=0, parent=parent)
        self.noun: Noun = NOUNS[FIRST]
        self.profile: Profile = profiles.BUILT_IN[profiles.MASKED]
        self._names: list[str] = [*profiles.BUILT_IN]
        self._viewer: Any = None  # a vault.viewers.Viewer, only handed on
        self._rows: dict[str, RuleRow] = {}
        self.which, self.by = ComboBox("exporting.list"), ComboBox("exporting.profile")
        self.where = LineEdit("exporting.where", hint_key="exporting.where_hint", icon="list-filter")
        self.where_error = Label("small", colour="bad", wrap=True)
        self.keep_as = LineEdit("exporting.keep_name", hint_key="exporting.keep_name")
        self.keep = Button("exporting.keep", kind="quiet")
        self._typed = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._connect()
        self._fill_choices()

    def _connect(self) -> None:
        self.which.activated.connect(lambda _row: self._choose_list())
        self.by.activated.connect(lambda _row: self._choose_profile())
        self.where.textEdited.connect(lambda _text: self._typed.start())
        self.where.returnPressed.connect(self._where_now)
        self._typed.timeout.connect(self.changed)
        self.keep.clicked.connect(self._keep)
        self.keep_as.returnPressed.connect(self._keep)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(u(16), u(14), u(16), u(12))
        top.setSpacing(u(8))
        top.addWidget(Label("h2", "exporting.what_leaves"))
        top.addLayout(_line(Label("bodyM", "exporting.list"), self.which))
        top.addWidget(self.where)
        top.addWidget(self.where_error)
        top.addLayout(_line(Label("bodyM", "exporting.profile"), self.by))
        self._keeping = QHBoxLayout()
        self._keeping.addWidget(self.keep_as, 1)
        self._keeping.addWidget(self.keep)
        top.addLayout(self._keeping)
        self.body.addLayout(top)
        self._sheet = Sheet()
        self._list = QVBoxLayout(self._sheet)
        self._list.setContentsMargins(u(16), u(8), u(12), u(12))
        self._list.setSpacing(u(8))
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setMinimumHeight(u(160))
        self._area.setWidget(self._sheet)
        self.body.addWidget(_Rule())
        self.body.addWidget(self._area, 1)
        self.where_error.hide()
        self.body.setContentsMargins(1, 1, 1, u(10))

    def show_for(self, viewer: object, names: list[str]) -> None:
        """Whose view it is, and the profiles there are."""
        self._viewer, self._names = viewer, names
        self._fill_choices()
        self._show_rules()

    def show_list(self, noun: str, where: str = "") -> None:
        """Another list, from outside."""
        self.noun = NOUNS.get(noun, self.noun)
        self.where.setText(where)
        self.which.choose(self.noun.name)
        self._show_rules()

    def _fill_choices(self) -> None:
        language = words.language()
        nouns = [(each.plural.in_language(language), each.name) for each in NOUNS.values() if each.in_lists]
        self.which.set_options(nouns, self.noun.name)
        offered: list[tuple[str, object]] = [(profile_words(name), name) for name in self._names]
        offered.append((profile_words(profiles.UNMASKED.name), profiles.UNMASKED.name))
        if self.profile.name == _OWN:
            offered.append((words.say("exporting.own_rules"), _OWN))
        self.by.set_options(offered, self.profile.name)
        own = self.profile.name == _OWN
        self.keep_as.setVisible(own)
        self.keep.setVisible(own)

    def retranslate(self) -> None:
        """Say choices again."""
        self._fill_choices()
        self._show_rules()

    def _choose_list(self) -> None:
        self.noun = NOUNS[str(self.which.value())]
        self.where.clear()
        self._show_rules()
        self.changed.emit()

    def _choose_profile(self) -> None:
        name = str(self.by.value())
        if name == profiles.UNMASKED.name:
            self.use(profiles.UNMASKED)
        elif name in profiles.BUILT_IN:
            self.use(profiles.BUILT_IN[name])
        elif name != _OWN:
            self.wanted.emit(name)

    def use(self, profile: Profile) -> None:
        """Rules from a profile, built in or kept."""
        self.profile = profile
        self._fill_choices()
        self._show_rules()
        self.changed.emit()

    def _where_now(self) -> None:
        self._typed.stop()
        self.changed.emit()

    def _show_rules(self) -> None:
        if self._viewer is None:
            return
        forms = forms_in_force(self.noun, self.profile, self._viewer)
        choices = running.choices(self.noun)
        if list(self._rows) != list(choices):
            self._rebuild(list(choices))
        for name, fitting in choices.items():
            self._rows[name].show_form(forms[name], fitting)

    def _rebuild(self, names: list[str]) -> None:
        while item := self._list.takeAt(0):
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._rows = {}
        for name in names:
            row = self._rows[name] = RuleRow(field_of(self.noun, name))
            row.picked.connect(self._changed_rule)
            self._list.addWidget(row)
        self._list.addStretch()

    def _changed_rule(self, name: str, form: object) -> None:
        forms = {**self.profile.forms, f"{self.noun.name}.{name}": Form(str(form))}
        self.profile = replace(self.profile, name=_OWN, forms=forms)
        self._fill_choices()
        self._show_rules()
        self.changed.emit()

    def _keep(self) -> None:
        name = self.keep_as.text().strip()
        if name and name not in (_OWN, profiles.UNMASKED.name, *profiles.BUILT_IN):
            self.kept.emit(name)
        else:
            self.keep_as.setFocus()

    def renamed(self, name: str) -> Profile:
        """The rules as a profile called `name`."""
        return replace(self.profile, name=name)

    def show_where_error(self, sentence: str) -> None:
        """Say what is wrong with the condition; empty when nothing is."""
        self.where_error.show_text(sentence)
        self.where_error.setVisible(bool(sentence))
        self.where.set_tone("bad" if sentence else "")

    def row(self, name: str) -> "RuleRow":
        """The rule of a field."""
        return self._rows[name]


def profile_words(name: str) -> str:
    """A built-in profile's words, or the name that somebody gave."""
    if name == _OWN:
        return words.say("exporting.own_rules")
    known = name in profiles.BUILT_IN or name == profiles.UNMASKED.name
    return words.say(f"exporting.profile_{name}") if known else name


def forms_in_force(noun: Noun, profile: Profile, viewer: Any) -> dict[str, Form]:
    """What becomes of each field; a link follows the rule of the name it shows."""
    made = columns.plan(noun, None, profile, viewer)
    shown = {column.name: column.form for column in made.columns}
    return {name: shown.get(name, Form.HIDE) for name in columns.all_of(noun)}


class RuleRow(QWidget):
    """One field with what becomes of it. Emits `picked(name, form)`."""

    picked = Signal(str, object)

    def __init__(self, field: Field, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.form = ComboBox()
        self.form.setFixedWidth(u(150))
        self.form.activated.connect(lambda _row: self.picked.emit(field.name, self.form.value()))
        line = QHBoxLayout(self)
        line.setContentsMargins(u(28), 0, 0, 0)
        self.label = Label("bodyM")
        self.label.setMinimumWidth(u(40))
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self.label, 1)
        line.addWidget(self.form)

    def show_form(self, form: Form, fitting: tuple[Form, ...]) -> None:
        """The form in force among those that fit. A link's form comes from the name it shows."""
        name = self.field.words.in_language(words.language())
        self.label.show_text(name)
        self.form.setAccessibleName(words.say("exporting.rule_of", field=name))
        offered = fitting if form in fitting else (form, Form.HIDE)
        self.form.set_options([(words.say(f"exporting.form_{each}"), each) for each in offered], form)
        self.form.setEnabled(len(offered) > 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field's icon."""
        painter = QPainter(self)
        painting.icon(painter, icon_of(self.field), 0, self.height() // 2, 16, "fg2")
        painter.end()


class _Rule(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.fill(painter, self.rect().adjusted(1, 0, -1, 0), c("line"))
        painter.end()


def _line(label: QWidget, control: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(label, 1)
    control.setFixedWidth(u(190))
    line.addWidget(control)
    return line
