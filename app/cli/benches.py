"""`bench`: the benchmarks of our own doors against the same library without a key."""

from typing import Final

from app.benching import measuring, running
from app.cli.arguments import Parser, whole
from app.cli.calls import Call, Command
from app.words import say

_MOST: Final = 1_000_000


def _configure(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help=say("bench.help_name"))
    parser.add_argument("--rows", metavar="N", type=whole(1, _MOST), default=running.QUICK, help=say("bench.help_rows"))


def _bench(call: Call) -> None:
    options = call.options
    results = running.run(options.name, options.rows, call.console.progress)
    document: dict[str, object] = {"results": [each.as_json() for each in results]}
    missed = sum(not each.within for each in results)
    said = say("bench.missed", n=missed) if missed else say("bench.all_within")
    call.console.emit(document, [measuring.table(results), said])


BENCH: Final = Command(_configure, _bench)
