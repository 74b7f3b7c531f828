"""S2, making a vault in three steps on one card. GUI thread only; the keys are derived elsewhere."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import kits, vaults, words
from app.founding import Wish
from app.session import Session
from ui import messages
from ui.page import Shell
from ui.pages.creating.steps import KitStep, PassphraseStep, PlaceStep
from ui.theme import theme, u
from ui.widgets.buttons import Button
from ui.widgets.cards import FixedCard
from ui.widgets.said import Label
from ui.widgets.tabs import Steps
from ui.widgets.toasts import announce

_WIDE = 520
_NEXT = ("ui.next", "ui.create_vault", "ui.open_new_vault")


class CreatePage(FixedCard):
    """Emits `created(session)` when the new vault is open, `left()` when one turned back."""

    created = Signal(object, str)
    left = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(_WIDE, parent=parent)
        self.shell = shell
        self.at = 0
        self.path: Path | None = None
        self.session: Session | None = None
        self.steps = Steps(("ui.step_vault", "ui.step_passphrase", "kit.step"))
        self.place, self.passphrase, self.kit = PlaceStep(), PassphraseStep(), KitStep()
        self.error = Label("small", colour="bad", wrap=True)
        self.back, self.next = Button("ui.back", kind="plain"), Button(_NEXT[0], kind="primary")
        self.remind = Button("kit.remind", kind="plain", icon="alarm-clock")
        self.remind.say_with(self.remind.setToolTip, "kit.remind_hint")
        self._lay_out()
        self._fit()
        theme().changed.connect(self._fit)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.remind.clicked.connect(lambda: self._finish(kits.remind))
        self.kit.card.failed.connect(self._failed)
        for step in self._pages():
            step.ready_changed.connect(lambda _ready: self._show_ready())

    def _fit(self) -> None:
        """As wide as its buttons and steps are at this size of text."""
        self.setFixedWidth(u(_WIDE) + 2 * self.elevation)

    def _pages(self) -> tuple[PlaceStep, PassphraseStep, KitStep]:
        return (self.place, self.passphrase, self.kit)

    def _lay_out(self) -> None:
        self.body.addWidget(self.steps)
        self.body.addSpacing(22)
        for step in self._pages():
            self.body.addWidget(step)
        self.body.addSpacing(10)
        self.body.addWidget(self.error)
        self.body.addSpacing(12)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addWidget(self.remind)
        foot.addStretch()
        foot.addWidget(self.next)
        self.body.addLayout(foot)

    def activate(self) -> None:
        """Begin anew."""
        self.path = None
        self.passphrase.field.wipe()
        self.kit.card.forget()
        self._show(0)

    def _show(self, at: int) -> None:
        self.at = at
        self.steps.go(at)
        self.error.hide()
        for place, step in enumerate(self._pages()):
            step.setVisible(place == at)
        self.back.setVisible(at < 2)
        self.remind.setVisible(at == 2)
        self.remind.setEnabled(True)
        self.next.say_key(_NEXT[at])
        self._show_ready()
        self.focus_first()

    def _show_ready(self) -> None:
        self.next.setEnabled(self._pages()[self.at].ready())

    def focus_first(self) -> None:
        """The field this step is about."""
        first: tuple[QWidget, ...] = (self.place.name, self.passphrase.field, self.kit.card.first())
        first[self.at].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """One step back, or back to the lock screen."""
        if self.at == 0:
            self.left.emit()
        elif self.at == 1:
            self._show(0)

    def go_on(self) -> None:
        """The next step; the second one makes the vault, the third opens it."""
        if not self.next.isEnabled():
            return
        if self.at == 0:
            self.passphrase.own = (self.place.name.text(), self.place.user.text())
            self.passphrase.judge()
            self._show(1)
        elif self.at == 1:
            self._make()
        else:
            self._finish(kits.confirm)

    def _make(self) -> None:
        self.path = self.place.path()
        self.next.set_busy(True)
        self.shell.bridge.run(
            vaults.found, self.path, self._wish(), done=self._made, failed=self._failed,
        )  # fmt: skip

    def _wish(self) -> Wish:
        language = words.language()
        return Wish(
            self.place.name.text().strip(), self.place.user.text().strip(), self.passphrase.field.text(),
            language=language, currency=str(self.place.currency.value()),
            region="CN" if language == "zh_CN" else None,
        )  # fmt: skip

    def _made(self, made: tuple[str, Session]) -> None:
        self.next.set_busy(False)
        self.passphrase.field.wipe()
        code, self.session = made
        self.kit.card.show_kit(kits.kit_of(self.session.unlocked, code))
        self._show(2)

    def _finish(self, use_case: kits.UseCase) -> None:
        """Keep in the vault what became of the kit, then open it."""
        self.next.set_busy(True)
        self.remind.setEnabled(False)
        self.shell.bridge.run(kits.keep, self.session, use_case, done=self._open, failed=self._failed)

    def _open(self, _kept: None) -> None:
        self.next.set_busy(False)
        session, path, self.session = self.session, self.path, None
        self.activate()
        self.created.emit(session, str(path))

    def abandon(self) -> None:
        """The window closes before the code was proved: the vault is made, and locked."""
        session, self.session = self.session, None
        vaults.close(session)

    def _failed(self, error: BaseException) -> None:
        self.next.set_busy(False)
        self.remind.setEnabled(True)
        self._show_ready()
        sentence = messages.one_line(error)
        self.error.show_text(sentence)
        self.error.show()
        announce(self, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc one step back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
