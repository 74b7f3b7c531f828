"""A line above every page while the vault is in doubt: only read, until its administrator decides. GUI thread only."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app import words
from app.session import Session
from app.words import error_words
from ui.dialogs.confirm import Confirm
from ui.page import Shell
from ui.widgets.bands import Band
from ui.widgets.buttons import Button

_LOOK_AFTER_MS: Final = 4_000
"""After unlocking, when the first pages stand: then every row is added up in the background."""


class DoubtBanner(Band):
    """Says what speaks against the vault being the newest one, and offers the two ways on."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        self.restore = Button("doubt.restore", kind="link", size="small")
        self.accept = Button("doubt.accept", size="small")
        super().__init__("shield-alert", "bad", (self.restore, self.accept), parent)
        self.shell = shell
        self.restore.clicked.connect(lambda: shell.go("backups"))
        self.accept.clicked.connect(self._ask)
        QTimer.singleShot(_LOOK_AFTER_MS, self, self.look)
        self.retranslate()

    @property
    def _session(self) -> Session | None:
        session: Session | None = self.shell.bridge.session
        return session

    def retranslate(self) -> None:
        """Say what there is to say, in the language in force."""
        doubts = self._session.doubts if self._session is not None else ()
        self.setVisible(bool(doubts))
        if doubts:
            message, hint = error_words(doubts[0], window=True)
            self.sentence.show_text(f"{message} {hint}" if words.language() == "en" else message + hint)
            self.accept.setVisible(doubts[0].kind not in ("vault_readonly", "disk_full"))

    def look(self) -> None:
        """Add every row up, on a reading thread."""
        if self._session is not None and not self._session.doubts:
            self.shell.bridge.query(self._session.adds_up, done=self._looked, failed=lambda _error: None)

    def _looked(self, adds_up: bool) -> None:
        if not adds_up:
            self.retranslate()

    def _ask(self) -> None:
        heading, detail, deed = (words.say(f"doubt.{name}") for name in ("ask", "ask_detail", "ask_deed"))
        Confirm(self.window(), heading, detail, deed, self._decide).open()

    def _decide(self) -> None:
        session = self._session
        if session is not None:
            self.shell.bridge.run(lambda: session.accept().result(), done=self._decided, failed=self.shell.fail)

    def _decided(self, _nothing: None) -> None:
        self.retranslate()
        self.shell.toast(words.say("doubt.accepted"))
