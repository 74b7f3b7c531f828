"""`list` and `find`: many records at once, as the user may see them."""

from typing import Final

from app import finding, lists
from app.cli import shown
from app.cli.arguments import Parser, names, whole
from app.cli.calls import Call, Command
from app.printing import json_record, json_value, one_line, table, text_value
from app.words import language, say
from vault.model.catalogue import NOUNS, noun

_MOST: Final = 1_000_000


def _configure_list(parser: Parser) -> None:
    parser.add_argument("noun", metavar="NOUN", help=say("cli.help_noun"))
    parser.add_argument("--where", metavar="EXPR", help=say("cli.help_where"))
    parser.add_argument("--sort", metavar="F,-F", type=names, default=(), help=say("cli.help_sort"))
    parser.add_argument("--columns", metavar="F,..", type=names, help=say("cli.help_columns"))
    parser.add_argument("--limit", metavar="N", type=whole(0, _MOST), default=50, help=say("cli.help_limit"))
    parser.add_argument("--after", metavar="CURSOR", help=say("cli.help_after"))
    parser.add_argument("--trash", action="store_true", help=say("cli.help_trash"))
    parser.add_argument("--count", action="store_true", help=say("cli.help_count"))


def _list(call: Call) -> None:
    options = call.options
    of = noun(options.noun)
    limit = 0 if options.count else options.limit
    columns = options.columns if options.columns or call.console.as_json else of.columns
    with call.session() as session:
        count = session.read(lists.count, of.name, options.where, options.trash).result()
        page = session.read(
            lists.page, of.name, where=options.where, sort=options.sort, columns=columns,
            limit=max(limit, 1), after=options.after, trash=options.trash,
        ).result()  # fmt: skip
        session.views.note("view", of.name)
    rows = page.rows[:limit]
    following = page.next if limit else None
    document = {"noun": of.name, "rows": [json_record(row) for row in rows], "next": following, "count": count}
    if options.count:
        call.console.emit(document, [str(count)])
        return
    call.console.emit(document, shown.rows(of, columns or (), rows) if rows else call.console.text("nothing_found"))
    if not call.console.as_json and following:
        call.console.note("more", shown=len(rows), count=count, cursor=following)


def _configure_find(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="+", help=say("cli.help_text"))
    parser.add_argument("--limit", metavar="N", type=whole(0, _MOST), default=20, help=say("cli.help_limit"))
    parser.add_argument("--in", metavar="NOUN", dest="noun", help=say("cli.help_in"))


def _find(call: Call) -> None:
    options = call.options
    only = noun(options.noun).name if options.noun else None
    with call.session() as session:
        hits = session.read(finding.find, " ".join(options.text), options.limit, only).result()
        session.views.note("search", only or "")
    document = {"hits": [_hit(hit) for hit in hits]}
    heads = ["ID", *(say(f"cli.head_{name}") for name in ("noun", "title", "snippet"))]
    rows = [
        (hit.id, NOUNS[hit.noun].words.in_language(language()), text_value(hit.title), one_line(hit.snippet))
        for hit in hits
    ]
    call.console.emit(document, table(heads, rows, widest=60) if rows else call.console.text("nothing_found"))


def _hit(hit: finding.Hit) -> dict[str, object]:
    return {"noun": hit.noun, "id": hit.id, "title": json_value(hit.title), "snippet": hit.snippet, "score": hit.score}


LIST: Final = Command(_configure_list, _list)
FIND: Final = Command(_configure_find, _find)
