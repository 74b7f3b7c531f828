"""S12, masked export: rules at the left, the file as it will read at the right, the fact below. GUI thread only."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app import paths, places, words
from app.exporting import profiles, running
from app.exporting.profiles import Profile
from app.exporting.running import Preview, Receipt, Request
from ui import appearance, messages
from ui.bridge import Job
from ui.dialogs.confirm import Confirm
from ui.page import Page, Shell
from ui.pages.exporting import sentences
from ui.pages.exporting.preview import PreviewPanel
from ui.pages.exporting.receipt import listed
from ui.pages.exporting.rules import RulesPanel
from ui.widgets.bars import AskBand, FootBar, led
from ui.widgets.buttons import Button
from ui.widgets.heads import PageHead
from ui.widgets.inputs import LineEdit
from ui.widgets.sides import Sides
from ui.widgets.toasts import announce
from vault.errors import Usage
from vault.model.catalogue import NOUNS

_NOWHERE = Path("export.csv")


class ExportPage(Page):
    """`activate(noun=, where=)` opens it for a list. `ask_path(proposed)` gives where the file shall lie, or ""."""

    key = "export"
    title = "ui.export"
    nouns = frozenset(name for name, noun in NOUNS.items() if noun.in_lists)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.ask_path: Callable[[str], str] = self._ask_path
        self.head, self.rules, self.preview = PageHead("exporting.title"), RulesPanel(), PreviewPanel()
        self.foot = FootBar()
        self.reason = LineEdit("exporting.reason", hint_key="exporting.reason_hint")
        self.button = Button("exporting.export", kind="primary", icon="download", cap="↵")
        self.found: Preview | None = None
        self._asked, self._job = 0, Job()
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.rules.changed.connect(self.ask)
        self.rules.wanted.connect(self._load)
        self.rules.kept.connect(self._keep)
        self.reason.textEdited.connect(lambda _text: self.reason.set_tone(""))
        self.reason.returnPressed.connect(self.export)
        self.button.clicked.connect(self.export)
        self.preview.format.chosen.connect(lambda _format: self._say_fact())
        self.preview.strip.button.clicked.connect(lambda: self._job.cancel())
        self.preview.receipt.again.clicked.connect(self.again)
        self.shell.bridge.locked.connect(lambda: self._job.cancel())

    def _lay_out(self) -> None:
        self.band = AskBand("exporting.reason", self.reason)
        self.band.hide()
        self.foot.add(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Sides(self.preview, self.rules, 372, least=440, leading=True), 1)
        column.addWidget(self.band)
        column.addWidget(self.foot)

    def activate(self, **arguments: object) -> None:
        """Show the list that was asked for, or the one that was here."""
        noun = arguments.get("noun")
        if isinstance(noun, str):
            self.rules.show_list(noun, str(arguments.get("where") or ""))
            if self.preview.face() == "receipt":
                self.preview.turn("table")
        if self.preview.face() in ("table", "nothing"):
            self._begin()

    def _begin(self) -> None:
        session = self.shell.bridge.session
        if session is not None:
            self.rules.show_for(session.viewer, [*profiles.BUILT_IN])
            self.shell.bridge.query(profiles.names, done=self._profiles)
            self.ask()

    def _profiles(self, names: list[str]) -> None:
        self.rules.show_for(self.shell.bridge.session.viewer, names)

    def refresh(self) -> None:
        """Records changed, or the view became masked or clear."""
        if self.preview.face() in ("table", "nothing"):
            self._begin()

    def focus_first(self) -> None:
        """The list to choose."""
        self.rules.which.setFocus(Qt.FocusReason.OtherFocusReason)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Ctrl+Shift+E here exports what is shown; Ctrl+F goes to the condition."""
        return {"export": self.export, "filter": lambda: self.rules.where.setFocus(Qt.FocusReason.ShortcutFocusReason)}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter exports, Esc leaves the receipt."""
        back = self.again if self.preview.face() == "receipt" else self.focus_first
        if not led(self, event, self.export, back):
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Words that this page composed itself."""
        self.rules.retranslate()
        if self.preview.face() in ("table", "nothing"):
            self.ask()

    def request(self, out: Path = _NOWHERE) -> Request:
        """What the controls say."""
        rules = self.rules
        return Request(
            noun=rules.noun.name, out=out, where=rules.where.text().strip() or None,
            format=str(self.preview.format.value()), profile=rules.profile,
            unmasked=rules.profile is profiles.UNMASKED, reason=self._why(),
        )  # fmt: skip

    def _why(self) -> str:
        """The reason, where one is asked: one typed before is not kept with a file that needs none."""
        return self.reason.text().strip() if self.band.isVisibleTo(self) else ""

    def ask(self) -> None:
        """Ask for the preview of what the controls say; answers to older questions are dropped."""
        self._asked += 1
        number = self._asked
        self.shell.bridge.query(
            running.preview, self.request(), done=partial(self._show, number), failed=partial(self._refuse, number)
        )

    def _show(self, number: int, found: Preview) -> None:
        if number != self._asked:
            return
        self.found = found
        self.rules.show_where_error("")
        self.preview.show_preview(self.rules.noun, found)
        self.button.setEnabled(bool(found.total))
        self._say_fact()

    def _refuse(self, number: int, error: BaseException) -> None:
        if number != self._asked:
            return
        self.found = None
        self.button.setEnabled(False)
        if isinstance(error, Usage):
            self.rules.show_where_error(messages.one_line(error))
        else:
            self.shell.fail(error)

    def _say_fact(self) -> None:
        found = self.found
        if found is None:
            return
        noun, clear = self.rules.noun, found.clear
        self.head.set_note(sentences.about(noun, found, bool(self.rules.where.text().strip())))
        self.foot.say(*sentences.fact(noun, found))
        self.band.setVisible(bool(clear))
        self.button.say_key(f"exporting.export_{self.preview.format.value()}")

    def export(self) -> None:
        """Ask for the reason where it is needed, for the place, then write."""
        if self.found is None or not self.button.isEnabled() or self.preview.face() != "table":
            return
        if not self.found.clear:
            self._choose_place()
        elif self.reason.text().strip():
            self._confirm(self.found)
        else:
            self.reason.set_tone("bad")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self.reason, words.say("exporting.reason_needed"))

    def _confirm(self, found: Preview) -> None:
        heading, detail, deed = sentences.question(self.rules.noun, found)
        Confirm(self.window(), heading, detail, deed, self._choose_place, icon="shield-alert").open()

    def _choose_place(self) -> None:
        suffix = str(self.preview.format.value())
        plural = self.rules.noun.plural.in_language(words.language())
        chosen = self.ask_path(f"{plural} {places.today()}.{suffix}")
        if chosen:
            self._write(Path(chosen if Path(chosen).suffix else f"{chosen}.{suffix}"))

    def _ask_path(self, proposed: str) -> str:
        suffix = str(self.preview.format.value())
        title = words.say("exporting.where_to")
        return QFileDialog.getSaveFileName(self, title, str(paths.documents() / proposed), f"*.{suffix}")[0]

    def _write(self, out: Path) -> None:
        self.preview.turn("working")
        self.button.setEnabled(False)
        self._progress(0, self.found.total if self.found else 0)
        self._job = self.shell.bridge.job(
            running.export, self.shell.bridge.session, self.request(out), door="run", done=partial(self._written, out),
            failed=self._not_written, progress=self._progress,
        )  # fmt: skip
        self.preview.strip.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _progress(self, done: int, total: int) -> None:
        locale, plural = appearance.locale(), listed(self.rules.noun)
        heading = words.say("exporting.writing", total=locale.toString(total), list=plural)
        detail = words.say("exporting.written", done=locale.toString(done))
        self.preview.strip.show_progress(done, total, heading, detail)

    def _written(self, out: Path, receipt: Receipt) -> None:
        if self.shell.bridge.session is None:
            return
        self.reason.clear()
        self.band.hide()
        self.preview.receipt.show_receipt(self.rules.noun, receipt, out)
        self.preview.turn("receipt")
        self.foot.say(words.say("exporting.logged"), "ok", "shield-check")
        announce(self, self.preview.receipt.heading.text())
        self.preview.receipt.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_written(self, error: BaseException) -> None:
        if self.shell.bridge.session is None:
            return
        self.again()
        self.shell.fail(error)

    def again(self) -> None:
        """Back to rules and preview."""
        self.preview.turn("table")
        self._begin()
        self.focus_first()

    def _load(self, name: str) -> None:
        self.shell.bridge.query(profiles.load, name, done=self.rules.use)

    def _keep(self, name: str) -> None:
        profile = self.rules.renamed(name)
        self.shell.bridge.command(profiles.keep, profile, done=partial(self._kept, profile))

    def _kept(self, profile: Profile, _nothing: object) -> None:
        self.rules.keep_as.clear()
        self.rules.profile = profile
        self.shell.toast(words.say("exporting.kept", name=profile.name))
        self._begin()
