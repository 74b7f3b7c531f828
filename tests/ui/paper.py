"""A second opinion on printed pages: PDFium renders and reads them, ZXing looks for the QR code."""

import zxingcpp
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

DPI = 200


def squeezed(text: str) -> str:
    """Without white space, which PDFs hold as gaps only."""
    return "".join(text.split())


def text_of(data: bytes, page: int = 0) -> str:
    """The text of a page, squeezed."""
    document = PdfDocument(data)
    try:
        return squeezed(document[page].get_textpage().get_text_range())
    finally:
        document.close()


def picture(data: bytes, page: int = 0, dpi: int = DPI) -> QImage:
    """A page as a scanner would see it, in colour."""
    document = PdfDocument(data)
    try:
        bitmap = document[page].render(scale=dpi / 72)
        shape = (bitmap.width, bitmap.height, bitmap.stride)
        return QImage(bytes(bitmap.buffer), *shape, QImage.Format.Format_BGR888).copy()
    finally:
        document.close()


def grey(seen: QImage) -> QImage:
    """As a printer without colours gives it."""
    return seen.convertToFormat(QImage.Format.Format_Grayscale8)


def one_bit(seen: QImage) -> QImage:
    """As a fax machine gives it: black or white."""
    flat = seen.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    return flat.convertToFormat(QImage.Format.Format_Grayscale8)


def codes(seen: QImage) -> list[zxingcpp.Barcode]:
    """Every QR code in a picture."""
    return list(zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormat.QRCode))
