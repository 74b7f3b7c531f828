"""What stands around the four steps: title, steps, the bar at the foot with the way back and on. GUI thread only."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import words
from app.importing.drafts import Draft
from app.importing.running import Report
from ui.pages.importing.counts import ready_in
from ui.pages.importing.file_step import short_facts
from ui.theme import u
from ui.widgets.bars import FootBar, led
from ui.widgets.buttons import Button, IconButton
from ui.widgets.heads import PageHead
from ui.widgets.tabs import Steps
from vault.model.catalogue import NOUNS

FILE, MATCH, CHECK, DONE = range(4)
_STEPS: Final = ("importing.step_file", "importing.step_match", "importing.step_check", "importing.step_done")


class Frame(QWidget):
    """`back`, `keep`, `next` and `shut` are its buttons; `say` puts all words as they hold now."""

    def __init__(self, steps: Sequence[QWidget], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = FILE
        self.head, self.steps, self.foot = PageHead("importing.title"), Steps(_STEPS), FootBar()
        self.shut = IconButton("x", "importing.give_up")
        self.back = Button("ui.back", kind="plain", icon="arrow-left")
        self.keep = Button("importing.keep_mapping")
        self.next = Button("importing.next_match", kind="primary", cap="↵")
        self._stack = QStackedWidget()
        for part in steps:
            self._stack.addWidget(part)
        self._lay_out()

    def _lay_out(self) -> None:
        policy = self.shut.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.shut.setSizePolicy(policy)
        self.head.add(self.shut)
        self.foot.lead(self.back)
        self.foot.add(self.keep)
        self.foot.add(self.next)
        line = QHBoxLayout()
        line.setContentsMargins(u(24), u(2), u(20), u(6))
        line.addWidget(self.steps)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)

    def go(self, step: int) -> None:
        """Bring a step to the front."""
        self.step = step
        self._stack.setCurrentIndex(step)
        self.steps.go(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc one step back."""
        if not led(self, event, self.next.click, self.back.click):
            super().keyPressEvent(event)

    def say(self, draft: Draft | None, count: int | None, report: Report | None, *, running: bool) -> None:
        """Title, foot and buttons as they hold now."""
        plural = NOUNS[draft.mapping.noun].plural.in_language(words.language()) if draft else ""
        listed = plural if words.language() == "zh_CN" else plural.lower()
        self.head.title.say_key("importing.title_of" if draft else "importing.title", list=listed)
        self.head.set_note(short_facts(draft, count) if draft else "")
        self.shut.setVisible(draft is not None and self.step != DONE and not running)
        self.foot.setVisible(draft is not None and self.step != DONE)
        self.back.setVisible(self.step != FILE)
        self.back.setEnabled(not running)
        self.keep.setVisible(self.step == MATCH)
        self.keep.setEnabled(draft is not None and draft.named)
        self.next.setEnabled(not running and may_go_on(self.step, draft, report))
        self._say_next(count or 0, report)
        key = "importing.foot_running" if running else f"importing.foot_{min(self.step, CHECK)}"
        self.foot.say(words.say(key))

    def _say_next(self, rows: int, report: Report | None) -> None:
        if self.step == FILE:
            self.next.say_key("importing.next_match")
        elif self.step == MATCH:
            self.next.say_key("importing.next_check", n=rows) if rows else self.next.say_key("importing.next_check_all")
        else:
            self.next.say_key("importing.next_import", n=ready_in(report) if report else 0)


def may_go_on(step: int, draft: Draft | None, report: Report | None) -> bool:
    """Whether a step is complete."""
    if draft is None:
        return False
    if step == MATCH:
        return draft.named
    return step == FILE or (step == CHECK and report is not None and ready_in(report) > 0)
