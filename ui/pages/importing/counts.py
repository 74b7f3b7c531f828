"""The numbers of a rehearsal: what an import would do now. GUI thread only."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app import words
from app.importing.running import Report
from ui import appearance
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.cards import ProgressBar
from ui.widgets.said import Label
from vault.model.catalogue import NOUNS

KINDS: Final = (
    ("created", "plus", "ok"), ("filled", "layers", "accent"), ("updated", "refresh-cw", "info"),
    ("skipped", "arrow-right", "quiet"), ("duplicates", "copy", "warn"), ("rejected", "circle-x", "bad"),
)  # fmt: skip
"""What is counted, its icon and tone."""
_TONES: Final = {"quiet": ("hover", "fg2"), "accent": ("accentSoft", "accentText")}
_ALWAYS: Final = frozenset({"created", "rejected"})
_FIRST: Final = frozenset({"created", "updated", "duplicates", "rejected"})
"""What is shown while nothing is known yet."""


def numbers(report: Report) -> dict[str, int]:
    """The counts of a report by kind."""
    return {kind: int(getattr(report, kind)) for kind, _icon, _tone in KINDS}


def ready_in(report: Report) -> int:
    """The rows that an import writes."""
    return report.created + report.updated + report.filled


def _counted(noun: str, number: int) -> str:
    """What so many records are called within a sentence."""
    declared, language = NOUNS[noun], words.language()
    said = (declared.words if number == 1 else declared.plural).in_language(language)
    return said if language == "zh_CN" else said.lower()


class Counts(QWidget):
    """One line a count; while a rehearsal runs they are pale and a bar shows how far it is."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.bar = Label("h2", title), ProgressBar()
        self.linked, self.problem = Label("small", colour="fg2", wrap=True), Label("small", colour="bad", wrap=True)
        self.lines = {kind: _CountLine(kind, icon, tone) for kind, icon, tone in KINDS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(2))
        column.addWidget(self.title)
        column.addSpacing(u(4))
        column.addWidget(self.bar)
        for line in self.lines.values():
            column.addWidget(line)
        column.addWidget(self.linked)
        column.addWidget(self.problem)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.linked.hide()
        self.problem.hide()

    def show_waiting(self, noun: str, done: int = 0, total: int = 0) -> None:
        """A rehearsal is under way; numbers that were there stay, pale."""
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.setVisible(True)
        self.bar.set_share(done / total if total else 0.0)
        self.problem.hide()
        for kind, line in self.lines.items():
            line.set_pale(True)
            if line.number == "–":
                line.show_none(noun)
                line.setVisible(kind in _FIRST)

    def show_report(self, report: Report) -> None:
        """The numbers, sure now."""
        self.bar.setVisible(False)
        self.problem.hide()
        for kind, number in numbers(report).items():
            self.lines[kind].show_number(number, report.noun)
            self.lines[kind].setVisible(bool(number) or kind in _ALWAYS)
        linked = [
            words.say("importing.linked_one", n=n, what=_counted(noun, n)) for noun, n in report.linked.items() if n
        ]
        self.linked.show_text(words.say("importing.linked", what=words.say("importing.comma").join(linked)))
        self.linked.setVisible(bool(linked))

    def show_problem(self, sentence: str) -> None:
        """The rehearsal came to no end, and why."""
        self.bar.setVisible(False)
        self.problem.show_text(sentence)
        self.problem.setVisible(bool(sentence))
        for line in self.lines.values():
            line.set_pale(True)


class _CountLine(QWidget):
    def __init__(self, kind: str, icon: str, tone: str) -> None:
        super().__init__()
        self.kind, self.icon, self.tone = kind, icon, tone
        self.number, self.words, self.pale = "–", "", True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_number(self, number: int, noun: str) -> None:
        self.number, self.pale = appearance.locale().toString(number), False
        self._say(number, noun)

    def show_none(self, noun: str) -> None:
        self.number, self.pale = "–", True
        self._say(0, noun)

    def _say(self, number: int, noun: str) -> None:
        self.words = words.say(f"importing.count_{self.kind}", n=number, list=_counted(noun, number))
        self.setAccessibleName(f"{self.number} {self.words}")
        self.update()

    def set_pale(self, pale: bool) -> None:
        self.pale = pale
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(240), u(38))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side, middle = QPainter(self), u(30), self.height() // 2
        tile = QRect(0, middle - side // 2, side, side)
        soft, ink = _TONES.get(self.tone, (f"{self.tone}Soft", self.tone))
        painting.rounded(painter, tile, 8, c(soft))
        painting.icon(painter, self.icon, u(7), middle, 16, ink)
        pale = "fg3" if self.pale else "fg"
        wide = painting.text_width(self.number, "h2", tabular=True)
        painting.text(painter, QRect(side + u(12), 0, wide + 2, self.height()), self.number, "h2", pale, tabular=True)
        room = QRect(side + wide + u(20), 0, self.width() - side - wide - u(20), self.height())
        painting.text(painter, room, self.words, "body", "fg3" if self.pale else "fg2")
        painter.end()
