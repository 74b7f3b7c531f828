"""`import`: a file comes in as one batch."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Final

from app import places
from app.cli.arguments import Parser
from app.cli.calls import Call, Command
from app.errors import UnknownPreset
from app.files import reading
from app.importing import kept_mappings, mapping, rejects, running
from app.importing.mapping import Mapping
from app.importing.planning import Rejected
from app.importing.reading import open_table
from app.importing.running import Choices, Report
from app.importing.tables import Table
from app.printing import table as text_table
from app.session import Session
from app.words import language, say
from vault.model.catalogue import noun
from vault.transaction import Transaction

_SAMPLE: Final = 100
_LISTED: Final = 20
"""Rejected rows that are named on a terminal; all of them are in the JSON and in the file of --rejects."""
_OPTIONS: Final = (
    ("--as", "NOUN"), ("--preset", "P"), ("--mapping", "FILE"), ("--mode", "add,fill,update,skip"), ("--key", "FIELD"),
    ("--rejects", "FILE"), ("--encoding", "E"), ("--delimiter", "D"), ("--sheet", "S"), ("--region", "DE"),
)  # fmt: skip
_TABS: Final = frozenset({"tab", "\\t"})


def _configure(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=say("cli.help_file"))
    for name, metavar in _OPTIONS:
        dest = "noun" if name == "--as" else name.strip("-")
        key = "region" if dest == "region" else f"import_{dest}"
        parser.add_argument(name, metavar=metavar, dest=dest, help=say(f"cli.help_{key}"))
    parser.add_argument("--dry-run", action="store_true", help=say("cli.help_dry_run"))


def _import(call: Call) -> None:
    options = call.options
    choices = Choices(
        modes=running.modes(options.mode) if options.mode else running.USUAL, key=options.key,
        region=options.region.upper() if options.region else None, zone=places.zone(), language=language(),
    )  # fmt: skip
    delimiter = "\t" if options.delimiter in _TABS else options.delimiter
    with reading("FILE"):
        table = open_table(options.file, encoding=options.encoding, delimiter=delimiter, sheet=options.sheet)
    with call.session() as session:
        chosen = _mapping(session, table, options)
        hand_over = session.rehearse if options.dry_run else session.write
        report = hand_over(_imported, table, chosen, choices, options, call.console.progress, call.cancel.is_set)
        outcome = report.result().value
    call.console.emit(_document(outcome, dry_run=options.dry_run), _lines(call, outcome))


def _mapping(session: Session, table: Table, options: argparse.Namespace) -> Mapping:
    """As given in a file, as kept under a name, as kept for a file with these heads, or as guessed."""
    if options.mapping:
        with reading("--mapping"), Path(options.mapping).open("rb") as file:
            file.read(1)
        return mapping.read(options.mapping, table.header)
    if options.preset:
        if options.preset not in session.read(kept_mappings.names).result():
            raise UnknownPreset(preset=options.preset[:80])
        return session.read(kept_mappings.load, options.preset, table.header).result()
    wanted = noun(options.noun).name if options.noun else None
    known = session.read(kept_mappings.fitting, table.header).result()
    if known is not None and wanted in (None, known[1].noun):
        return known[1]
    return mapping.guess(table.header, [row.cells for row in islice(table.rows(), _SAMPLE)], wanted)


def _imported(
    tx: Transaction,
    table: Table,
    chosen: Mapping,
    choices: Choices,
    options: argparse.Namespace,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Report:
    """The batch, the mapping remembered, the rejects in their file: all of it or nothing."""
    report = running.run(tx, table, chosen, choices, progress, cancelled)
    if options.mapping:
        kept_mappings.keep(tx, Path(options.mapping).stem, chosen)
    if options.rejects:
        with reading("--rejects"):
            rejects.write(table, report.noun, report.rejects, Path(options.rejects))
    return report


def _document(report: Report, *, dry_run: bool) -> dict[str, object]:
    facts = asdict(report)
    facts["rejects"] = [_reject(each) for each in report.rejects]
    facts["doubtful_days"] = [{"column": column, "order": order} for column, order in report.doubtful_days]
    return {**facts, "batch": None if dry_run else report.batch, "dry_run": dry_run}


def _reject(each: Rejected) -> dict[str, object]:
    return {
        "row": each.number,
        "field": each.field,
        "reason": each.reason,
        "message": rejects.reason_words(each.reason),
    }


def _lines(call: Call, report: Report) -> list[str]:
    text = call.console.text
    lines = text("dry_run_done", n=report.read) if call.options.dry_run else text("imported", n=report.read)
    lines += [
        f"  {say(f'cli.count_{name}'):16}{getattr(report, name):>9,}"
        for name in ("created", "updated", "filled", "skipped", "rejected", "duplicates")
        if getattr(report, name) or name == "created"
    ]
    unmapped = [str(each["column"]) for each in report.mapping if not each["field"]]
    if unmapped:
        lines += text("not_mapped", columns=", ".join(unmapped))
    for column, order in report.doubtful_days:
        lines += text(f"doubtful_{order}", column=column)
    lines += _rejected(report)
    if report.batch is not None and not call.options.dry_run:
        lines += text("undo_batch", batch=str(report.batch))
    return lines


def _rejected(report: Report) -> list[str]:
    if not report.rejects:
        return []
    heads = [say(f"cli.head_{name}") for name in ("row", "field", "reason")]
    rows = [
        (str(each.number), rejects.field_words(report.noun, each.field), rejects.reason_words(each.reason))
        for each in report.rejects[:_LISTED]
    ]
    more = len(report.rejects) - len(rows)
    return [
        "",
        *text_table(heads, rows, frozenset({0}), widest=70),
        *([say("cli.more_rejects", n=more)] if more else []),
    ]


IMPORT: Final = Command(_configure, _import)
