"""`check`, `self-test`, `bench`: the vault, the program and its speed, proved on the spot."""

from typing import Final

from app import checking, self_testing
from app.cli import credentials
from app.cli.arguments import Parser, whole
from app.cli.calls import Call, Command
from app.errors import SelfTestFailed, VaultHasFindings
from app.printing import table
from app.words import say, short

_MOST: Final = 2_000_000
_QUICK: Final = 10_000


def _configure_check(parser: Parser) -> None:
    parser.add_argument("--deep", action="store_true", help=say("cli.help_deep"))


def _check(call: Call) -> int | None:
    options, console = call.options, call.console
    given = credentials.given(options)
    found = checking.check(call.vault_path, options.user, **given, deep=options.deep)
    findings = [
        {"area": each.area, "severity": each.severity, "where": each.where, "what": each.what} for each in found
    ]
    damaged = sum(each.severity == "damaged" for each in found)
    document = {"ok": not damaged, "findings": findings}
    heads = [say(f"cli.head_{name}") for name in ("area", "severity", "where", "what")]
    rows = [(short(f"area_{each.area}"), short(f"severity_{each.severity}"), each.where, each.what) for each in found]
    lines = table(heads, rows, widest=80) if rows else []
    if damaged:
        if not console.as_json:
            console.emit({}, lines)
        return console.fail(VaultHasFindings(n=damaged), document)
    console.emit(document, [*lines, *console.text("check_ok")])
    return None


def _accept(call: Call) -> None:
    with call.session() as session:
        kinds = [doubt.kind for doubt in session.doubts]
        session.accept().result()
    call.console.emit({"accepted": kinds}, call.console.text("accepted"))


def _nothing(_parser: Parser) -> None:
    return


def _self_test(call: Call) -> int | None:
    console, checks = call.console, list[self_testing.Check]()
    for check in self_testing.run():
        checks.append(check)
        console.progress(len(checks), self_testing.COUNT)
    document = {
        "ok": all(each.ok for each in checks),
        "checks": [{"name": each.name, "ok": each.ok, "ms": each.ms, "what": each.what or None} for each in checks],
    }
    failed = sum(not each.ok for each in checks)
    words = {True: say("cli.check_passed"), False: say("cli.check_failed")}
    lines = [f"{each.name:10}{words[each.ok]}  {each.ms:>6,} ms  {each.what}".rstrip() for each in checks]
    if failed:
        if not console.as_json:
            console.emit({}, lines)
        return console.fail(SelfTestFailed(n=failed), document)
    console.emit(document, lines)
    return None


def _configure_bench(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help=say("cli.help_bench_name"))
    parser.add_argument("--rows", metavar="N", type=whole(1, _MOST), default=_QUICK, help=say("cli.help_rows"))


def _bench(call: Call) -> None:
    from app.benching import measuring, running  # imported late: no other command needs it

    results = running.run(call.options.name, call.options.rows, call.console.progress)
    call.console.emit({"results": [each.as_json() for each in results]}, measuring.table(results).splitlines())


ACCEPT: Final = Command(_nothing, _accept)
CHECK: Final = Command(_configure_check, _check)
SELF_TEST: Final = Command(_nothing, _self_test)
BENCH: Final = Command(_configure_bench, _bench)
