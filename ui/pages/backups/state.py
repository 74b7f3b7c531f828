"""The card that says when the vault was last backed up and proved, and where to. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app import words
from app.safekeeping import Standing
from ui import backup_words
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, IconTile, Notice
from ui.widgets.said import Label


class StateCard(Card):
    """An icon, a heading, a quieter sentence, the folder; a warning where the folder is a poor one."""

    def __init__(self) -> None:
        super().__init__(margins=20, spacing=14)
        self.asked: Path | None = None
        self.tile = IconTile("shield-check", "ok", side=44)
        self.heading, self.detail = Label("h2", wrap=True), Label("body", colour="fg2", wrap=True)
        self.where, self.choose = Label("body", colour="fg2", wrap=True), Button("backups.choose", icon="folder-open")
        self.same_disk = Notice("warn")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for label in (self.heading, self.detail):
            texts.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.where, 1)
        foot.addWidget(self.choose)
        self.body.addLayout(top)
        self.body.addLayout(foot)
        self.body.addWidget(self.same_disk)
        self.same_disk.hide()
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_standing(self, standing: Standing, now_ms: int, *, same_disk: bool) -> None:
        """Say how things stand."""
        said = backup_words.headline(standing, now_ms)
        self.tile.icon, self.tile.tone = said.icon, said.tone
        self.tile.update()
        self.heading.show_text(said.heading)
        self.detail.show_text(said.detail)
        to = backup_words.destination(standing)
        self.where.show_text(words.say("backups.to", folder=str(to)) if to else words.say("backups.to_none"))
        self.same_disk.setVisible(same_disk)
        if same_disk:
            self.same_disk.show_words(words.say("backups.same_disk"), words.say("backups.same_disk_hint"))
