"""Which backup, and where the vault made of it is to lie: fields with the system's own dialogs. GUI thread only."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import paths, words
from ui.widgets.buttons import Button
from ui.widgets.inputs import LineEdit
from ui.widgets.said import Label

_KINDS = "*.satchelbackup"


class _Field(QWidget):
    """A label, a path that can be typed, a button for the dialog."""

    changed = Signal()

    def __init__(self, key: str, icon: str) -> None:
        super().__init__()
        self.line, self.browse = LineEdit(key, size="large"), Button("ui.browse", icon=icon, size="large")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label("smallM", key, colour="fg2"))
        column.addLayout(row)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.browse.clicked.connect(self._browse)

    def path(self) -> Path | None:
        """What stands in the field."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def _put(self, path: Path | None) -> None:
        self.line.setText(str(path) if path is not None else "")
        self.line.setCursorPosition(0)

    def _browse(self) -> None:
        """Ask with the system's dialog."""


class BackupField(_Field):
    """The file of a backup."""

    def __init__(self) -> None:
        super().__init__("rescue.file", "folder-open")

    def show_file(self, file: Path | None) -> None:
        """Begin with a file, or none."""
        self._put(file)

    def _browse(self) -> None:
        start = str(self.path() or paths.documents())
        chosen = QFileDialog.getOpenFileName(self, words.say("rescue.file"), start, _KINDS)[0]
        if chosen:
            self._put(Path(chosen))


class PlaceField(_Field):
    """The folder that is to be made."""

    def __init__(self) -> None:
        super().__init__("rescue.place", "folder")

    def show_place(self, place: Path) -> None:
        """Begin with a free place."""
        self._put(place)

    def _browse(self) -> None:
        now = self.path()
        start = now.parent if now is not None else paths.documents()
        chosen = QFileDialog.getExistingDirectory(self, words.say("rescue.place"), str(start))
        if chosen:
            self._put(Path(chosen) / (now.name if now is not None else "vault.satchel"))
