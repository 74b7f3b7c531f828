"""What was moved to the trash, and the way back. GUI thread only."""

from ui.page import Page


class TrashPage(Page):
    """One list over all nouns."""

    key = "trash"
    title = "ui.trash"
