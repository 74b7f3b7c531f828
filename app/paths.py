"""Where things outside a vault live on this machine. Anyone, any thread."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path, user_documents_path, user_log_path

_NAME = "satchel"


def settings_file() -> Path:
    """The settings; `SATCHEL_CONFIG_DIR` moves them (tests, portable use)."""
    moved = os.environ.get("SATCHEL_CONFIG_DIR")
    return (Path(moved) if moved else user_config_path(_NAME, appauthor=False)) / "settings.json"


def log_file() -> Path:
    """The program's log; `SATCHEL_DATA_DIR` moves it."""
    moved = os.environ.get("SATCHEL_DATA_DIR")
    return (Path(moved) if moved else user_log_path(_NAME, appauthor=False)) / "satchel.log"


def temporary_folder() -> Path:
    """Below it each process has a temporary folder of its own; `SATCHEL_DATA_DIR` moves it."""
    moved = os.environ.get("SATCHEL_DATA_DIR")
    return (Path(moved) if moved else user_cache_path(_NAME, appauthor=False)) / "temporary"


def demo_vault() -> Path:
    """Where `./run` keeps its demo vault; `SATCHEL_DATA_DIR` moves it."""
    moved = os.environ.get("SATCHEL_DATA_DIR")
    return (Path(moved) if moved else user_data_path(_NAME, appauthor=False)) / "Demo.satchel"


def documents() -> Path:
    """Where a new vault is proposed: the documents folder, or home where there is none."""
    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()
