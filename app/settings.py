"""What a user chose for this machine: outside every vault, and nothing about any customer. Any thread."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Final

from app import paths

AUTO_LOCK_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60)
_VAULTS_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices with their defaults; `vaults` are folders, the last opened first."""

    language: str = ""
    """"en", "zh_CN", or empty for the system's."""
    theme: str = "system"
    text_size: int = 100
    auto_lock_minutes: int = 5
    lock_on_sleep: bool = True
    lock_with_session: bool = True
    """With the system's own lock screen, and when the session is left."""
    lock_on_minimise: bool = False
    single_keys: bool = True
    menu_bar: bool = True
    vaults: tuple[str, ...] = ()


def load(file: Path | None = None) -> Settings:
    """The settings on disk; what cannot be read is taken as never chosen."""
    try:
        found = json.loads((file or paths.settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _checked(found) if isinstance(found, dict) else Settings()


def _checked(found: dict[str, object]) -> Settings:
    usual = asdict(Settings())
    kept: dict[str, object] = {}
    for field in fields(Settings):
        value = found.get(field.name, usual[field.name])
        if field.name == "vaults" and isinstance(value, list):
            value = tuple(each for each in value if isinstance(each, str))
        if type(value) is type(usual[field.name]):
            kept[field.name] = value
    made: Settings = replace(Settings(), **kept)  # type: ignore[arg-type]  # each value was compared with its default's type
    return made if made.auto_lock_minutes in AUTO_LOCK_MINUTES else replace(made, auto_lock_minutes=5)


def save(settings: Settings, file: Path | None = None) -> None:
    """Write them whole or not at all. Raises OSError."""
    target = file or paths.settings_file()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".settings")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(settings), stream, ensure_ascii=False, indent=1, sort_keys=True)
    Path(name).replace(target)


def with_vault(settings: Settings, vault: Path) -> Settings:
    """The same with `vault` as the last opened."""
    others = [each for each in settings.vaults if each != str(vault)]
    return replace(settings, vaults=(str(vault), *others)[:_VAULTS_KEPT])
