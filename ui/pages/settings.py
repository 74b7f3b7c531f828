"""S14, what a user can choose; everything acts at once. GUI thread only."""

from ui.page import Page


class SettingsPage(Page):
    """Sections General, Security, Vault."""

    key = "settings"
    title = "ui.settings"
