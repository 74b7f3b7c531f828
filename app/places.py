"""Where the person is: the region and time zone that plain numbers and clock times are read in. Any thread."""

import os
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vault import kept
from vault.reader import Reader

_LOCALE: Final = re.compile(r"[a-z]{2,3}_([A-Z]{2})(?:[.@]|$)")
_LINK: Final = Path("/etc/localtime")
_LINUX_NAME: Final = Path("/etc/timezone")


def region(reader: Reader) -> str | None:
    """The ISO 3166 region where a phone number without country code belongs: the vault's, else the system's."""
    chosen = kept.get(reader, "vault", "region")
    return str(chosen) if chosen else system_region()


def system_region() -> str | None:
    """The region of the person's locale ("DE" of de_DE.UTF-8), None where it names none."""
    for name in ("LC_ALL", "LC_TELEPHONE", "LANG"):
        found = _LOCALE.match(os.environ.get(name, ""))
        if found:
            return found[1]
    return None


def zone() -> str:
    """The IANA name of the system's time zone; where it does not tell, "UTC"."""
    return _zone(os.environ.get("TZ", ""))


@cache
def _zone(wished: str) -> str:
    return next((name for name in (wished.lstrip(":"), *_system_names()) if name and _known(name)), "UTC")


def _system_names() -> list[str]:
    names = []
    if _LINK.is_symlink():
        names.append(str(_LINK.resolve()).partition("zoneinfo/")[2])
    if _LINUX_NAME.is_file():
        names.append(_LINUX_NAME.read_text(encoding="utf-8", errors="replace").strip())
    return names


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def today() -> str:
    """The person's day, ISO 8601."""
    return datetime.now(ZoneInfo(zone())).date().isoformat()
