"""A calm line above every page when a backup failed or the last proved one is too old. GUI thread only."""

from PySide6.QtWidgets import QWidget

from ui import backup_words, messages
from ui.backing_up import BackingUp
from ui.page import Shell
from ui.widgets.bands import Band
from ui.widgets.buttons import Button


class BackupBanner(Band):
    """Hidden while there is nothing to say, and while a backup is being made."""

    def __init__(self, shell: Shell, backing: BackingUp, parent: QWidget | None = None) -> None:
        self.look, self.again = Button("backups.look", kind="link", size="small"), Button("backups.now", size="small")
        super().__init__("history", "warn", (self.look, self.again), parent)
        self.backing = backing
        self.look.clicked.connect(lambda: shell.go("backups"))
        self.again.clicked.connect(self._again)
        backing.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        """Say what there is to say, in the language in force."""
        backing, said = self.backing, ""
        if backing.failure is not None:
            said = messages.one_line(backing.failure)
        elif backing.standing is not None and backing.standing.late:
            said = backup_words.late(backing.standing, backing.clock())
        self.sentence.show_text(said)
        self.setVisible(bool(said) and not backing.running)

    def _again(self) -> None:
        to = backup_words.destination(self.backing.standing)
        if to is not None:
            self.backing.ask(to)
