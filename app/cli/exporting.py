"""`export`: a list leaves as a file, masked unless a reason is given."""

from pathlib import Path
from typing import Final

from app.cli.arguments import Parser, names
from app.cli.calls import Call, Command
from app.errors import BadArguments, LaterCommand
from app.words import say


def _configure_export(parser: Parser) -> None:
    parser.add_argument("noun", metavar="NOUN", nargs="?", help=say("cli.help_noun"))
    parser.add_argument("--out", metavar="FILE", required=True, help=say("cli.help_out"))
    parser.add_argument("--profile", metavar="P", default="masked", help=say("cli.help_profile"))
    parser.add_argument("--unmasked", action="store_true", help=say("cli.help_unmasked"))
    parser.add_argument("--reason", metavar="TEXT", default="", help=say("cli.help_reason"))
    parser.add_argument("--format", metavar="csv|xlsx", help=say("cli.help_format"))
    parser.add_argument("--where", metavar="EXPR", help=say("cli.help_where"))
    parser.add_argument("--sort", metavar="F,-F", type=names, default=(), help=say("cli.help_sort"))
    parser.add_argument("--columns", metavar="F,..", type=names, help=say("cli.help_columns"))
    parser.add_argument("--to", metavar="RECIPIENT", nargs="+", help=say("cli.help_later"))
    parser.add_argument("--view", metavar="V", help=say("cli.help_later"))


def _export(call: Call) -> None:
    options = call.options
    if options.to or options.view:
        raise LaterCommand(command=f"export --{'to' if options.to else 'view'}")
    if not options.noun:
        raise BadArguments(reason="argument_missing", argument="NOUN")
    from app.exporting.running import Request, export  # imported late: no other command needs it

    request = Request(
        noun=options.noun, out=Path(options.out), where=options.where, sort=options.sort, columns=options.columns,
        format=options.format, profile=options.profile, unmasked=options.unmasked, reason=options.reason,
    )  # fmt: skip
    with call.session() as session:
        receipt = export(session, request, call.console.progress, call.cancel.is_set)
    document = {
        "receipt": receipt.receipt, "noun": receipt.noun, "rows": receipt.rows, "fields": list(receipt.fields),
        "masked": list(receipt.masked), "sha256": receipt.sha256, "format": receipt.format, "profile": receipt.profile,
        "held_back": receipt.held_back, "checked": receipt.checked, "out": options.out,
    }  # fmt: skip
    lines = call.console.text("exported", n=receipt.rows, receipt=receipt.receipt)
    if receipt.masked:
        lines += call.console.text("exported_masked", fields=", ".join(receipt.masked))
    if receipt.held_back:
        lines += call.console.text("held_back", n=receipt.held_back)
    call.console.emit(document, lines)


EXPORT: Final = Command(_configure_export, _export)
