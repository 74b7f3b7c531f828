"""Step 4: what was imported, equal to the preview; undo it, or go and look. GUI thread only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import words
from app.importing.running import Report
from ui.pages.importing.counts import Counts, numbers, ready_in
from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.cards import FixedCard, IconTile
from ui.widgets.said import Label


class DoneStep(QWidget):
    """Emits `undo(batch)`, `look(noun)`, `more`, `save_rejects` at its buttons."""

    undo = Signal(int)
    look = Signal(str)
    more = Signal()
    save_rejects = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile = IconTile("circle-check", "ok", side=48)
        self.heading, self.detail = Label("h1"), Label("body", colour="fg2", wrap=True)
        self.counts = Counts("importing.became")
        self.back = Button("importing.undo", icon="undo-2", size="large")
        self.open = Button("importing.open_list", kind="primary", icon="arrow-right", size="large")
        self.again = Button("importing.next_file", kind="plain", icon="upload")
        self.save = Button("importing.save_rejected", kind="plain", icon="download")
        self._batch, self._noun = 0, ""
        self.taken_back = False
        self.back.clicked.connect(self._take_back)
        self.open.clicked.connect(lambda: self.look.emit(self._noun))
        self.again.clicked.connect(self.more)
        self.save.clicked.connect(self.save_rejects)
        self._lay_out()

    def _lay_out(self) -> None:
        card = FixedCard(520, elevation=8)
        head, texts = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(u(16))
        texts.setSpacing(4)
        texts.addWidget(self.heading)
        texts.addWidget(self.detail)
        head.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        card.body.addLayout(head)
        card.body.addSpacing(u(20))
        card.body.addWidget(self.counts)
        card.body.addSpacing(u(20))
        for buttons in ((self.open, self.back), (self.again, self.save)):
            line = QHBoxLayout()
            line.setSpacing(u(8))
            for button in buttons:
                line.addWidget(button)
            line.addStretch()
            card.body.addLayout(line)
            card.body.addSpacing(u(8))
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _take_back(self) -> None:
        self.back.set_busy(True)
        self.undo.emit(self._batch)

    def show_report(self, report: Report, preview: Report | None) -> None:
        """What became of the file; equal to the preview unless the vault changed in between."""
        self.taken_back = False
        self.tile.icon, self.tile.tone = "circle-check", "ok"
        self.tile.update()
        self.heading.show_text(words.say("importing.done", n=ready_in(report)))
        same = preview is not None and numbers(preview) == numbers(report)
        self.detail.say_key("importing.as_previewed" if same else "importing.not_as_previewed")
        self.counts.show_report(report)
        self._batch, self._noun = report.batch or 0, report.noun
        self.counts.show()
        self.open.show()
        self.back.setVisible(report.batch is not None)
        self.save.setVisible(bool(report.rejected))

    def show_undone(self, kept: int) -> None:
        """The batch was taken back; what others changed since stays."""
        self.taken_back = True
        self.tile.icon, self.tile.tone = "undo-2", "accent"
        self.tile.update()
        self.heading.say_key("importing.undone")
        self.detail.show_text(words.say("importing.undone_kept", n=kept) if kept else words.say("importing.undone_all"))
        self.back.set_busy(False)
        for part in (self.back, self.counts, self.open, self.save):
            part.hide()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, stands: bool, report: Report | None, preview: Report | None) -> None:
        """Undo or Redo may have reached the import from elsewhere: say what is so now."""
        if report is None or report.batch is None or stands is not self.taken_back:
            return
        if stands:
            self.show_report(report, preview)
        else:
            self.show_undone(0)

    def focus_first(self) -> None:
        """The list that was filled."""
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)
