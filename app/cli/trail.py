"""`audit list`, `audit verify`, `audit seal`: who looked and who wrote, whether that holds, and a proof for later."""

from typing import Final

from app import trail
from app.cli import credentials
from app.cli.arguments import Parser, whole
from app.cli.calls import Call, Command
from app.errors import BadArguments, TrailBroken
from app.printing import instant_text, table
from app.session import Session
from app.words import say
from vault.aside import Fact
from vault.keys import MemberKey
from vault.verifying import Verdict

_MOST: Final = 1_000_000


def _configure(parser: Parser) -> None:
    parser.add_argument("what", metavar="list|verify|seal", help=say("cli.help_audit"))
    parser.add_argument("--limit", metavar="N", type=whole(1, _MOST), default=200, help=say("cli.help_limit"))
    parser.add_argument("--auditor-code-file", metavar="FILE", help=say("cli.help_auditor_code_file"))
    parser.add_argument("--against", metavar="ENTRIES:ROOT", help=say("cli.help_against"))


def _audit(call: Call) -> int | None:
    match call.options.what:
        case "list":
            _list(call)
            return None
        case "verify":
            return _verify(call)
        case "seal":
            _seal(call)
            return None
        case _:
            raise BadArguments(reason="argument_bad_value", argument="list|verify|seal")


def _auditor(call: Call, session: Session) -> MemberKey | None:
    """The auditor's key from the recovery code, where a file with one was named. Raises AuditorUnknown."""
    code = credentials.auditor_code(call.options)
    return trail.auditor(session.unlocked, code) if code else None


def _list(call: Call) -> None:
    with call.session() as session:
        key = _auditor(call, session)
        aside = [_said(fact) for fact in trail.reads(session.unlocked, key)] if key else []
        found = [_said(each) for each in session.read(trail.entries, call.options.limit).result()]
    heads = [say(f"cli.head_{name}") for name in ("seq", "at", "verb", "noun", "record", "count")]
    lines = table(heads, [_row(each) for each in [*aside[::-1], *found]], frozenset({0, 5}))
    call.console.emit({"entries": found, **({"beside": aside} if key else {})}, lines)


def _said(entry: Fact) -> Fact:
    return {**entry, "time": instant_text(_whole(entry.get("time")))}


def _row(entry: Fact) -> tuple[str, ...]:
    at = str(entry["time"]).replace("T", " ")[:19] + "Z"
    shown = (str(entry.get(name) or "") for name in ("record", "count"))
    return str(entry.get("seq", "-")), at, str(entry.get("action")), _words(entry.get("entity")), *shown


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _words(entity: object) -> str:
    return ", ".join(map(str, entity)) if isinstance(entity, list) else str(entity or "")


def _verify(call: Call) -> int | None:
    against = call.options.against
    noted = trail.noted(against) if against is not None else None
    if against is not None and noted is None:
        raise BadArguments(reason="argument_bad_value", argument="--against")
    with call.session() as session:
        key = _auditor(call, session)
        verdict = session.read(trail.verify, session.evidence(key, noted)).result()
    document = {
        "ok": verdict.ok, "entries": verdict.entries, "broken_at": verdict.broken_at, "why": verdict.why,
        "macs": verdict.macs, "checkpoints": verdict.checkpoints, "older_sessions": verdict.older,
        "auditor": key.public.box.hex() if key else None,
    }  # fmt: skip
    if not verdict.ok:
        error = TrailBroken(entry=verdict.broken_at, reason=f"trail_{verdict.why}")
        return call.console.fail(error, document)
    call.console.emit(document, _sentences(call, verdict, noted))
    return None


def _sentences(call: Call, verdict: Verdict, noted: tuple[int, bytes] | None) -> list[str]:
    text = call.console.text
    begins = text("trail_begins_as_noted", n=noted[0]) if noted else []
    older = text("trail_older", n=verdict.older) if verdict.older else []
    return [
        *text("trail_holds", n=verdict.entries),
        *begins,
        *text("trail_checkpoints", n=verdict.checkpoints),
        *text(f"trail_macs_{verdict.macs}"),
        *older,
    ]


def _seal(call: Call) -> None:
    with call.session() as session:
        sealed = session.seal_trail().result()
    root, at = trail.grouped(sealed.root), instant_text(sealed.at)
    document = {"entries": sealed.entries, "root": sealed.root.hex(), "time": at}
    lines = [say("cli.trail_sealed", n=sealed.entries, root=root, at=at)]
    call.console.emit(document, [*lines, *call.console.text("trail_sealed_hint", n=sealed.entries)])


AUDIT: Final = Command(_configure, _audit)
