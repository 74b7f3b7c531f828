"""A quiet line above every page while nobody knows whether the recovery code is in hand. GUI thread only."""

from PySide6.QtWidgets import QWidget

from app import kits, words
from ui.page import Shell
from ui.widgets.bands import Band
from ui.widgets.buttons import Button


class KitBanner(Band):
    """Asks the vault by itself, now and after every commit; hidden while there is nothing to say."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        self.remind = Button("kit.remind", kind="link", size="small")
        self.go = Button("kit.banner_confirm", size="small")
        super().__init__("key-round", "warn", (self.remind, self.go), parent)
        self.shell = shell
        self.sentence.say_key("kit.banner")
        self.remind.clicked.connect(self._put_off)
        self.go.clicked.connect(lambda: shell.go("kit"))
        shell.bridge.changed.connect(self._ask)
        self._ask()

    def _ask(self, _changes: object = None) -> None:
        session = self.shell.bridge.session
        if session is not None:
            self.shell.bridge.query(kits.proof, session.unlocked, done=self._show, failed=lambda _error: None)

    def _show(self, proof: kits.Proof) -> None:
        self.remind.setEnabled(True)
        self.remind.setVisible(proof.reminders_left > 0)
        self.setVisible(proof.due)

    def _put_off(self) -> None:
        session = self.shell.bridge.session
        if session is not None:
            self.remind.setEnabled(False)
            self.shell.bridge.command(kits.remind, session.unlocked, done=self._was_put_off, failed=self._failed)

    def _was_put_off(self, _nothing: None) -> None:
        self.shell.toast(words.say("kit.reminded"))

    def _failed(self, error: BaseException) -> None:
        self.remind.setEnabled(True)
        self.shell.fail(error)
