"""Invented customers for the tests of lists and of the record pane, and what they wait for."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app import activities, details, edit, starting
from app.session import Session
from ui.main_window import MainWindow
from ui.pages.record_pane import RecordPane
from ui.pages.records import RecordsPage
from ui.table_model import RecordTableModel
from vault.transaction import Transaction
from vault.values import Money, Record

PEOPLE = (
    ("Ava Lindqvist", "Head of Procurement", "+442079460203", "ava@brightwater.example.com"),
    ("Clara Reyes", "Founder", "+442079460204", None),
    ("王佳宁", "采购总监", "+8613800000000", None),
)


def fill(tx: Transaction) -> dict[str, str]:
    """One company, three people, a deal with the first of them; their ids by name."""
    starting.start(tx)
    made = {"Brightwater": edit.add(tx, "account", {"name": "Brightwater Foods", "industry": "Food"})}
    for name, title, phone, email in PEOPLE:
        values = {"name": name, "title": title, "phone": phone, "email": email, "account": made["Brightwater"]}
        made[name] = edit.add(tx, "contact", values)
    deal = {"name": "Annual supply", "account": made["Brightwater"], "contact": made["Ava Lindqvist"]}
    made["deal"] = edit.add(tx, "deal", {**deal, "amount": Money(8_400_000, "EUR")})
    activities.log(tx, made["Ava Lindqvist"], "task", "Send revised quote", "2026-01-05")
    return made


def filled(session: Session) -> dict[str, str]:
    """The ids of what `fill` made in an open vault."""
    made: dict[str, str] = session.write(fill).result(timeout=20).value
    return made


def page_of(window: MainWindow) -> RecordsPage:
    """The list in front."""
    assert window.workspace is not None
    page = window.workspace.page()
    assert isinstance(page, RecordsPage)
    return page


def pane_of(window: MainWindow) -> RecordPane:
    """The pane beside the list."""
    assert window.workspace is not None
    pane = window.workspace.record
    assert isinstance(pane, RecordPane)
    return pane


def column(model: RecordTableModel, name: str) -> int:
    """Where a field stands in the list."""
    return [field.name for field in model.columns].index(name)


def texts(model: RecordTableModel, name: str = "name") -> list[str]:
    """A column as it is painted, from the top."""
    at = column(model, name)
    return [cell.text if (cell := model.cell(row, at)) is not None else "…" for row in range(model.rowCount())]


def read(session: Session, record: str) -> Record:
    """A record as it lies in the vault."""
    return session.read(details.details, record).result(timeout=20).record


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    """Wait for the screen to follow."""
    qtbot.waitUntil(holds, timeout=10_000)


def sorted_by_name(window: MainWindow, qtbot: QtBot) -> RecordsPage:
    """The list in front, loaded, in the order of names."""
    page = page_of(window)
    until(qtbot, lambda: page.model.record(0) is not None)
    page.model.look_for(order=("name",))
    until(qtbot, lambda: texts(page.model)[0] == PEOPLE[0][0])
    page.table.go_to(0)
    return page
