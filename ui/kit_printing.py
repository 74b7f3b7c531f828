"""The recovery kit on a printer, through the system's own dialog. GUI thread only."""

from importlib.util import find_spec

from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QDialog, QWidget

from app import words
from app.errors import PrinterRefused
from app.kits import Kit
from ui import kit as pages


def available() -> bool:
    """Whether this Qt can print at all."""
    return find_spec("PySide6.QtPrintSupport") is not None


def ask_and_print(parent: QWidget, kit: Kit) -> bool:
    """Let the person choose a printer, and print; False where nothing was chosen. Raises PrinterRefused."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # some systems ship Qt without it

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(pages.paper())
    printer.setDocName(words.say_in(kit.language, "kit.sheet_name"))
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    if not pages.paint_all(printer, kit):
        raise PrinterRefused
    return True
