"""What the window asks of a page, and what a page may ask of the window. GUI thread only."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, Protocol

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.settings import Settings
from ui.backing_up import BackingUp
from ui.bridge import Bridge
from ui.theme import c


class Shell(Protocol):
    """The window as a page knows it."""

    @property
    def bridge(self) -> Bridge:
        """Where to ask and to command."""

    @property
    def settings(self) -> Settings:
        """What the user chose for this machine."""

    def keep(self, **changes: object) -> None:
        """Change settings, put them in force, write them down."""

    def toast(
        self, sentence: str, *, tone: str = "ok", undo: bool = False, action_key: str | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        """Say a sentence at the foot of the window, with Undo or another way back."""

    def fail(self, error: BaseException) -> None:
        """Say what went wrong, what is safe and what to do."""

    def go(self, key: str, **arguments: object) -> None:
        """Show the page `key`; the arguments go to its `activate`."""

    def open_record(self, noun: str, record_id: str) -> None:
        """Show a record in the pane at the right."""

    def close_record(self) -> None:
        """Close the pane."""

    def record_is_open(self) -> bool:
        """Whether the pane is shown."""

    @property
    def backing(self) -> BackingUp | None:
        """Who sees to the open vault's backups."""

    def leave_for(self, vault: Path) -> None:
        """Lock, and show the card that opens another vault."""

    def trigger(self, action: str) -> None:
        """Do an action of `ui/actions.py` as if it was chosen from its menu."""


class _Ground(QWidget):
    """Content lies on the surface colour, the frame around it on the canvas."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A plain ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), c("surface"))
        painter.end()


class Page(_Ground):
    """A screen. Subclasses set `key`, `title` (a sentence) and `nouns`, the nouns whose changes concern them."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    nouns: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell

    def activate(self, **arguments: object) -> None:
        """Shown now; load what is missing."""

    def refresh(self) -> None:
        """Something of `nouns` changed, or the view became masked or clear: ask again."""

    def focus_first(self) -> None:
        """Give the keyboard to the thing one came for."""

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What this page does for actions of `ui/actions.py` while it is in front."""
        return {}

    def retranslate(self) -> None:
        """The language or text size changed; kit widgets have said their words again by themselves."""


class RecordView(_Ground):
    """The pane at the right: one record. Subclasses set `nouns`."""

    nouns: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.noun, self.record = "", ""
        """What is shown; no id while a new record is being made."""

    def show_record(self, noun: str, record_id: str) -> None:
        """Load and show a record."""

    def refresh(self) -> None:
        """Something of `nouns` changed: ask again, but never replace an open editor."""

    def set_covering(self, covering: bool) -> None:
        """Whether the pane lies over the page: then it offers Back."""

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the pane does for actions while a record is shown; these go before the page's."""
        return {}

    def retranslate(self) -> None:
        """The language or text size changed."""
