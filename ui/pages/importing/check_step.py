"""Step 3: what cannot be read and why, what happens to rows that are here already, the import. GUI thread only."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import words
from app.importing.drafts import Draft
from app.importing.matching import KEYS
from app.importing.running import USUAL, Report
from app.importing.tables import Row
from app.importing.writing import ADD, FILL, SKIP, UPDATE
from ui import appearance
from ui.pages.importing.counts import Counts, ready_in
from ui.pages.importing.goals import goal_words
from ui.pages.importing.problems import Problems
from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, EmptyState, ProgressStrip
from ui.widgets.choices import ComboBox, Segments
from ui.widgets.said import Label
from ui.widgets.sides import Sides
from vault.model.catalogue import NOUNS

_TELL_AFTER_S = 1.0


class CheckStep(QWidget):
    """Emits `decided` when a mode or the key changed, `save_rejects` and `stop` at their buttons."""

    decided = Signal()
    save_rejects = Signal()
    stop = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.detail = Label("h2"), Label("body", colour="fg2", wrap=True)
        self.problems, self.counts = Problems(), Counts("importing.if_now")
        self.fine = EmptyState("circle-check", "importing.all_fine", "importing.all_fine_hint")
        self.save = Button("importing.save_rejects", icon="download")
        self.new = Segments([("importing.mode_add", ADD), ("importing.mode_skip", SKIP)])
        self.known = Segments([(f"importing.mode_{each}", each) for each in (FILL, UPDATE, SKIP)])
        self.key = ComboBox("importing.key")
        self.known_hint = Label("small", colour="fg2", wrap=True)
        self.strip = ProgressStrip("upload", "importing.stop")
        self._began = 0.0
        self._lay_out()
        self._connect()
        self.reset()

    def _connect(self) -> None:
        self.new.chosen.connect(lambda _mode: self._decide())
        self.known.chosen.connect(lambda _mode: self._decide())
        self.key.activated.connect(lambda _row: self.decided.emit())
        self.save.clicked.connect(self.save_rejects)
        self.strip.button.clicked.connect(self.stop)

    def _lay_out(self) -> None:
        left = Card(margins=0, spacing=0)
        left.body.setContentsMargins(1, 0, 1, u(10))
        head, texts = QHBoxLayout(), QVBoxLayout()
        head.setContentsMargins(u(16), u(14), u(14), u(12))
        texts.setSpacing(2)
        texts.addWidget(self.heading)
        texts.addWidget(self.detail)
        head.addLayout(texts, 1)
        head.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        left.body.addLayout(head)
        self._faces = QStackedWidget()
        working = QWidget()
        column = QVBoxLayout(working)
        column.setContentsMargins(u(16), 0, u(16), u(16))
        column.addWidget(self.strip)
        column.addStretch()
        for face in (QWidget(), self.fine, self.problems, working):
            self._faces.addWidget(face)
        left.body.addWidget(self._faces, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Sides(left, self._right(), 348))

    def _right(self) -> Card:
        right = Card(margins=16, spacing=u(8), ground="sunken")
        right.body.addWidget(Label("h2", "importing.decide"))
        for key, control in (("importing.rows_new", self.new), ("importing.rows_known", self.known)):
            right.body.addWidget(Label("small", key, colour="fg2"))
            right.body.addWidget(control)
        right.body.addWidget(self.known_hint)
        right.body.addWidget(Label("small", "importing.key", colour="fg2"))
        right.body.addWidget(self.key)
        right.body.addSpacing(u(12))
        right.body.addWidget(self.counts)
        right.body.addStretch()
        self._deciding = right
        return right

    def reset(self) -> None:
        """The usual decisions, for a new file."""
        self.new.choose(ADD)
        self.known.choose(FILL)
        self._say_hint()

    @property
    def modes(self) -> frozenset[str]:
        """What is to happen, as the import takes it."""
        return frozenset({str(self.new.value()), str(self.known.value())}) if self.new.value() else USUAL

    def _decide(self) -> None:
        self._say_hint()
        self.decided.emit()

    def _say_hint(self) -> None:
        self.known_hint.say_key(f"importing.hint_{self.known.value()}")

    def show_keys(self, draft: Draft) -> None:
        """By what records can be recognised; only what the file has."""
        noun = NOUNS[draft.mapping.noun]
        fed = {(column.field or "").partition(":")[0] for column in draft.mapping.mapped}
        offered = [(goal_words(noun, each), each) for each in KEYS[noun.name] if each in fed or each == noun.title]
        self.key.set_options([(words.say("importing.key_usual"), None), *offered], self.key.value())
        self.key.setEnabled(bool(offered))

    def show_waiting(self, noun: str, done: int = 0, total: int = 0) -> None:
        """A rehearsal runs."""
        self.heading.say_key("importing.checking")
        self.detail.show_text("")
        self.save.hide()
        self.counts.show_waiting(noun, done, total)
        self._faces.setCurrentIndex(0)

    def show_problem(self, heading: str, hint: str) -> None:
        """The rehearsal came to no end: the file turned out to be broken further down, or the like."""
        self.heading.show_text(heading)
        self.detail.show_text(hint)
        self.counts.show_problem(heading)

    def show_report(self, draft: Draft, report: Report, rows: dict[int, Row]) -> None:
        """What the rehearsal found."""
        self._deciding.setEnabled(True)
        self.counts.show_report(report)
        bad, ready = report.rejected, ready_in(report)
        self.save.setVisible(bool(bad))
        if bad:
            self.heading.say_key("importing.some_bad", n=bad)
            self.detail.say_key("importing.others_ready", n=ready)
            self.problems.show_rejects(draft.mapping, report.rejects, rows)
        else:
            self.heading.say_key("importing.none_bad")
            self.detail.show_text("")
        self._faces.setCurrentIndex(2 if bad else 1)

    def show_running(self) -> None:
        """The import itself begins."""
        self._began = time.monotonic()
        self._deciding.setEnabled(False)
        self.save.hide()
        self.heading.say_key("importing.importing")
        self.detail.say_key("importing.keep_working")
        self.show_progress(0, 0)
        self._faces.setCurrentIndex(3)
        self.strip.button.setEnabled(True)
        self.strip.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, done: int, total: int) -> None:
        """Count and time left."""
        locale = appearance.locale()
        heading = words.say("importing.progress" if total else "importing.begins", total=locale.toString(total))
        detail = words.say("importing.rows_done", done=locale.toString(done)) + self._left(done, total)
        self.strip.show_progress(done, total, heading, detail)

    def _left(self, done: int, total: int) -> str:
        passed = time.monotonic() - self._began
        if not done or passed < _TELL_AFTER_S:
            return ""
        return " " + words.say("importing.time_left", n=max(1, round(passed * (total - done) / done)))

    @property
    def running(self) -> bool:
        """Whether the import itself is under way."""
        return self._faces.currentIndex() == 3

    def show_stopping(self) -> None:
        """Stop was pressed; it takes until the batch in hand is done."""
        self.strip.button.setEnabled(False)
        self.strip.detail.show_text(words.say("importing.stopping"))
