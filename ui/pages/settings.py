"""S14, what a user can choose for this machine and this vault; everything acts at once. GUI thread only."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import vaults, words
from app.settings import AUTO_LOCK_MINUTES
from ui import appearance
from ui.data_section import DataSection
from ui.keys_section import KeysSection
from ui.page import Page, Shell
from ui.theme import SCALES, u
from ui.widgets.buttons import Button
from ui.widgets.choices import ComboBox, Segments, Switch
from ui.widgets.forms import Row, Scroller, Section
from ui.widgets.heads import PageHead
from ui.widgets.said import Label

LOCKS: Final = ("lock_with_session", "lock_on_sleep", "lock_on_minimise")
"""Reasons to lock that one can choose; each is a field of Settings and a sentence."""


class SettingsPage(Page):
    """Appearance, keyboard, security, the vault's facts."""

    key = "settings"
    title = "ui.settings"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.language = Segments((("ui.language_en", "en"), ("ui.language_zh", "zh_CN")))
        self.theme = Segments((("ui.system", "system"), ("ui.light", "light"), ("ui.dark", "dark")))
        self.text_size = ComboBox("ui.text_size")
        self.auto_lock = ComboBox("ui.auto_lock")
        self.letters, self.masked = Switch("ui.single_keys"), Switch("ui.do_masked_view")
        self.locks = {name: Switch(f"ui.{name}") for name in LOCKS}
        self.keys, self.data = KeysSection(shell), DataSection(shell)
        self.facts = [Label("body", colour="fg2") for _fact in range(4)]
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.scroller = Scroller()
        for section in (self._looks(), self._security(), self.keys, self.data, self._keyboard(), self._vault()):
            self.scroller.column.addWidget(section)
        self.scroller.column.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHead("ui.settings"))
        column.addWidget(self.scroller, 1)

    def _looks(self) -> Section:
        made = Section("ui.section_looks")
        made.add(
            Row("ui.language", self.language), Row("ui.theme", self.theme), Row("ui.text_size", self.text_size),
        )  # fmt: skip
        return made

    def _security(self) -> Section:
        made = Section("ui.section_security")
        self.lock = Button("ui.do_lock", icon="lock", cap="Ctrl+Shift+L")
        made.add(
            Row("ui.auto_lock", self.auto_lock, "ui.auto_lock_hint"),
            *(Row(f"ui.{name}", switch, f"ui.{name}_hint") for name, switch in self.locks.items()),
            Row("ui.do_lock", self.lock, "ui.lock_hint"),
            Row("ui.do_masked_view", self.masked, "ui.masked_view_hint"),
        )
        return made

    def _keyboard(self) -> Section:
        made = Section("ui.section_keyboard")
        self.sheet = Button("ui.do_shortcuts", icon="keyboard", cap="F1")
        made.add(
            Row("ui.single_keys", self.letters, "ui.letters_hint"), Row("ui.do_shortcuts", self.sheet),
        )  # fmt: skip
        return made

    def _vault(self) -> Section:
        made = Section("ui.section_vault")
        keys = ("ui.fact_name", "ui.fact_place", "ui.fact_size", "ui.fact_keys")
        for key, label in zip(keys, self.facts, strict=True):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            label.setMinimumWidth(u(320))
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            made.add(Row(key, label))
        return made

    def _connect(self) -> None:
        keep = self.shell.keep
        self.language.chosen.connect(lambda value: keep(language=value))
        self.theme.chosen.connect(lambda value: keep(theme=value))
        self.text_size.activated.connect(lambda _row: keep(text_size=self.text_size.value()))
        self.auto_lock.activated.connect(lambda _row: keep(auto_lock_minutes=self.auto_lock.value()))
        self.letters.clicked.connect(lambda on: keep(single_keys=on))
        for name, switch in self.locks.items():
            switch.clicked.connect(lambda on, name=name: keep(**{name: on}))
        self.masked.clicked.connect(lambda _on: self.shell.trigger("masked_view"))
        self.lock.clicked.connect(lambda: self.shell.trigger("lock"))
        self.sheet.clicked.connect(lambda: self.shell.trigger("shortcuts"))

    def activate(self, **arguments: object) -> None:
        """Show what is in force; `section` "passphrase" or "recovery" goes straight there."""
        self.retranslate()
        self._ask_facts()
        self.keys.activate()
        doors = {"passphrase": self.keys.passphrase.first(), "recovery": self.keys.renew}
        self._wanted = doors.get(str(arguments.get("section")))

    def refresh(self) -> None:
        """The masked view may have been switched elsewhere."""
        self.retranslate()

    def focus_first(self) -> None:
        """The first choice, or what was asked for."""
        if self._wanted is not None:
            self.scroller.ensureWidgetVisible(self._wanted)
            self._wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.language.focus_chosen()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Nothing of its own."""
        return {}

    def retranslate(self) -> None:
        """Options are composed here."""
        self.data.activate()
        chosen = self.shell.settings
        self.language.choose(words.language())
        self.theme.choose(chosen.theme)
        self.text_size.set_options([(words.say("ui.percent", n=each), each) for each in SCALES], chosen.text_size)
        minutes = [(words.say("ui.minutes", n=each), each) for each in AUTO_LOCK_MINUTES]
        self.auto_lock.set_options(minutes, chosen.auto_lock_minutes)
        self.letters.setChecked(chosen.single_keys)
        for name, switch in self.locks.items():
            switch.setChecked(getattr(chosen, name))
        session = self.shell.bridge.session
        self.masked.setChecked(bool(session is not None and session.masked))

    def _ask_facts(self) -> None:
        session = self.shell.bridge.session
        if session is not None:
            self.shell.bridge.run(vaults.open_facts, session, done=self._show_facts)

    def _show_facts(self, found: vaults.OpenFacts) -> None:
        size = appearance.locale().formattedDataSize(found.size_bytes)
        keys = words.say("ui.fact_keys_are", mib=found.kdf_mib, passes=found.kdf_passes)
        for label, text in zip(self.facts, (found.name, str(found.path), size, keys), strict=True):
            label.show_text(text)
