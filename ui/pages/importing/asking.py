"""The desktop's own dialogs of an import. GUI thread only."""

from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from app import paths, words

_TABLES: Final = "*.csv *.tsv *.txt *.xlsx *.xlsm"


def file_to_read(parent: QWidget) -> str:
    """The file a person chose, or ""."""
    kinds = f"{words.say('importing.tables')} ({_TABLES});;{words.say('importing.any_file')} (*)"
    return QFileDialog.getOpenFileName(parent, words.say("importing.choose"), str(paths.documents()), kinds)[0]


def file_for_rejects(parent: QWidget, proposed: str) -> str:
    """Where rejected rows shall lie, or ""."""
    title, kinds = words.say("importing.save_rejected"), "XLSX (*.xlsx);;CSV (*.csv)"
    return QFileDialog.getSaveFileName(parent, title, str(paths.documents() / proposed), kinds)[0]
