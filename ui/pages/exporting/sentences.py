"""What the export page says about a file before it is written: each a fact computed from the preview. Pure."""

from app import words
from app.exporting.running import Preview
from ui import appearance
from ui.pages.exporting.receipt import listed, names_of
from vault.model.fields import Noun, Sensitivity

_NAMED = 4


def about(noun: Noun, found: Preview, filtered: bool) -> str:
    """The line below the title: which rows, and whether they may go outside."""
    number, plural = appearance.locale().toString(found.total), listed(noun)
    key = "exporting.about_some" if filtered else "exporting.about_all"
    safe = words.say("exporting.in_full" if found.clear else "exporting.safe")
    return words.say("exporting.about", which=words.say(key, total=number, list=plural), safe=safe)


def fact(noun: Noun, found: Preview) -> tuple[str, str, str]:
    """(sentence, colour, icon) for the foot."""
    if found.clear:
        return words.say("exporting.fact_clear", fields=_some(noun, found.clear)), "warn", "triangle-alert"
    return words.say("exporting.fact_masked", fields=_some(noun, personal(noun))), "ok", "shield-check"


def personal(noun: Noun) -> tuple[str, ...]:
    """The fields that tell who somebody is, in the order of the declaration."""
    return tuple(field.name for field in noun.fields if field.sensitivity is Sensitivity.PERSONAL)


def question(noun: Noun, found: Preview) -> tuple[str, str, str]:
    """(heading, detail, deed) before values leave in full."""
    number, plural = appearance.locale().toString(found.total), listed(noun)
    fields = _some(noun, found.clear)
    return (
        words.say("exporting.confirm", fields=fields),
        words.say("exporting.confirm_detail"),
        words.say("exporting.confirm_deed", total=number, list=plural),
    )


def _some(noun: Noun, fields: tuple[str, ...]) -> str:
    """The first few fields by name, the rest by number."""
    shown = names_of(noun, fields[:_NAMED])
    rest = len(fields) - _NAMED
    return words.say("exporting.and_more", fields=shown, n=rest) if rest > 0 else shown
