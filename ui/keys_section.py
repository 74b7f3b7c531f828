"""The keys of the open vault on the settings page: passphrase, keychain, vault key, recovery kit. GUI thread only.

A change of passphrase, recovery or keys is asked about first, for it cannot be undone (interface.md 6.2).
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import keys, kits, words
from app.session import Session
from ui import appearance
from ui.bridge import Job
from ui.dialogs.confirm import Confirm
from ui.kit_card import KitCard
from ui.page import Shell
from ui.passphrase_form import PassphraseForm
from ui.widgets.buttons import Button
from ui.widgets.cards import ProgressStrip
from ui.widgets.choices import Switch
from ui.widgets.forms import Row, Section
from ui.widgets.said import Label


class KeysSection(Section):
    """Rows, and below them what is under way: a rotation, or the kit that was just made."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("keys.section")
        self.shell = shell
        self.passphrase = PassphraseForm(shell, self.run)
        self.keychain, self.keychain_until = Switch("keys.keychain"), Label("small", colour="fg2", wrap=True)
        self.rotate, self.renew = Button("keys.rotate", icon="key-round"), Button("keys.renew", icon="printer")
        self.strip, self.kit = ProgressStrip("key-round", "ui.stop"), NewKit(shell)
        self._job: Job | None = None
        self.add(
            self.passphrase,
            Row("keys.keychain", self.keychain, "keys.keychain_hint"), self.keychain_until,
            Row("keys.rotate", self.rotate, "keys.rotate_hint"),
            Row("keys.renew", self.renew, "keys.renew_hint"), self.strip, self.kit,
        )  # fmt: skip
        for hidden in (self.strip, self.kit, self.keychain_until):
            hidden.hide()
        self.keychain.clicked.connect(self._turn)
        self.rotate.clicked.connect(lambda: self._ask("rotate", self._rotate))
        self.renew.clicked.connect(lambda: self._ask("renew", self._renew))
        self.strip.button.clicked.connect(self._stop)

    @property
    def _session(self) -> Session | None:
        session: Session | None = self.shell.bridge.session
        return session

    def activate(self) -> None:
        """Shown: how the keychain stands is asked of the system."""
        self.passphrase.activate()
        if self._session is not None and self._job is None:
            self.shell.bridge.run(keys.keychain_status, self._session, done=self._show_keychain)

    def _show_keychain(self, found: keys.Keychain) -> None:
        self.keychain.setEnabled(found.possible)
        self.keychain.setChecked(found.on)
        self.keychain_until.setVisible(found.on)
        if found.until is not None:
            day = datetime.fromtimestamp(found.until).astimezone().date()
            said = appearance.locale().toString(QDate(day.year, day.month, day.day))
            self.keychain_until.show_text(words.say("keys.keychain_until", day=said))
        elif found.on:
            self.keychain_until.show_text(words.say("keys.keychain_lost"))

    def _turn(self, on: bool) -> None:
        if self._session is not None:
            deed: Callable[[Session], object] = keys.keychain_on if on else keys.keychain_off
            self.shell.bridge.run(deed, self._session, done=lambda _until: self.activate(), failed=self._failed)

    def _ask(self, name: str, act: Callable[[], object]) -> None:
        heading, detail, deed = (words.say(f"keys.{name}_{part}") for part in ("ask", "detail", "deed"))
        Confirm(self.window(), heading, detail, deed, act, icon="key-round").open()

    def _rotate(self) -> None:
        self.run("rotate", keys.rotate, done=lambda _nothing: self.shell.toast(words.say("keys.rotated")))

    def _renew(self) -> None:
        self.run("renew", keys.renew_recovery, done=self._renewed)

    def _renewed(self, code: str) -> None:
        if self._session is not None:
            self.kit.show_kit(kits.kit_of(self._session.unlocked, code))

    def run(self, name: str, deed: Callable[..., object], *given: object, done: Callable[..., object]) -> None:
        """Long work on the keys: one at a time, with how far it is and a way to stop."""
        if self._session is None or self._job is not None:
            return
        heading = words.say(f"keys.{name}_runs")
        self.strip.show_progress(0, 0, heading, words.say("keys.all_stays"))
        self.strip.show()
        self._enable(False)

        def ended(value: object) -> None:
            self._end()
            done(value)

        self._job = self.shell.bridge.job(
            deed, self._session, *given, door="run", done=ended, failed=self._failed,
            progress=lambda part, whole: self.strip.show_progress(part, whole, heading, words.say("keys.all_stays")),
        )  # fmt: skip

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _end(self) -> None:
        self._job = None
        self.strip.hide()
        self._enable(True)
        self.activate()

    def _enable(self, on: bool) -> None:
        for control in (self.rotate, self.renew, self.keychain):
            control.setEnabled(on)
        self.passphrase.set_busy(not on)

    def _failed(self, error: BaseException) -> None:
        self._end()
        self.shell.fail(error)


class NewKit(QWidget):
    """The kit that was just made, until it is proved to be in hand or put aside; the code is nowhere else."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.card = shell, KitCard()
        self.done = Button("keys.kit_done", kind="primary", icon="check")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label("body", "keys.kit_text", wrap=True))
        column.addWidget(self.card)
        column.addWidget(self.done)
        self.card.proved.connect(self.done.setEnabled)
        self.card.failed.connect(shell.fail)
        self.done.clicked.connect(self._confirm)

    def show_kit(self, kit: kits.Kit) -> None:
        """From now on it is seen."""
        self.card.show_kit(kit)
        self.show()
        self.card.first().setFocus()

    def _confirm(self) -> None:
        session = self.shell.bridge.session
        if session is not None:
            self.shell.bridge.command(kits.confirm, session.unlocked, done=self._confirmed, failed=self.shell.fail)

    def _confirmed(self, _nothing: object) -> None:
        self.card.forget()
        self.hide()
        self.shell.toast(words.say("kit.confirmed"))
