"""Whether a folder is a place for a vault: on a disk of this computer, in no folder that a cloud carries elsewhere,
and whether it can be written.

For the vault folder's modules, before anything is made or opened; any thread, some milliseconds of looking at names.
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from vault.errors_of_keeping import VaultInCloudFolder, VaultOnNetwork
from vault.mounts import kind_here
from vault.unlocked import HEADER_FILE

_NAMES: Final = {
    "Dropbox": r"Dropbox( \(.+\))?",
    "OneDrive": r"OneDrive( - .+)?",
    "Google Drive": r"Google ?Drive|GoogleDrive-.+|\.shortcut-targets-by-id",
    "iCloud Drive": r"Mobile Documents|com~apple~CloudDocs|iCloud ?Drive",
    "Nextcloud": r"Nextcloud",
    "ownCloud": r"ownCloud",
    "Box": r"Box Sync|Box-Box",
    "MEGA": r"MEGAsync( .+)?",
    "pCloud": r"pCloud ?Drive|pCloud Sync",
    "坚果云 (Nutstore)": r"我的坚果云|坚果云|Nutstore( ?Files)?",
    "百度网盘 (Baidu Netdisk)": r"BaiduSyncdisk|BaiduNetdiskWorkspace|百度网盘同步空间|百度云同步盘",
    "WPS 云盘 (WPS Drive)": r"WPS ?云盘|WPS ?Drive|WPS Cloud Files",
    "Yandex Disk": r"Yandex\.Disk",
    "Proton Drive": r"Proton ?Drive",
    "Synology Drive": r"Synology ?Drive|CloudStation",
    "Tresorit": r"Tresorit",
    "Seafile": r"Seafile|SeaDrive",
}
"""Folders that the clients make under these names, wherever they lie."""
_NAMES_AT_HOME: Final = {
    "Box": r"Box",
    "MEGA": r"MEGA",
    "Google Drive": r"My Drive|Mein Drive|Mon Drive|Mi unidad|我的云端硬盘|我的雲端硬碟",
}
"""Names that others use too: only where the clients put them, in a home or at the top of a drive."""
_MARKS: Final = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud": (".sync_*.db", "._sync_*.db", ".nextcloudsync.log"),
    "ownCloud": (".owncloudsync.log", ".csync_journal.db"),
    "Syncthing": (".stfolder", ".stversions"),
    "Google Drive": (".tmp.driveupload", ".tmp.drivedownload"),
    "OneDrive": (".849c9593-d756-4e56-8d6e-42412f2a707b",),
    "MEGA": (".megaignore",),
    "Synology Drive": (".synologyworkingdirectory",),
}
"""What the clients leave in the topmost folder that they carry, in lower case."""
_ONEDRIVE: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_STORAGE: Final = re.compile(r"/Library/CloudStorage/([^/-]+)")
_KEPT: Final = ("LOCK", "seen", "tries", "vault.*", "data-*.db*", "blobs")
_DROPBOX_LIMIT: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the computer; tests put another in its place."""

    home: Path
    environment: Mapping[str, str]
    network: Callable[[Path], str | None] = kind_here

    @classmethod
    def here(cls) -> "Machine":
        """This computer and the person at it."""
        return cls(Path(os.path.expanduser("~")), os.environ)  # noqa: PTH111 # Path.home raises where there is none


def check(folder: Path, machine: Machine | None = None) -> None:
    """Raises VaultOnNetwork or VaultInCloudFolder where a vault may not lie; `folder` need not exist yet."""
    asked = machine or Machine.here()
    real = Path(os.path.realpath(folder))
    kind = asked.network(_nearest(real))
    if kind is not None:
        raise VaultOnNetwork(filesystem=kind)
    carried = dict(_carried(asked))
    for place in dict.fromkeys((*_way(Path(os.path.abspath(folder))), *_way(real))):  # noqa: PTH100 # keeps the links
        service = _by_name(place, asked) or carried.get(place) or _by_mark(place)
        if service is not None:
            raise VaultInCloudFolder(service=service)


def in_a_vault(place: Path) -> bool:
    """Whether a folder is a vault's or lies in one: what is put there goes with it, and may be taken for a part."""
    return any((each / HEADER_FILE).exists() for each in _way(Path(os.path.realpath(place))))


def _nearest(place: Path) -> Path:
    return next((each for each in _way(place) if os.path.lexists(each)), place)


def _way(place: Path) -> Iterator[Path]:
    yield place
    yield from place.parents


def _by_name(place: Path, machine: Machine) -> str | None:
    storage = _STORAGE.search(place.as_posix())
    if storage is not None:
        return storage[1]
    common = place.parent in (machine.home, Path(place.anchor))
    flags = re.IGNORECASE if sys.platform in ("win32", "darwin") else re.NOFLAG
    known = (*_NAMES.items(), *(_NAMES_AT_HOME.items() if common else ()))
    return next((service for service, names in known if re.fullmatch(names, place.name, flags)), None)


def _by_mark(place: Path) -> str | None:
    try:
        with os.scandir(place) as entries:
            hidden = [entry.name.casefold() for entry in entries if entry.name.startswith(".") and _marks(entry)]
    except OSError:  # not there yet, or closed to us: then it tells nothing
        return None
    known = ((service, mark) for service, marks in _MARKS.items() for mark in marks)
    return next((service for service, mark in known if any(fnmatchcase(name, mark) for name in hidden)), None)


def _marks(entry: os.DirEntry[str]) -> bool:
    """A folder `.dropbox` is where the client keeps its settings: in the home, and that is not carried."""
    return entry.name != ".dropbox" or entry.is_file()


def _carried(machine: Machine) -> Iterator[tuple[Path, str]]:
    """Folders that the clients' own settings name."""
    for name in _ONEDRIVE:
        if machine.environment.get(name):
            yield Path(machine.environment[name]), "OneDrive"
    settings = [machine.home / ".dropbox"]
    settings += [Path(machine.environment[name], "Dropbox") for name in ("APPDATA", "LOCALAPPDATA")
                 if machine.environment.get(name)]  # fmt: skip
    for each in settings:
        for path in _dropbox(each / "info.json"):
            yield path, "Dropbox"
            yield Path(os.path.realpath(path)), "Dropbox"
    for name in ("Desktop", "Documents"):  # macOS carries both once "Desktop & Documents" is switched on
        link = machine.home / "Library/Mobile Documents/com~apple~CloudDocs" / name
        if link.is_symlink():
            yield Path(os.path.realpath(link)), "iCloud Drive"


def _dropbox(file: Path) -> list[Path]:
    """The folders in Dropbox's own note of them; it is others' file, so anything may stand in it."""
    try:
        with file.open("rb") as stream:
            accounts = json.loads(stream.read(_DROPBOX_LIMIT))
        return [Path(account["path"]) for account in accounts.values() if account["path"]]
    except (OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return []


def writable(folder: Path) -> bool:
    """Whether the vault can be written: the folder and each of its files.

    The database file is not opened for that (closing it would drop SQLite's locks), and nothing is left behind.
    """
    if not _allowed(folder, os.W_OK | os.X_OK):
        return False
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except PermissionError:
        return False
    except OSError:  # a full disk is not a closed one: who writes will be told
        pass
    return all(_allowed(file, os.W_OK) for pattern in _KEPT for file in folder.glob(pattern))


def _allowed(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)
