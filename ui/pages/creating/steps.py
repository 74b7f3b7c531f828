"""The three steps of making a vault: where and who, the passphrase, the recovery kit. GUI thread only."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import paths, suggesting, vaults, words
from ui.kit_card import KitCard
from ui.widgets.buttons import Button
from ui.widgets.cards import Notice
from ui.widgets.choices import ComboBox
from ui.widgets.inputs import LineEdit, PassphraseEdit
from ui.widgets.said import Label
from ui.widgets.strength import StrengthBars

CURRENCIES: Final = (
    "EUR", "USD", "GBP", "CNY", "CHF", "JPY", "AUD", "CAD", "DKK", "HKD", "INR", "KRW", "NOK", "NZD", "PLN", "SEK",
    "SGD", "TWD",
)  # fmt: skip


class Step(QWidget):
    """One step: a heading, a sentence, fields; `ready_changed(bool)` tells whether one may go on."""

    ready_changed = Signal(bool)

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(Label("h1", heading))
        self.column.addWidget(Label("body", text, colour="fg2", wrap=True))
        self.column.addSpacing(10)

    def add_field(self, key: str, field: QWidget, *beside: QWidget) -> None:
        """A label above a field."""
        self.column.addWidget(Label("smallM", key, colour="fg2"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(field, 1)
        for each in beside:
            row.addWidget(each)
        self.column.addLayout(row)


class PlaceStep(Step):
    """Name, folder, user."""

    def __init__(self) -> None:
        super().__init__("ui.create_place", "ui.create_place_hint")
        self.name = LineEdit("ui.vault_name", size="large")
        self.folder = LineEdit("ui.folder", size="large")
        self.user = LineEdit("ui.your_name", size="large")
        self.browse = Button("ui.browse", icon="folder", size="large")
        self.folder.setText(str(paths.documents()))
        self.add_field("ui.vault_name", self.name)
        self.add_field("ui.folder", self.folder, self.browse)
        self.currency = ComboBox("ui.currency", size="large")
        usual = "CNY" if words.language() == "zh_CN" else "EUR"
        self.currency.set_options([(each, each) for each in CURRENCIES], usual)
        self.add_field("ui.your_name_and_currency", self.user, self.currency)
        self.column.addWidget(Label("small", "ui.names_in_clear", colour="fg2", wrap=True))
        self.browse.clicked.connect(self._browse)
        for field in (self.name, self.folder, self.user):
            field.textChanged.connect(lambda _text: self.ready_changed.emit(self.ready()))

    def ready(self) -> bool:
        """Whether all three are filled."""
        return all(field.text().strip() for field in (self.name, self.folder, self.user))

    def path(self) -> Path:
        """The vault's own folder: the name without what file systems refuse, and `.satchel`."""
        plain = "".join("-" if each in '<>:"/\\|?*' or ord(each) < 32 else each for each in self.name.text().strip())
        return Path(self.folder.text().strip()).expanduser() / f"{plain.strip('. ') or 'vault'}.satchel"

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, words.say("ui.folder"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)


class PassphraseStep(Step):
    """A visible passphrase, judged as it is typed; `own` are words that must not carry it."""

    def __init__(self) -> None:
        super().__init__("ui.choose_passphrase", "ui.choose_passphrase_hint")
        self.own: tuple[str, ...] = ()
        self.field, self.bars, self.verdict = (
            PassphraseEdit("ui.passphrase", visible=True),
            StrengthBars(),
            Notice("info"),
        )
        self.suggest = Button("ui.suggest_six", kind="link")
        row = QHBoxLayout()
        row.addWidget(Label("smallM", "ui.passphrase", colour="fg2"))
        row.addStretch()
        row.addWidget(self.suggest)
        self.column.addLayout(row)
        for part in (self.field, self.bars, self.verdict):
            self.column.addWidget(part)
        self.suggest.clicked.connect(self._suggest)
        self.field.textChanged.connect(lambda _text: self.judge())
        self.judge()

    def judge(self) -> None:
        """Say how good it is."""
        text = self.field.text()
        if not text:
            self.bars.set_level(0)
            self.verdict.show_words(words.say("ui.passphrase_rule"), words.say("ui.passphrase_rule_hint"), "info")
        else:
            found = vaults.strength(text, self.own)
            tone = "ok" if found.accepted else "warn"
            self.bars.set_level(found.level)
            self.verdict.show_words(found.words, found.hint, tone)
        self.ready_changed.emit(self.ready())

    def ready(self) -> bool:
        """Whether the vault would take it."""
        return bool(self.field.text()) and vaults.strength(self.field.text(), self.own).accepted

    def _suggest(self) -> None:
        self.field.setText(suggesting.six_words())
        self.field.set_visible_text(True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)


class KitStep(Step):
    """The recovery kit and the proof that it is in hand."""

    def __init__(self) -> None:
        super().__init__("kit.heading", "kit.hint")
        self.card = KitCard()
        self.column.addWidget(self.card)
        self.card.proved.connect(self.ready_changed)

    def ready(self) -> bool:
        """Whether the group asked for was typed."""
        return self.card.is_proved()
