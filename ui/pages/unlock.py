"""S1, the lock screen: which vault, who, one passphrase. GUI thread only; key derivation happens elsewhere."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import known_vaults, rescuing, vaults, words
from app.errors import Cancelled
from app.known_vaults import Known
from app.session import Session
from ui import messages
from ui.page import Shell
from ui.widgets.backdrop import Mark
from ui.widgets.buttons import Button
from ui.widgets.cards import FixedCard
from ui.widgets.choices import ComboBox
from ui.widgets.inputs import LineEdit, PassphraseEdit
from ui.widgets.said import Label
from ui.widgets.toasts import Tip, announce
from ui.widgets.vault_choice import VaultMenu, VaultName


class UnlockPage(FixedCard):
    """Emits `unlocked(session, recovered)` or `damaged(path, error)`; asks for other vaults by the window's actions."""

    unlocked = Signal(object, bool)
    damaged = Signal(object, object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(400, parent=parent)
        self.shell = shell
        self.facts: vaults.Facts | None = None
        self._attempt, self._stop, self._with_code, self._wait_s = 0, Event(), False, 0
        self.title, self.about, self.name = Label("h1"), Label("body", colour="fg2", wrap=True), VaultName()
        self.user = ComboBox("ui.user")
        self.passphrase = PassphraseEdit("ui.passphrase")
        self.code = LineEdit("ui.recovery_code", hint_key="ui.recovery_code_shape", size="large")
        self.field_label = Label("smallM", "ui.passphrase", colour="fg2")
        self.caps = Tip("arrow-big-up", "warn")
        self.error, self.hint = Label("small", colour="bad", wrap=True), Label("small", colour="fg2", wrap=True)
        self.demo = Label("small", "ui.demo_prefilled", colour="fg2", wrap=True)
        self.button = Button("ui.unlock", kind="primary", cap="↵", size="large")
        self.keychain = Button("keys.open_keychain", icon="key-round", size="large")
        self.new_vault = Button("ui.do_create_vault", kind="primary", icon="key-round", size="large")
        self.new_vault.setAutoDefault(True)  # Enter, as it would unlock where there is a vault
        self.restore = Button("rescue.restore_way", icon="rotate-ccw", size="large")
        self.forgot = Button("ui.forgot", kind="plain", icon="life-buoy")
        self.other = Button("ui.other_vault", kind="plain", icon="folder-open")
        self._patience = QTimer(self, interval=1000)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.button.clicked.connect(self.attempt)
        self.keychain.clicked.connect(lambda: self._try(None, None))
        self.passphrase.returnPressed.connect(self.attempt)
        self.code.returnPressed.connect(self.attempt)
        self.new_vault.clicked.connect(lambda: self.shell.trigger("create_vault"))
        self.forgot.clicked.connect(self._swap)
        for button in (self.name, self.other):
            button.clicked.connect(self._offer_vaults)
        self.passphrase.caps_lock_changed.connect(self._show_caps)
        self.passphrase.textEdited.connect(lambda _text: self._clear_error())
        self._patience.timeout.connect(self._count_down)

    def _lay_out(self) -> None:
        for label in (self.title, self.about):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = self.body
        body.addWidget(Mark(52), 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(18)
        body.addWidget(self.title)
        body.addSpacing(6)
        body.addWidget(self.about)
        body.addWidget(self.name, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(18)
        body.addLayout(self._fields())
        body.addSpacing(14)
        body.addWidget(self.button)
        body.addWidget(self.keychain)
        body.addWidget(self.new_vault)
        body.addSpacing(8)
        body.addWidget(self.restore)
        body.addSpacing(10)
        foot = QHBoxLayout()
        foot.addWidget(self.other)
        foot.addStretch()
        foot.addWidget(self.forgot)
        body.addLayout(foot)
        for hidden in (self.user, self.caps, self.error, self.hint, self.demo, self.code, self.keychain):
            hidden.hide()

    def _fields(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for part in (
            self.user, self.field_label, self.passphrase, self.code, self.caps, self.error, self.hint, self.demo,
        ):  # fmt: skip
            column.addWidget(part)
        return column

    def activate(self) -> None:
        """Show the vault opened last, or none."""
        self._set_code_mode(False)
        self._clear_error()
        known = self.shell.settings.vaults
        self.show_vault(Path(known[0]) if known else None)

    def show_vault(self, path: Path | None) -> None:
        """Read a vault's header, which needs no passphrase, and greet."""
        self.facts, unsound = None, False
        if path is not None:
            try:
                self.facts = vaults.facts(path)
            except Exception as error:  # the border: a damaged or missing vault is a sentence here
                unsound = vaults.is_there(error)
                self._complain(error)
                if rescuing.is_damage(error):
                    self.damaged.emit(path, error)
        self._greet(unsound)

    def _greet(self, unsound: bool) -> None:
        facts = self.facts
        self.button.setEnabled(facts is not None)
        for part in (self.button, self.field_label, self.forgot, self.name):
            part.setVisible(facts is not None)
        self.passphrase.setVisible(facts is not None and not self._with_code)
        self.code.setVisible(facts is not None and self._with_code)
        self.keychain.setVisible(facts is not None and facts.keychain and not self._with_code)
        self.user.setVisible(facts is not None and len(facts.users) > 1)
        self.new_vault.setVisible(facts is None and not unsound)
        for part in (self.about, self.other, self.restore):
            part.setVisible(facts is None)
        self.demo.setVisible(facts is not None and facts.demo)
        if facts is None:
            self.title.say_key("ui.vault_unsound" if unsound else "ui.no_vault_yet")
            self.about.say_key("ui.vault_unsound_hint" if unsound else "ui.no_vault_yet_hint")
            return
        if len(facts.users) == 1:
            self.title.say_key("ui.welcome_back", name=facts.users[0])
        else:
            self.title.say_key("ui.welcome")
        self.name.say_name(facts.name)
        self.user.set_options([(user, user) for user in facts.users])
        self.passphrase.setText(vaults.DEMO_PASSPHRASE if facts.demo else "")
        self._patience.stop()

    def focus_first(self) -> None:
        """The passphrase, or the way to a new vault where there is none."""
        target: QWidget = self.code if self._with_code else self.passphrase
        if self.facts is None:
            target = self.other if self.new_vault.isHidden() else self.new_vault
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def attempt(self) -> None:
        """Derive the key elsewhere; the window stays alive and Esc cancels."""
        secret = self.code.text() if self._with_code else self.passphrase.text()
        if secret:
            self._try(*((None, secret) if self._with_code else (secret, None)))

    def _try(self, passphrase: str | None, code: str | None) -> None:
        """With neither the system's keychain is asked."""
        if self.facts is None or not self.button.isEnabled():
            return
        self._attempt += 1
        self._stop = Event()
        self._clear_error()
        self.button.set_busy(True)
        number, recovered = self._attempt, code is not None
        self.shell.bridge.run(
            _unlocked, self._stop, self.facts.path, self._chosen_user(), passphrase, code,
            done=lambda session: self._opened(number, recovered, session),
            failed=lambda error: self._refused(number, error),
        )  # fmt: skip

    def _chosen_user(self) -> str | None:
        chosen = self.user.value()
        return str(chosen) if chosen is not None else None

    def _opened(self, number: int, recovered: bool, session: Session) -> None:
        if number != self._attempt:
            vaults.close(session)
            return
        self.button.set_busy(False)
        self.passphrase.wipe()
        self.code.clear()
        self.unlocked.emit(session, recovered)

    def _refused(self, number: int, error: BaseException) -> None:
        if number != self._attempt:
            return
        self.button.set_busy(False)
        if rescuing.is_damage(error) and self.facts is not None:
            self.passphrase.wipe()
            self.code.clear()
            self.damaged.emit(self.facts.path, error)
            return
        self._complain(error)
        field = self.code if self._with_code else self.passphrase
        field.set_tone("bad")
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()
        self._wait(vaults.wait_s(error))

    def _complain(self, error: BaseException) -> None:
        message, hint = messages.sentences(error)
        self.error.show_text(message)
        self.hint.show_text(hint)
        self.error.show()
        self.hint.setVisible(bool(hint))
        announce(self, f"{message} {hint}")

    def _wait(self, seconds: int) -> None:
        self._wait_s = seconds
        if seconds > 0:
            self._patience.start()
            self._count_down()

    def _count_down(self) -> None:
        self.button.setEnabled(self._wait_s <= 0)
        if self._wait_s <= 0:
            self._patience.stop()
            self.button.say_key("ui.unlock")
            return
        self.button.say_key("ui.unlock_in", n=self._wait_s)
        self._wait_s -= 1

    def _clear_error(self) -> None:
        self.error.hide()
        self.hint.hide()
        self.passphrase.set_tone("")
        self.code.set_tone("")

    def _show_caps(self, on: bool) -> None:
        self.caps.show_words(words.say("ui.caps_lock") if on else "")

    def _swap(self) -> None:
        self._set_code_mode(not self._with_code)
        self.focus_first()

    def _set_code_mode(self, with_code: bool) -> None:
        self._with_code = with_code
        self._clear_error()
        self.passphrase.setVisible(not with_code)
        self.code.setVisible(with_code)
        self.keychain.setVisible(self.facts is not None and self.facts.keychain and not with_code)
        self.field_label.say_key("ui.recovery_code" if with_code else "ui.passphrase")
        self.forgot.say_key("ui.use_passphrase" if with_code else "ui.forgot")

    def _offer_vaults(self) -> None:
        paths = [Path(each) for each in self.shell.settings.vaults]
        if self.facts is not None:
            paths.append(self.facts.path)
        self.shell.bridge.run(known_vaults.known, paths, done=self._show_menu)

    def _show_menu(self, found: Sequence[Known]) -> None:
        owner = self.name if self.name.isVisible() else self.other
        menu = VaultMenu(found, self.facts.path if self.facts is not None else None, self.shell.trigger, self)
        menu.chosen.connect(self._choose)
        menu.forgotten.connect(self._forget)
        menu.popup(owner.mapToGlobal(QPoint(0, owner.height() + 4)))

    def _forget(self, path: Path) -> None:
        self.shell.keep(vaults=tuple(each for each in self.shell.settings.vaults if Path(each) != path))

    def _choose(self, path: Path) -> None:
        self._clear_error()
        self.show_vault(path)
        self.focus_first()

    def cancel(self) -> bool:
        """Stop waiting for the key; what arrives later is closed at once. Whether anything was under way."""
        busy = not self.button.isEnabled() and not self._patience.isActive() and self.facts is not None
        self._attempt += 1
        self._stop.set()
        self.button.set_busy(False)
        return busy

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels the derivation, or goes back from the code to the passphrase."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.cancel() and self._with_code:
            self._swap()


def _unlocked(stop: Event, path: Path, user: str | None, passphrase: str | None, code: str | None) -> Session:
    """Open the vault on the bridge's thread; cancelled meanwhile it is closed there, before the next try begins."""
    session = vaults.unlock(path, user, passphrase, code)
    if stop.is_set():
        vaults.close(session)
        raise Cancelled
    return session
