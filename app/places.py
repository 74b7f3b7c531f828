"""Where the person is: the region and time zone that plain numbers and clock times are read in. Any thread."""

import os
import re
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vault import kept, naming
from vault.folding import country_code, digits_of
from vault.reader import Reader

_LOCALE: Final = re.compile(r"[a-z]{2,3}_([A-Z]{2})(?:[.@]|$)")
_LINK: Final = Path("/etc/localtime")
_LOOKED_AT: Final = 200
_LINUX_NAME: Final = Path("/etc/timezone")


def region(reader: Reader) -> str | None:
    """The ISO 3166 region where a phone number without country code belongs, None where nothing tells.

    It is the vault's own, else the locale's, else that of most of the numbers entered last.
    """
    chosen = kept.get(reader, "vault", "region")
    return str(chosen) if chosen else system_region() or _usual_region(naming.recent_phones(reader, _LOOKED_AT))


def _usual_region(numbers: list[str]) -> str | None:
    codes = Counter(country_code(digits_of(number)) for number in numbers if number.startswith("+"))
    if not codes:
        return None
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # imported late: 40 ms

    return COUNTRY_CODE_TO_REGION_CODE.get(int(codes.most_common(1)[0][0]), (None,))[0]


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
