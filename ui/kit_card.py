"""The card of a recovery kit that was just made: see it, print it, save it, prove that it is in hand. GUI thread only.

For the last step of making a vault and for settings, where a new code is made. It writes nothing into the vault: who
shows it listens to `proved` and keeps the fact (`app.kits.confirm`).
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QStorageInfo, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import kits, paths, words
from app.kits import Kit
from ui import kit as pages
from ui import kit_printing
from ui.kit_preview import Preview
from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.choices import CheckBox
from ui.widgets.inputs import LineEdit
from ui.widgets.said import Label
from ui.widgets.toasts import announce

_PLUGGED_IN: Final = ("/media/", "/run/media/", "/Volumes/")
_LENGTH: Final = 4


class KitCard(QWidget):
    """`proved(bool)` when the group asked for stands there, or no longer; `failed(error)` when a page was not made."""

    proved = Signal(bool)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit: Kit | None = None
        self.asked = 0
        self.preview, self.cells = Preview(108), [Label("h2") for _group in range(kits.GROUPS)]
        self.split = CheckBox("kit.split")
        self.print = Button("kit.print", icon="printer")
        self.save = Button("kit.save_pdf", icon="save")
        self.text = Button("kit.save_text", kind="link")
        self.told = Label("small", colour="ok", wrap=True)
        self.proof_label, self.proof = Label("smallM", colour="fg2"), LineEdit("kit.proof", size="large")
        self.verdict = Label("small", colour="fg2")
        self._lay_out()
        for button in (self.print, self.save, self.text):
            button.setAutoDefault(True)  # Enter presses the one that has the keyboard
        self.split.clicked.connect(lambda on: self._show(split=on))
        self.print.clicked.connect(lambda: self._do(self._print, "kit.printed"))
        self.save.clicked.connect(lambda: self._do(self._save_pdf, "kit.saved"))
        self.text.clicked.connect(lambda: self._do(self._save_text, "kit.saved"))
        self.proof.textChanged.connect(lambda _text: self._judge())

    def _lay_out(self) -> None:
        self.proof.setMaxLength(_LENGTH)
        self.proof.setFixedWidth(u(120))
        self.print.setVisible(kit_printing.available())
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(self._code(), 1)
        doors = QHBoxLayout()
        doors.setSpacing(8)
        for button in (self.print, self.save, self.text):
            doors.addWidget(button)
        doors.addStretch()
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.proof)
        line.addWidget(self.verdict, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (upper, doors):
            column.addLayout(part)
        for widget in (self.told, self.proof_label):
            column.addWidget(widget)
        column.addLayout(line)

    def _code(self) -> QVBoxLayout:
        sheet, grid = Card(margins=14, spacing=0, ground="sunken"), QGridLayout()
        grid.setVerticalSpacing(12)
        grid.setHorizontalSpacing(8)
        for column in (1, 3, 5):
            grid.setColumnStretch(column, 1)
        for place, cell in enumerate(self.cells):
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cell.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            number = Label("small", colour="fg3")
            number.show_text(str(place + 1))
            grid.addWidget(number, place // 3, place % 3 * 2)
            grid.addWidget(cell, place // 3, place % 3 * 2 + 1)
        sheet.body.addLayout(grid)
        beside = QVBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(sheet, 1)
        beside.addWidget(self.split)
        return beside

    def first(self) -> QWidget:
        """The door to paper, else to a stick."""
        return self.print if kit_printing.available() else self.save

    def show_kit(self, kit: Kit) -> None:
        """Show a kit and ask for one of its groups, by lot."""
        self.asked = secrets.randbelow(len(kit.groups))
        self.kit = kit
        self.told.hide()
        self.proof.clear()
        self._show(split=kit.split)
        self._judge()

    def _show(self, *, split: bool) -> None:
        if self.kit is None:
            return
        self.kit = replace(self.kit, split=split, language=words.language())
        self.split.setChecked(split)
        self.preview.show_kit(self.kit)
        for number, (cell, group) in enumerate(zip(self.cells, self.kit.groups, strict=True), 1):
            cell.show_text(group)
            cell.setAccessibleName(words.say("kit.group", n=number, signs=group))
        self.proof_label.say_key("kit.type_group", n=self.asked + 1)

    def forget(self) -> None:
        """Show nothing of it any longer."""
        self.kit = None
        self.preview.show_kit(None)
        for cell in self.cells:
            cell.show_text("")
            cell.setAccessibleName("")
        self.told.hide()
        self.proof.clear()

    def is_proved(self) -> bool:
        """Whether the four characters asked for stand there."""
        return self.kit is not None and self._typed() == self.kit.groups[self.asked]

    def _typed(self) -> str:
        return self.proof.text().strip().upper()

    def _judge(self) -> None:
        whole, right = len(self._typed()) == _LENGTH, self.is_proved()
        self.proof.set_tone("bad" if whole and not right else "")
        self.verdict.set_colour("ok" if right else "bad")
        self.verdict.show_text("")
        if whole:
            self.verdict.say_key("kit.proved" if right else "kit.not_that_group", n=self.asked + 1)
            announce(self, self.verdict.text())
        self.proved.emit(right)

    def _do(self, act: Callable[[Kit], bool], told_key: str) -> None:
        if self.kit is None:
            return
        try:
            if not act(self.kit):
                return
        except Exception as error:  # the border: a full stick or a deaf printer is a sentence where this card is shown
            self.told.hide()
            self.failed.emit(error)
            return
        self.told.say_key(told_key)
        self.told.show()
        announce(self, self.told.text())

    def _print(self, kit: Kit) -> bool:
        return kit_printing.ask_and_print(self, kit)

    def _save_pdf(self, kit: Kit) -> bool:
        out = self._asked_for("pdf")
        if out is not None:
            pages.save_pdf(out, kit)
        return out is not None

    def _save_text(self, kit: Kit) -> bool:
        out = self._asked_for("txt")
        if out is not None:
            kits.save_text(out, kit)
        return out is not None

    def _asked_for(self, ending: str) -> Path | None:
        proposed = (_stick() or paths.documents()) / f"{words.say('kit.sheet_name')}.{ending}"
        title = words.say("kit.save_pdf" if ending == "pdf" else "kit.save_text")
        chosen, _filter = QFileDialog.getSaveFileName(self, title, str(proposed), f"*.{ending}")
        return Path(chosen) if chosen else None

    def changeEvent(self, event: QEvent) -> None:
        """The page begins with the language of the interface."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self.kit is not None:
            self._show(split=self.kit.split)


def _stick() -> Path | None:
    """A disk that was plugged in and takes files."""
    return next(
        (
            Path(volume.rootPath())
            for volume in QStorageInfo.mountedVolumes()
            if volume.isReady() and not volume.isReadOnly() and volume.rootPath().startswith(_PLUGGED_IN)
        ),
        None,
    )
