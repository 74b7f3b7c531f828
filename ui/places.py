"""Which pages there are, in the order of the sidebar. A new page is one line here. GUI thread only."""

from typing import Final

from ui.page import Page, RecordView
from ui.pages.backups.page import BackupsPage
from ui.pages.exporting.page import ExportPage
from ui.pages.importing.page import ImportPage
from ui.pages.kit import KitPage
from ui.pages.record_pane import RecordPane
from ui.pages.records import CompaniesPage, DealsPage, PeoplePage
from ui.pages.settings import SettingsPage
from ui.pages.trash import TrashPage
from ui.widgets.sidebar import Place

PAGES: Final[tuple[type[Page], ...]] = (
    PeoplePage, CompaniesPage, DealsPage, ImportPage, ExportPage, BackupsPage, TrashPage, SettingsPage,
    KitPage,
)  # fmt: skip
"""Every page; each is made when it is first shown and destroyed on lock."""

RECORD: Final[type[RecordView] | None] = RecordPane
"""The pane that shows one record beside a page."""

SIDEBAR: Final = (
    Place("people", "ui.people", "users"),
    Place("companies", "ui.companies", "building-2"),
    Place("deals", "ui.deals", "square-kanban"),
    Place("", "ui.tools"),
    Place("import", "ui.import", "upload"),
    Place("export", "ui.export", "file-lock-2"),
    Place("backups", "backups.title", "database-backup"),
    Place("trash", "ui.trash", "trash-2"),
    Place("settings", "ui.settings", "settings"),
)
COUNTED: Final = {"people": "contact", "companies": "account", "deals": "deal"}
"""Places whose row shows how many records of a noun there are."""
FIRST: Final = "people"
