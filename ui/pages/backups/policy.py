"""When backups are made by themselves and for how long they are kept: a sentence, and its parts as controls.

GUI thread only. What is chosen acts at once.
"""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import words
from app.backups import Keep, Policy
from ui import backup_words
from ui.widgets.choices import ComboBox, Switch
from ui.widgets.forms import Row, Section
from ui.widgets.said import Label

DAYS = (0, 1, 2, 3, 7, 14, 30)
CHANGES = (0, 20, 100, 500, 2000, 10000)
KEPT = {"daily": (0, 3, 7, 14, 30), "weekly": (0, 4, 8, 12), "monthly": (0, 6, 12, 24, 60)}


class PolicyCard(Section):
    """Emits `changed(policy)`; without a folder there is nothing to choose yet."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__("backups.by_themselves")
        self._policy: Policy | None = None
        self.sentence = Label("body", colour="fg2", wrap=True)
        self.days, self.changes = ComboBox("backups.every"), ComboBox("backups.after")
        self.on_lock = Switch("backups.on_lock")
        self.keep = {name: ComboBox(f"backups.keep_{name}") for name in KEPT}
        self.add(
            self.sentence, Row("backups.every", self.days), Row("backups.after", self.changes, "backups.after_hint"),
            Row("backups.on_lock", self.on_lock, "backups.on_lock_hint"),
            Row("backups.keep", self._keeping(), "backups.keep_hint"),
        )  # fmt: skip
        for box in (self.days, self.changes, *self.keep.values()):
            box.activated.connect(lambda _row: self._chosen())
        self.on_lock.clicked.connect(lambda _on: self._chosen())

    def _keeping(self) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for box in self.keep.values():
            line.addWidget(box)
        return made

    def show_policy(self, wanted: Policy | None) -> None:
        """Show what is in force, in the language in force."""
        self._policy = wanted
        self.sentence.show_text(backup_words.policy(wanted) if wanted else words.say("backups.policy_no_folder"))
        shown = wanted or Policy("")
        self.days.set_options(_options(DAYS, shown.every_days, "every_days"), shown.every_days)
        self.changes.set_options(_options(CHANGES, shown.after_changes, "after_changes"), shown.after_changes)
        self.on_lock.setChecked(shown.on_lock)
        for name, box in self.keep.items():
            now = getattr(shown.keep, name)
            box.set_options(_options(KEPT[name], now, f"keep_{name}_n"), now)
        for control in (self.days, self.changes, self.on_lock, *self.keep.values()):
            control.setEnabled(wanted is not None)

    def _chosen(self) -> None:
        if self._policy is None:
            return
        keep = Keep(*(int(str(box.value())) for box in self.keep.values()))
        days, changes = int(str(self.days.value())), int(str(self.changes.value()))
        self.changed.emit(
            replace(
                self._policy, every_days=days, after_changes=changes, on_lock=self.on_lock.isChecked(), keep=keep
            )
        )  # fmt: skip

    @staticmethod
    def moved(wanted: Policy, folder: str) -> Policy:
        """The same to another folder."""
        return replace(wanted, to=folder)


def _options(numbers: tuple[int, ...], now: int, key: str) -> list[tuple[str, object]]:
    """The usual ones, and the one in force when it came from elsewhere."""
    offered = sorted({*numbers, now})
    return [(words.say(f"backups.{key}", n=each) if each else words.say(f"backups.{key}_0"), each) for each in offered]
