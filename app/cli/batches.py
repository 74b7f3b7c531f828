"""`batches`, `undo`, `redo`: what was done, taken back and done again."""

from typing import Final

from app import undo
from app.cli import shown
from app.cli.arguments import Parser, whole
from app.cli.calls import Call, Command
from app.printing import instant_text, table, text_value
from app.words import language, say
from vault.journal import Step
from vault.model.catalogue import FIELDS
from vault.reverting import Reverted

_MOST: Final = 2**53


def _nothing(_parser: Parser) -> None:
    return


def _batches(call: Call) -> None:
    with call.session() as session:
        steps = session.read(undo.batches).result()
    batches = [
        {"batch": step.n, "at": instant_text(step.at), "verb": step.verb, "undone": step.undone_in is not None,
         "facts": step.facts}
        for step in steps
    ]  # fmt: skip
    at = FIELDS["contact", "created_at"]
    rows = [
        (str(step.n), text_value(step.at, language(), at), shown.verb(step.verb), _state(step), _facts(step))
        for step in steps
    ]
    heads = [say(f"cli.head_{name}") for name in ("batch", "at", "verb", "state", "facts")]
    lines = table(heads, rows, frozenset({0}), widest=70) if rows else call.console.text("no_batches")
    call.console.emit({"batches": batches}, lines)


def _state(step: Step) -> str:
    return say("cli.undone_mark") if step.undone_in else ""


def _facts(step: Step) -> str:
    return ", ".join(f"{name} {fact}" for name, fact in step.facts.items() if isinstance(fact, int | str))


def _configure_undo(parser: Parser) -> None:
    parser.add_argument("--batch", metavar="ID", type=whole(0, _MOST), help=say("cli.help_batch"))


def _undo(call: Call) -> None:
    with call.session() as session:
        reverted = session.write(undo.undo, call.options.batch).result().value
    _emit(call, "undone", reverted)


def _redo(call: Call) -> None:
    with call.session() as session:
        reverted = session.write(undo.redo).result().value
    _emit(call, "redone", reverted)


def _emit(call: Call, key: str, reverted: Reverted) -> None:
    kept = [{"id": each.id, "why": each.why, "field": each.field} for each in reverted.kept]
    document = {key: reverted.undone, "verb": reverted.verb, "batch": reverted.step, "kept": kept}
    lines = call.console.text(key, n=reverted.undone, verb=shown.verb(reverted.verb))
    lines += call.console.text("kept", n=len(kept)) if kept else []
    lines += [f"  {each.id}  {each.field or ''}  {say(f'reasons.{each.why}')}" for each in reverted.kept]
    call.console.emit(document, lines)


BATCHES: Final = Command(_nothing, _batches)
UNDO: Final = Command(_configure_undo, _undo)
REDO: Final = Command(_nothing, _redo)
