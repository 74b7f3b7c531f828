"""What may be edited, what can be picked, and how a change is written and told: for lists and the record pane alike.

GUI thread only.
"""

from collections.abc import Callable
from typing import Final

from app import entering, words
from app.entering import Written
from ui import formatting
from ui.page import Shell
from ui.stages import StageBook
from vault.model.catalogue import NOUNS, field_of
from vault.model.catalogue import noun as noun_of
from vault.model.common import VAULT_WRITTEN
from vault.model.fields import Field, Kind
from vault.values import Link, Masked

_NEVER: Final = VAULT_WRITTEN | {"restricted_at"}
Picked = tuple[str, str, str]
"""(what is written, its words, its tag colour)."""


def is_editable(field: Field, value: object = None) -> bool:
    """Whether a person writes this field; never one that is withheld from him, nor what the vault computes."""
    if isinstance(value, Masked) or field.name in _NEVER:
        return False
    if isinstance(value, Link) and isinstance(value.title, Masked):
        return False
    leads_nowhere = field.kind is Kind.LINK and field.target not in (None, "user", *NOUNS)
    return not leads_nowhere and (not field.derived or field.makes is not None)


def options(field: Field, stages: StageBook) -> list[Picked]:
    """What a field offers to pick from; empty where one types."""
    if field.kind is Kind.CHOICE:
        return [(each.key, each.words.in_language(words.language()), each.hue) for each in field.choices]
    if field.target == "stage":
        links = [Link(stage.id, "stage", str(stage.get("name"))) for stage in stages.stages]
        return [(link.id, stages.name(link), stages.hue(link)) for link in links]
    return []


def picked(value: object) -> str:
    """The key of what stands in a field that is picked."""
    return value.id if isinstance(value, Link) else str(value or "")


def write(
    shell: Shell, stages: StageBook, record: str, field: str, text: str, *,
    done: Callable[[Written], object] | None = None, failed: Callable[[BaseException], object] | None = None,
) -> None:  # fmt: skip
    """Write one field as typed and tell it in a toast with its way back."""

    def told(written: Written) -> None:
        if written.differs:
            shell.toast(said(written, stages), undo=True)
        if done is not None:
            done(written)

    shell.bridge.command(entering.change, record, field, text, done=told, failed=failed)


def said(written: Written, stages: StageBook) -> str:
    """Old and new value of a field in one sentence."""
    field = field_of(noun_of(written.noun), written.field)
    facts = {
        "field": field.words.in_language(words.language()),
        "before": _short(formatting.text(field, written.before, stages)),
        "after": _short(formatting.text(field, written.after, stages)),
    }
    if not facts["after"]:
        return words.say("pages.emptied", **facts)
    return words.say("pages.changed" if facts["before"] else "pages.filled", **facts)


def _short(text: str, longest: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
