"""What is said of backups: when, where, how they stand. Composed of facts in the language in force. Pure."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDateTime

from app import words
from app.backups import Policy
from app.safekeeping import Known, Standing
from ui import appearance

_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_MIB: Final = 1 << 20
_MEDIA: Final = (("/media/", 2), ("/run/media/", 2), ("/Volumes/", 1), ("/mnt/", 1))
"""Where systems put a medium, and how many names stand before its own (a user's counts)."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The state of the backups at a glance: `tone` ok, warn or bad."""

    tone: str
    icon: str
    heading: str
    detail: str


def ago(at_ms: int, now_ms: int) -> str:
    """How long ago, in one unit; what lies ahead is now."""
    passed = max(0, now_ms - at_ms)
    for unit, name in ((_DAY, "days"), (_HOUR, "hours"), (_MINUTE, "minutes")):
        if passed >= unit:
            return words.say(f"backups.{name}_ago", n=passed // unit)
    return words.say("backups.just_now")


def moment(at_ms: int) -> str:
    """A local day and time."""
    locale = appearance.locale()
    return locale.toString(QDateTime.fromMSecsSinceEpoch(at_ms), locale.dateTimeFormat(locale.FormatType.ShortFormat))


def place(folder: str) -> str:
    """A folder as people call it: the name of its medium, or its own."""
    for start, names in _MEDIA:
        parts = folder.removeprefix(start).split("/")
        if folder.startswith(start) and len(parts) >= names:
            return parts[names - 1]
    path = Path(folder)
    return path.name or path.drive or folder


def size(count: int) -> str:
    """Bytes as people read them."""
    return appearance.locale().formattedDataSize(count, 1 if count >= _MIB else 0)


def destination(standing: Standing | None) -> Path | None:
    """Where the next backup goes: as the policy says, or where the last one went."""
    if standing is None:
        return None
    if standing.policy is not None:
        return Path(standing.policy.to)
    return Path(standing.last.destination) if standing.last is not None else None


def late(standing: Standing, now_ms: int) -> str:
    """That the last proved backup is too old."""
    if standing.last is None:
        return words.say("backups.late_none")
    return words.say("backups.late", n=max(1, (now_ms - standing.last.at) // _DAY))


def proved(last: Known, now_ms: int) -> str:
    """ "Proved 2 hours ago on WORK-DISK"."""
    return words.say("backups.proved", ago=ago(last.at, now_ms), place=place(last.destination))


def headline(standing: Standing, now_ms: int) -> Headline:
    """The last proved backup in words, or that there is none."""
    last = standing.last
    if last is None:
        return Headline("warn", "triangle-alert", words.say("backups.never"), words.say("backups.never_hint"))
    changes = words.say("backups.changes_since", n=standing.changes) if standing.changes else words.say("backups.same")
    detail = words.say("backups.detail", when=moment(last.at), size=size(last.size), changes=changes)
    if standing.late:
        return Headline("warn", "triangle-alert", late(standing, now_ms), detail)
    return Headline("ok", "shield-check", proved(last, now_ms), detail)


def brief(standing: Standing | None, now_ms: int) -> str:
    """The same for one short line."""
    if standing is None:
        return ""
    if standing.last is None:
        return words.say("backups.never")
    return words.say("backups.brief", ago=ago(standing.last.at, now_ms))


def policy(wanted: Policy | None) -> str:
    """When backups are made by themselves, and for how long they are kept, as a sentence or two."""
    if wanted is None or not (wanted.every_days or wanted.on_lock or wanted.after_changes):
        return words.say("backups.policy_none")
    when = [words.say("backups.when_days", n=wanted.every_days)] if wanted.every_days else []
    when += [words.say("backups.when_lock")] if wanted.on_lock else []
    when += [words.say("backups.when_changes", n=wanted.after_changes)] if wanted.after_changes else []
    before = words.say("backups.comma").join(when[:-1])
    joined = words.say("backups.and").join([before, when[-1]] if before else when)
    keep = wanted.keep
    kept = words.say("backups.kept", daily=keep.daily, weekly=keep.weekly, monthly=keep.monthly)
    made = words.say("backups.policy", when=joined, place=place(wanted.to))
    return f"{made} {kept}" if words.language() == "en" else made + kept
