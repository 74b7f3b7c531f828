"""Errors in words for a person: what happened and what is safe, then what to do. GUI thread only."""

from app import words
from vault.errors import SatchelError


def sentences(error: BaseException) -> tuple[str, str]:
    """(what happened, what to do). An error that is not ours is said in general words; its text may hold values."""
    if isinstance(error, SatchelError):
        return words.error_words(error, window=True)
    if isinstance(error, OSError):
        return words.say("ui.disk_failed"), words.say("ui.disk_failed_hint")
    return words.say("ui.unexpected"), words.say("ui.unexpected_hint", kind=type(error).__name__)


def kept(error: BaseException) -> BaseException:
    """The same error for keeping: without its traceback, whose frames hold what was typed."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def one_line(error: BaseException) -> str:
    """Both sentences in one, for a toast."""
    return " ".join(part for part in sentences(error) if part)


def of_field(error: BaseException, label: str) -> str:
    """What is wrong with what was typed into one field, called by its `label`; short enough to stand below it."""
    if not isinstance(error, SatchelError):
        return sentences(error)[0]
    if "reason" in error.facts and "field" in error.facts:
        reason = words.say(f"reasons.{error.facts['reason']}")
        return words.say("ui.field_refused", reason=reason[:1].upper() + reason[1:])
    return words.error_words(type(error)(**{**error.facts, "field": label}))[0]
