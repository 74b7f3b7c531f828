"""What every list and table view needs beyond its delegate. GUI thread only."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea

from ui.theme import c


def dress(view: QAbstractScrollArea, ground: str = "surface", chosen: str = "sel") -> None:
    """Put a view on a token colour; again after each `theme().changed`.

    The viewport keeps a palette of its own under a style sheet and would stay in the old colours. The style paints
    rows in Highlight first: in another colour it shines through as seams at fractional scales.
    """
    palette = view.palette()
    palette.setColor(QPalette.ColorRole.Base, c(ground))
    palette.setColor(QPalette.ColorRole.Window, c(ground))
    palette.setColor(QPalette.ColorRole.Highlight, c(chosen))
    view.setPalette(palette)
    view.viewport().setPalette(palette)
