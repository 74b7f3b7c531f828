"""The question before the few things that cannot be undone (interface.md 6.2). GUI thread only.

The button says the deed and its number; Cancel is the default; there is no Yes and no No.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import u
from ui.widgets.buttons import Button
from ui.widgets.cards import IconTile
from ui.widgets.said import Label


class Confirm(QDialog):
    """Opens over the window and does not block it; `act` runs when the deed is chosen. `kind` is that of its button."""

    def __init__(
        self, parent: QWidget, heading: str, detail: str, deed: str, act: Callable[[], object], *,
        icon: str = "triangle-alert", tone: str = "warn", kind: str = "danger",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(heading)
        self.cancel, self.deed = Button("ui.cancel"), Button(kind=kind)
        self.deed.setText(deed)
        self.cancel.setDefault(True)
        self.deed.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.deed.clicked.connect(self.accept)
        self.accepted.connect(lambda: act())
        self._lay_out(heading, detail, icon, tone)
        self.cancel.setFocus()

    def _lay_out(self, heading: str, detail: str, icon: str, tone: str) -> None:
        title, text = Label("h2", wrap=True), Label("body", colour="fg2", wrap=True)
        title.show_text(heading)
        text.show_text(detail)
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addWidget(title)
        texts.addWidget(text)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(IconTile(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(20)
        column.addLayout(top)
        column.addLayout(foot)
        self.setFixedWidth(u(460))
