"""The recovery kit as pages: one painter for the PDF, the printer and the screen. GUI thread only.

Nothing is written to the disk here but the file that was asked for; the code is in no title and no file name.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QRectF
from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPainter, QPdfWriter

from app import kits, words
from app.kits import Kit
from ui.kit_ink import Ink
from ui.kit_sheet import Sheet

_A4_WIDTH, _LETTER_WIDTH = 210.0, 215.9
_BETWEEN: Final = 1.35
"""Height by width: A4 has 1.41, Letter 1.29."""
_BROADEST: Final = 279.4 / 215.9
_LETTER_HOMES: Final = (QLocale.Country.UnitedStates, QLocale.Country.Canada)
_DPI: Final = 1200


def page_count(kit: Kit) -> int:
    """One page, or two to keep apart."""
    return 2 if kit.split else 1


def paper(country: QLocale.Country | None = None) -> QPageSize:
    """The paper used where the person is: Letter in the United States and in Canada, A4 elsewhere."""
    home = QLocale.system().territory() if country is None else country
    return QPageSize(QPageSize.PageSizeId.Letter if home in _LETTER_HOMES else QPageSize.PageSizeId.A4)


def draw(painter: QPainter, page_rect: QRectF, kit: Kit, page: int = 0) -> None:
    """Draw page `page` (from 0) into `page_rect`, which is a whole sheet of A4 or Letter."""
    width = _A4_WIDTH if page_rect.height() > page_rect.width() * _BETWEEN else _LETTER_WIDTH
    ink = Ink(painter, _upright(page_rect), width)
    sheet = Sheet(ink, kit)
    (sheet.passphrase_page if page else sheet.code_page)(page_count(kit))
    ink.close()


def _upright(page: QRectF) -> QRectF:
    """The sheet itself; of one broader than Letter as much of its middle as is needed."""
    width = min(page.width(), page.height() / _BROADEST)
    return QRectF(page.center().x() - width / 2, page.top(), width, page.height())


def paint_all(device: QPagedPaintDevice, kit: Kit) -> bool:
    """Every page of the kit on a paged device whose margins are none; False where it did not take them."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    for page in range(page_count(kit)):
        if page and not device.newPage():
            painter.end()
            return False
        draw(painter, QRectF(painter.viewport()), kit, page)
    return painter.end()


def pdf(kit: Kit, size: QPageSize | None = None) -> bytes:
    """The kit as a PDF with its fonts inside."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageSize(size or paper())
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(words.say_in(kit.language, "kit.sheet_name"))
    writer.setCreator("Satchel")
    paint_all(writer, kit)
    return bytes(buffer.data().data())


def save_pdf(path: Path, kit: Kit) -> None:
    """Write the PDF, readable by this user alone, whole or not at all. Raises FileUnavailable."""
    kits.save(path, pdf(kit))
