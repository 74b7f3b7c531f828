"""Step 2: each column with what it feeds; beside it what a row becomes and what an import would do. GUI thread only."""

from collections import Counter
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import words
from app.importing.drafts import Draft
from app.importing.planning import Planned, Rejected
from app.importing.running import Report
from ui.pages.importing import becoming
from ui.pages.importing.counts import Counts
from ui.pages.importing.match_row import MatchRow, field_width, state_width
from ui.pages.importing.row_card import RowCard
from ui.theme import c, u
from ui.widgets import painting
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, Notice
from ui.widgets.said import Label
from ui.widgets.sides import Sheet, Sides
from vault.model.catalogue import NOUNS

_AT_ONCE: Final = 60
"""Columns that get their controls at once; a file may have two thousand."""


class MatchStep(QWidget):
    """Emits `fed(index, field, transform)`."""

    fed = Signal(int, object, object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice, self.card, self.counts = Notice("accent"), RowCard(), Counts("importing.if_now")
        self.more = Button(kind="link")
        self.rows: list[MatchRow] = []
        self._draft: Draft | None = None
        self._plans: tuple[Planned | Rejected, ...] = ()
        self._orders: dict[int, str] = {}
        self._misfits: Counter[str] = Counter()
        self._at = 0
        self._lay_out()
        self.card.stepped.connect(self._step)
        self.more.clicked.connect(self._grow)

    def _lay_out(self) -> None:
        self._sheet = Sheet()
        self._list = QVBoxLayout(self._sheet)
        self._list.setContentsMargins(0, 0, 0, u(8))
        self._list.setSpacing(0)
        self._list.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(u(200))
        area.setWidget(self._sheet)
        left = Card(margins=0, spacing=0)
        left.body.setContentsMargins(1, u(4), 1, u(10))
        left.body.addWidget(_Heads())
        left.body.addWidget(area, 1)
        main = QWidget()
        both = QVBoxLayout(main)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(u(12))
        both.addWidget(self.notice)
        both.addWidget(left, 1)
        right = Card(margins=14, spacing=u(14), ground="sunken")
        right.body.addWidget(self.card, 1)
        right.body.addWidget(self.counts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Sides(main, right, 348))

    def show_draft(self, draft: Draft) -> None:
        """The columns of a file and what they feed now."""
        before, self._draft = self._draft, draft
        self._misfits = Counter()
        if before is None or before.table is not draft.table:
            self._at, self._orders, self._plans = 0, {}, ()
            self._rebuild(_AT_ONCE)
        self._show_columns()
        self._say_notice(draft)

    def _rebuild(self, most: int) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        self._add_rows(most)

    def _grow(self) -> None:
        self._add_rows(len(self.rows) + _AT_ONCE)
        self._show_columns()

    def _add_rows(self, until: int) -> None:
        draft = self._draft
        if draft is None:
            return
        for column in draft.mapping.columns[len(self.rows) : until]:
            row = MatchRow(column.index, column.column, draft.samples(column.index))
            row.fed.connect(self.fed)
            self._list.insertWidget(len(self.rows), row)
            self.rows.append(row)
        rest = len(draft.mapping.columns) - len(self.rows)
        self.more.setVisible(rest > 0)
        self.more.say_key("importing.more_columns", n=rest)

    def _show_columns(self) -> None:
        draft = self._draft
        if draft is None:
            return
        noun = NOUNS[draft.mapping.noun]
        for row, column in zip(self.rows, draft.mapping.columns, strict=False):
            field = column.field or ""
            misfits = self._misfits[field] or self._misfits[field.partition(":")[0]]
            row.show_column(noun, column, self._orders.get(column.index), misfits)

    def _say_notice(self, draft: Draft) -> None:
        mapped, all_of = len(draft.mapping.mapped), len(draft.mapping.columns)
        noun = NOUNS[draft.mapping.noun]
        if not draft.named:
            field = noun.field(noun.title)
            label = field.words.in_language(words.language()) if field else ""
            missing = words.say("importing.name_missing", field=label)
            self.notice.show_words(missing, words.say("importing.name_missing_hint"), "warn")
        elif draft.kept_from:
            known = words.say("importing.known", name=draft.kept_from, mapped=mapped, n=all_of)
            self.notice.show_words(known, "", "accent")
        else:
            self.notice.show_words(words.say("importing.guessed", mapped=mapped, n=all_of), "", "accent")

    def show_plans(self, plans: tuple[Planned | Rejected, ...], orders: dict[int, str]) -> None:
        """What the sampled rows become, and the day orders found out."""
        self._plans, self._orders = plans, orders
        self._show_columns()
        self._show_row()

    def show_report(self, report: Report) -> None:
        """The rehearsal's numbers; columns whose values do not fit are marked."""
        self._misfits = Counter(each.field for each in report.rejects if each.field)
        self.counts.show_report(report)
        self._show_columns()

    def _step(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._plans) - 1))
        self._show_row()

    def _show_row(self) -> None:
        draft = self._draft
        if draft is None or not self._plans:
            return
        self._at = min(self._at, len(self._plans) - 1)
        shown = becoming.of_row(draft.mapping, draft.rows[self._at], self._plans[self._at])
        self.card.show_row(shown, first=self._at == 0, last=self._at == len(self._plans) - 1)

    def retranslate(self) -> None:
        """Words composed here."""
        if self._draft is not None:
            self._show_columns()
            self._say_notice(self._draft)
            self._show_row()

    def focus_first(self) -> None:
        """The first column that wants a look, else the first."""
        wanted = [row for row in self.rows if row.field.tone] or self.rows
        if wanted:
            wanted[0].field.setFocus(Qt.FocusReason.OtherFocusReason)


class _Heads(QWidget):
    """What stands left and right, once."""

    def __init__(self) -> None:
        super().__init__()
        left = Label("smallM", "importing.your_column", colour="fg2")
        right = Label("smallM", "importing.our_field", colour="fg2")
        self._right = right
        row = QHBoxLayout(self)
        row.setContentsMargins(u(16), u(6), u(12), u(8))
        row.setSpacing(u(12))
        row.addWidget(left, 1)
        row.addWidget(right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._right.setFixedWidth(field_width(self.width()) + u(12) + state_width(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.fill(painter, QRect(0, self.height() - 1, self.width(), 1), c("line"))
        painter.end()
