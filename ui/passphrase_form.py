"""A new passphrase, judged as it is typed; the old one is proved first and opens nothing then. GUI thread only."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import keys, vaults, words
from app.session import Session
from ui.dialogs.confirm import Confirm
from ui.page import Shell
from ui.widgets.buttons import Button
from ui.widgets.choices import CheckBox
from ui.widgets.inputs import PassphraseEdit
from ui.widgets.said import Label
from ui.widgets.strength import StrengthBars

Run = Callable[..., None]
"""How long work on the keys is done (keys_section.py)."""


class PassphraseForm(QWidget):
    """The old one, the new one, and whether somebody may know the old: then every key becomes new, too."""

    def __init__(self, shell: Shell, run: Run) -> None:
        super().__init__()
        self.shell, self._run = shell, run
        self.old, self.field = (PassphraseEdit(f"keys.{name}", size="medium") for name in ("old", "new"))
        self.old_label, self.bars = Label("bodyM", "keys.old"), StrengthBars()
        self.verdict, self.known = Label("small", colour="fg2", wrap=True), CheckBox("keys.known")
        self.button, self._busy = Button("ui.change_passphrase", icon="key-round"), False
        self._lay_out()
        for field in (self.old, self.field):
            field.textChanged.connect(lambda _text: self.judge())
            field.returnPressed.connect(self.change)
        self.button.clicked.connect(self.change)
        self.judge()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        above: tuple[QWidget, ...] = (self.old_label, self.old, Label("bodyM", "keys.new"))
        for widget in above:
            column.addWidget(widget)
        column.addLayout(line)
        hint = Label("small", "keys.known_hint", colour="fg2", wrap=True)
        below: tuple[QWidget, ...] = (self.bars, self.verdict, self.known, hint)
        for widget in below:
            column.addWidget(widget)

    @property
    def _session(self) -> Session | None:
        session: Session | None = self.shell.bridge.session
        return session

    def activate(self) -> None:
        """Whoever opened with the recovery code does not know the old one."""
        by_code = self._session is not None and self._session.unlocked.opened_by_recovery_code
        for widget in (self.old, self.old_label):
            widget.setVisible(not by_code)
        self.judge()

    def first(self) -> PassphraseEdit:
        """Where typing begins."""
        return self.field if self.old.isHidden() else self.old

    def set_busy(self, busy: bool) -> None:
        """While keys are changed nothing else is."""
        self._busy = busy
        self.judge()

    def judge(self) -> None:
        """Say how good the new one is."""
        text = self.field.text()
        own = vaults.who(self._session) if self._session is not None else ()
        found = vaults.strength(text, own) if text else None
        self.bars.set_level(found.level if found else 0)
        self.verdict.show_text(found.words if found else words.say("ui.passphrase_rule"))
        whole = found is not None and found.accepted and (self.old.isHidden() or bool(self.old.text()))
        self.button.setEnabled(whole and not self._busy)

    def change(self) -> None:
        """Ask, then lock the keys anew, away from the GUI thread."""
        if not self.button.isEnabled():
            return
        name = "known" if self.known.isChecked() else "change"
        heading, detail, deed = (words.say(f"keys.{name}_{part}") for part in ("ask", "detail", "deed"))
        Confirm(self.window(), heading, detail, deed, self._change, icon="key-round").open()

    def _change(self) -> None:
        old = None if self.old.isHidden() else self.old.text()
        known = self.known.isChecked()
        self._run(
            "known" if known else "change", keys.change_passphrase, old, self.field.text(), known, done=self._changed
        )

    def _changed(self, _nothing: object) -> None:
        self.old.wipe()
        self.field.wipe()
        self.known.setChecked(False)
        self.activate()
        self.shell.toast(words.say("ui.passphrase_changed"))
