"""The open vault: sidebar, the page in front, and the record beside it. Made on unlock, destroyed on lock.

GUI thread only. Widths: three panes from 1280; a rail of icons from 1100; below, a record covers the page.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app import lists, words
from ui import actions, backup_words, places
from ui.backing_up import BackingUp
from ui.backup_banner import BackupBanner
from ui.doubt_banner import DoubtBanner
from ui.kit_banner import KitBanner
from ui.page import Page, Shell
from ui.theme import c, theme, u
from ui.widgets import painting
from ui.widgets.sidebar import Sidebar
from ui.widgets.vault_badge import FindBox, FootStatus, VaultBadge

Spot = tuple[str, str, str]
"""Where one was: a page, and the noun and id of the record beside it."""
FIRST: Final[Spot] = (places.FIRST, "", "")
WIDE: Final = 1280
MIDDLE: Final = 1100
_SIDEBAR, _RAIL, _PANE = 236, 56, 372


class Workspace(QWidget):
    """Emits `page_changed(page)` when another page comes to the front, `record_shown(bool)` for the pane."""

    page_changed = Signal(object)
    record_shown = Signal(bool)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.badge, self.find_box, self.foot = (
            VaultBadge(),
            FindBox("ui.find_or_run", actions.key_text("find")),
            FootStatus(),
        )
        self.sidebar, self.banner, self.doubt = Sidebar(places.SIDEBAR), KitBanner(shell), DoubtBanner(shell)
        self.backing = BackingUp(shell.bridge, self)
        self.late = BackupBanner(shell, self.backing)
        self.stack, self.splitter = QStackedWidget(), QSplitter(Qt.Orientation.Horizontal)
        self._made: dict[str, Page] = {}
        self.record = places.RECORD(shell) if places.RECORD is not None else None
        self._lay_out()
        self.sidebar.chosen.connect(lambda key: shell.go(key))
        self.find_box.clicked.connect(lambda: shell.trigger("find"))
        self.badge.clicked.connect(lambda: shell.go("settings"))
        self.backing.heard.connect(self.doubt.retranslate)
        for told in (self.backing.changed, self.backing.progressed):
            told.connect(self.say_foot)
        theme().changed.connect(self._arrange)

    def _lay_out(self) -> None:
        self._side = _Side()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(10, 6, 11, 6)
        column.setSpacing(8)
        for part in (self.badge, self.find_box):
            column.addWidget(part)
        column.addWidget(self.sidebar, 1)
        column.addWidget(self.foot)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.stack)
        if self.record is not None:
            self.splitter.addWidget(self.record)
            self.splitter.setStretchFactor(0, 1)
            self.splitter.setSizes([1000, u(_PANE)])
            self.record.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.doubt)
        middle.addWidget(self.banner)
        middle.addWidget(self.late)
        middle.addWidget(self.splitter, 1)
        row.addWidget(self._side)
        row.addLayout(middle, 1)
        self.setTabOrder(self.find_box, self.sidebar)

    def minimumSizeHint(self) -> QSize:
        """1024 x 640 shows everything."""
        return QSize(760, 480)

    def show_page(self, key: str, arguments: dict[str, object]) -> None:
        """Bring the page `key` to the front; it is made when first asked for. Unknown keys do nothing."""
        page = self._made.get(key) or self._make(key)
        if page is None:
            return
        if self.stack.currentWidget() is not page:
            self.close_record()
        self.stack.setCurrentWidget(page)
        self.sidebar.choose(key)
        page.activate(**arguments)
        self.page_changed.emit(page)
        page.focus_first()

    def _make(self, key: str) -> Page | None:
        kind = next((each for each in places.PAGES if each.key == key), None)
        if kind is None:
            return None
        page = self._made[key] = kind(self.shell)
        self.stack.addWidget(page)
        return page

    def page(self) -> Page | None:
        """The page in front."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def open_record(self, noun: str, record_id: str) -> None:
        """Show a record beside the page, or over it where there is no room."""
        if self.record is None:
            return
        self.record.show_record(noun, record_id)
        self.record.show()
        self._arrange()
        self.record_shown.emit(True)

    def close_record(self) -> None:
        """Give the page its room back."""
        if self.record is None or self.record.isHidden():
            return
        self.record.hide()
        self._arrange()
        self.record_shown.emit(False)

    def spot(self) -> Spot:
        """Where one is."""
        page, record = self.page(), self.record
        if record is None or record.isHidden():
            return (page.key if page is not None else places.FIRST, "", "")
        return (page.key if page is not None else places.FIRST, record.noun, record.record)

    def return_to(self, spot: Spot) -> None:
        """Be there again."""
        page, noun, record = spot
        self.shell.go(page)
        if record:
            self.open_record(noun, record)

    def follow(self, nouns: frozenset[str]) -> None:
        """Records of these nouns changed: what shows them asks again."""
        page = self.page()
        if page is not None and (not nouns or nouns & page.nouns):
            page.refresh()
        if self.record is not None and not self.record.isHidden() and (not nouns or nouns & self.record.nouns):
            self.record.refresh()
        self.count(nouns)

    def count(self, nouns: frozenset[str] = frozenset()) -> None:
        """Ask how many records each place holds."""
        for key, noun in places.COUNTED.items():
            if not nouns or noun in nouns:
                self.shell.bridge.query(
                    lists.count, noun, None, False, done=partial(self.sidebar.set_count, key),
                    failed=lambda _error: None,
                )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        rail = self.width() < u(WIDE)
        self._side.setFixedWidth(u(_RAIL) if rail else u(_SIDEBAR))
        for part in (self.badge, self.find_box, self.foot):
            part.narrow = rail
            part.update()
        self.sidebar.set_narrow(rail)
        covers = self.width() < u(MIDDLE) and self.record is not None and not self.record.isHidden()
        self.stack.setVisible(not covers)
        if self.record is not None:
            self.record.set_covering(covers)

    def say_foot(self) -> None:
        """The foot of the sidebar: a backup under way, the masked view, or when the last backup was proved."""
        session, backing = self.shell.bridge.session, self.backing
        if backing.running:
            self.foot.show_lines(words.say("backups.foot"), backing.pace.words(), "database-backup")
        elif session is not None and session.masked:
            self.foot.say_keys("ui.masked", "ui.masked_hint", "eye-off")
        elif backing.standing is not None:
            brief = backup_words.brief(backing.standing, backing.clock())
            self.foot.show_lines(words.say("ui.offline"), brief, "hard-drive")

    def panes(self) -> list[QWidget]:
        """What F6 walks through."""
        shown = [self.sidebar, self.stack.currentWidget(), self.record]
        return [each for each in shown if each is not None and each.isVisible()]

    def retranslate(self) -> None:
        """Pages say again what they compose themselves."""
        for page in self._made.values():
            page.retranslate()
        self.doubt.retranslate()
        self.late.retranslate()
        self.say_foot()
        if self.record is not None:
            self.record.retranslate()


class _Side(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.fill(painter, self.rect(), c("canvas"))
        painting.fill(painter, self.rect().adjusted(self.width() - 1, 0, 0, 0), c("line"))
        painter.end()
