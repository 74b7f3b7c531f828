"""What keeps the data of the open vault: its backups and the trash, on the settings page. GUI thread only."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import backup_words
from ui.page import Shell
from ui.widgets.buttons import Button
from ui.widgets.forms import Row, Section
from ui.widgets.said import Label


class DataSection(Section):
    """Two rows; that of the backups says when the last one was proved."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("backups.data")
        self.shell = shell
        self.last = Label("small", colour="fg2", wrap=True)
        self.backups, self.trash = (
            Button("backups.open_page", icon="database-backup"),
            Button("ui.trash", icon="trash-2"),
        )
        self.add(self._backups(), Row("ui.trash", self.trash, "backups.data_trash"))
        self.backups.clicked.connect(lambda: shell.go("backups"))
        self.trash.clicked.connect(lambda: shell.go("trash"))
        if shell.backing is not None:
            shell.backing.changed.connect(self.activate)

    def _backups(self) -> QWidget:
        made, texts = QWidget(), QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Label("bodyM", "backups.title"))
        texts.addWidget(self.last)
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(24)
        line.addLayout(texts, 1)
        line.addWidget(self.backups)
        return made

    def activate(self) -> None:
        """Say it as it stands now, in the language in force."""
        backing = self.shell.backing
        if backing is not None and backing.standing is not None:
            said = backup_words.headline(backing.standing, backing.clock())
            self.last.show_text(said.heading)
            self.last.set_colour("fg2" if said.tone == "ok" else said.tone)
