"""`salvage`: what can still be read of a damaged vault, in a new vault beside it."""

from pathlib import Path
from typing import Final

from app import salvaging
from app.cli import credentials
from app.cli.arguments import Parser
from app.cli.calls import Call, Command
from app.printing import table
from app.salvaging import Opener, Salvaged
from app.words import say


def _configure(parser: Parser) -> None:
    parser.add_argument("--to", metavar="PATH", required=True, help=say("cli.help_salvage_to"))


def _salvage(call: Call) -> None:
    options, path = call.options, call.vault_path
    opener = Opener(user=options.user, **credentials.given(options))
    with call.stoppable():
        found = salvaging.salvage(path, Path(options.to), opener, call.console.progress, call.cancel.is_set)
    document = {
        "vault": found.vault_id, "path": options.to, "saved": found.saved, "lost": found.lost, "pages": found.pages,
        "lost_pages": found.lost_pages, "lost_rows": found.lost_rows, "trail_aside": found.aside,
    }  # fmt: skip
    call.console.emit(document, [] if call.console.quiet else _lines(found))


def _lines(found: Salvaged) -> list[str]:
    lines = [say("cli.salvaged", n=sum(found.saved.values()))]
    lines += [say("cli.salvaged_pages", n=found.lost_pages, all=found.pages)]
    heads = [say(f"cli.head_{name}") for name in ("noun", "saved", "lost")]
    rows = [
        (noun, f"{count:,}", f"{found.lost.get(noun, 0):,}")
        for noun, count in found.saved.items()
        if count or noun in found.lost
    ]
    lines += table(heads, rows, frozenset({1, 2}))
    if found.aside:
        lines.append(say("cli.salvaged_trail", n=found.aside))
    return [*lines, say("cli.salvaged_next")]


SALVAGE: Final = Command(_configure, _salvage)
