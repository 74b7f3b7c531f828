"""`audit list` and `audit verify`: who looked and who wrote."""

from datetime import UTC, datetime
from typing import Final

from app import trail
from app.cli.arguments import Parser, whole
from app.cli.calls import Call, Command
from app.errors import BadArguments, LaterCommand, TrailBroken
from app.printing import instant_text, table
from app.words import say

_MOST: Final = 1_000_000


def _configure(parser: Parser) -> None:
    parser.add_argument("what", metavar="list|verify", help=say("cli.help_audit"))
    parser.add_argument("--limit", metavar="N", type=whole(1, _MOST), default=200, help=say("cli.help_limit"))


def _audit(call: Call) -> int | None:
    match call.options.what:
        case "list":
            _list(call)
            return None
        case "verify":
            return _verify(call)
        case "seal":
            raise LaterCommand(command="audit seal")
        case _:
            raise BadArguments(reason="argument_bad_value", argument="list|verify")


def _list(call: Call) -> None:
    with call.session() as session:
        found = session.read(trail.entries, call.options.limit).result()
    entries = [{**each, "time": instant_text(_whole(each["time"]))} for each in found]
    heads = [say(f"cli.head_{name}") for name in ("seq", "at", "verb", "noun", "record", "count")]
    rows = [
        (str(each["seq"]), _local(_whole(each["time"])), str(each["action"]), _words(each.get("entity")),
         str(each.get("record") or ""), str(each.get("count") or ""))
        for each in found
    ]  # fmt: skip
    call.console.emit({"entries": entries}, table(heads, rows, frozenset({0, 5})))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _local(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _words(entity: object) -> str:
    return ", ".join(map(str, entity)) if isinstance(entity, list) else str(entity or "")


def _verify(call: Call) -> int | None:
    with call.session() as session:
        verdict = session.read(trail.verify, session.audit_key).result()
    document = {"ok": verdict.ok, "entries": verdict.entries, "broken_at": verdict.broken_at, "why": verdict.why}
    if not verdict.ok:
        error = TrailBroken(entry=verdict.broken_at, reason=f"trail_{verdict.why}")
        return call.console.fail(error, document)
    call.console.emit(document, call.console.text("trail_holds", n=verdict.entries))
    return None


AUDIT: Final = Command(_configure, _audit)
