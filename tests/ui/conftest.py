"""The window off-screen, on a real vault with the cheapest key derivation there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import edit, vaults
from app.session import Session
from app.settings import Settings
from ui import appearance, application
from ui.dialogs.confirm import Confirm
from ui.main_window import MainWindow
from ui.pages.backups.page import BackupsPage
from vault import folder
from vault.kdf import KdfCost

PASSPHRASE = "lantern river copper ninety orbit meadow"
USER = "Mina Park"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Nothing of pytest's command line reaches Qt."""
    return ["satchel"]


@pytest.fixture
def satchel_app(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, own_home: Path) -> QApplication:
    """The application in English and light colours, with settings of its own."""
    monkeypatch.setenv("SATCHEL_CONFIG_DIR", str(own_home / "config"))
    monkeypatch.setenv("SATCHEL_DATA_DIR", str(own_home / "data"))
    application.prepared()
    appearance.speak(qapp, "en")
    return qapp


@pytest.fixture
def vault_path(tmp_path: Path) -> Path:
    """An empty vault with one user."""
    path = tmp_path / "Hangzhou field.satchel"
    folder.create(path, name="Hangzhou field", user=USER, passphrase=PASSPHRASE, kdf=KdfCost(64 * 1024))
    return path


@pytest.fixture
def locked(satchel_app: QApplication, vault_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window at its gate, with the empty vault chosen."""
    settings = Settings(language="en", theme="light", vaults=(str(vault_path),))
    made = application.open_window(satchel_app, settings)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def open_vault(vault_path: Path) -> Session:
    """An open session on the empty vault; the window that takes it closes it."""
    return vaults.unlock(vault_path, USER, PASSPHRASE, None)


@pytest.fixture
def window(locked: MainWindow, open_vault: Session) -> MainWindow:
    """The window with the empty vault open."""
    locked._enter(open_vault)
    return locked


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system's dialog answers with."""
    folder = tmp_path / "STICK"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    return folder


@pytest.fixture
def backups_page(window: MainWindow) -> Iterator[BackupsPage]:
    """The page of backups in a vault with one person."""
    window.bridge.session.write(edit.add, "contact", {"name": "Ada"}).result()
    window.trigger("go_backups")
    assert window.workspace is not None
    shown = window.workspace.page()
    assert isinstance(shown, BackupsPage)
    yield shown
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, Confirm):
            dialog.reject()
