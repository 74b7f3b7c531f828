"""What happened with a record and what is to be done, as rows of a timeline ready to paint. GUI thread only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app import words
from app.details import moment
from ui import formatting
from ui.stages import StageBook
from vault.model.catalogue import NOUNS
from vault.model.fields import Choice
from vault.values import Link, Masked, Planned, Record

_KIND: Final = NOUNS["activity"].field("kind")
_ICONS: Final = {
    "call": "phone", "meeting": "users", "task": "circle-check", "note": "notebook-pen", "visit": "map-pin",
    "letter": "file-text", "mail": "mail",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """A row: a day's heading (only `title`), or what happened. `open` is something still to be done, with its id."""

    title: str
    icon: str = ""
    hue: str = "slate"
    time: str = ""
    tone: str = "fg2"
    text: str = ""
    whom: str = ""
    id: str = ""
    open: bool = False
    done: bool = False
    hidden: bool = False


def is_open(entry: Record) -> bool:
    """Whether something is still to be done."""
    return entry.noun == "activity" and entry.get("kind") != "note" and entry.get("done_at") is None


def due(entry: Record) -> str | None:
    """The day by which it is to be done."""
    starts = entry.get("starts_at")
    day = entry.get("due_on") or (starts.wall[:10] if isinstance(starts, Planned) else None)
    return str(day) if day else None


def to_do(entries: Iterable[Record]) -> list[Record]:
    """What is to be done, the earliest first, what has no date last."""
    return sorted((each for each in entries if is_open(each)), key=lambda each: due(each) or "9999")


def timeline(entries: Iterable[Record], owner: str, stages: StageBook) -> list[Happening]:
    """What happened, the latest first, under a heading for every day."""
    rows: list[Happening] = []
    day = ""
    for entry in entries:
        if is_open(entry):
            continue
        at = moment(entry)[0]
        this = formatting.moment(at).date().isoformat()
        if this != day:
            day = this
            rows.append(Happening(formatting.day_heading(day)))
        rows.append(_move(entry, at, owner, stages) if entry.noun == "stage_move" else _activity(entry, at, owner))
    return rows


def tasks(entries: Iterable[Record], owner: str) -> list[Happening]:
    """What is to be done, then what was done of it."""
    waiting, done = to_do(entries), [each for each in entries if each.get("kind") == "task" and not is_open(each)]
    rows = [Happening(words.say("pages.open_tasks"))] if waiting else []
    rows += [_task(each, owner) for each in waiting]
    if done:
        rows.append(Happening(words.say("pages.done_tasks")))
        rows += [_activity(each, moment(each)[0], owner, struck=True) for each in done]
    return rows


def label(entry: Record) -> str:
    """What an activity is called: its subject, or its kind where it has none."""
    subject = entry.get("subject")
    if isinstance(subject, Masked):
        return words.say("pages.hidden")
    return str(subject) if subject else _kind(entry).words.in_language(words.language())


def due_words(entry: Record) -> tuple[str, str]:
    """(when it is due in words, the token colour that goes with it)."""
    day = due(entry)
    if day is None:
        return words.say("pages.no_due"), "fg2"
    away = day[:10] < formatting.today().isoformat()
    cell = formatting.deadline(day)
    said = cell.text if away else words.say("pages.due", day=cell.text)
    starts = entry.get("starts_at")
    return (f"{said}, {starts.wall[11:]}" if isinstance(starts, Planned) else said), cell.tone


def _kind(entry: Record) -> Choice:
    assert _KIND is not None
    return next((each for each in _KIND.choices if each.key == entry.get("kind")), _KIND.choices[0])


def _activity(entry: Record, at: int, owner: str, *, struck: bool = False) -> Happening:
    kind = _kind(entry)
    named = kind.words.in_language(words.language())
    subject, text, minutes = entry.get("subject"), entry.get("text"), entry.get("minutes")
    hidden = isinstance(subject, Masked) or isinstance(text, Masked)
    if isinstance(minutes, int):
        named = words.say("pages.minutes", kind=named, n=minutes)
    parts = [each for each in (subject, text) if isinstance(each, str)]
    if kind.key == "task" and parts:
        named = parts.pop(0)
    said = words.say("pages.hidden") if hidden else "\n".join(parts)
    time = (
        formatting.clock(at) if not struck else formatting.day_words(formatting.moment(at).date().isoformat(), ago=True)
    )
    return Happening(
        named, _ICONS.get(kind.key, "circle-dot"), kind.hue, time, text=said, whom=_whom(entry, owner), id=entry.id,
        done=struck, hidden=hidden,
    )  # fmt: skip


def _task(entry: Record, owner: str) -> Happening:
    when, tone = due_words(entry)
    text = entry.get("text")
    said = text if isinstance(text, str) else ""
    return Happening(label(entry), "circle", "slate", when, tone, said, _whom(entry, owner), entry.id, open=True)


def _move(entry: Record, at: int, owner: str, stages: StageBook) -> Happening:
    names = [stages.name(link) for key in ("stage_before", "stage") if isinstance(link := entry.get(key), Link)]
    move = words.say("pages.stage_moved", before=names[0], after=names[1]) if len(names) > 1 else "".join(names)
    deal = entry.get("deal")
    elsewhere = isinstance(deal, Link) and deal.id != owner and isinstance(deal.title, str)
    whom = str(deal.title) if elsewhere and isinstance(deal, Link) else ""
    return Happening(
        words.say("pages.stage_entry", move=move),
        "arrow-right-left",
        "violet",
        formatting.clock(at),
        id=entry.id,
        whom=whom,
    )


def _whom(entry: Record, owner: str) -> str:
    """Whom else it was about: on a company's timeline the person."""
    about = entry.get("about")
    links = [each for each in about if isinstance(each, Link) and each.id != owner] if isinstance(about, tuple) else []
    chosen = next((each for each in links if each.noun == "contact"), None)
    if chosen is None:
        return ""
    return chosen.title.form or "" if isinstance(chosen.title, Masked) else str(chosen.title or "")
