"""Rejected rows as a file of their own: the row as it was with its number, field and reason, to repair and import.

Reads the table once more instead of keeping rows in memory. Any thread.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from app.exporting import placing, writing
from app.importing.planning import Rejected
from app.importing.tables import Table
from app.words import language, say
from vault.model.catalogue import field_of, noun
from vault.model.points import ADDRESS


def write(table: Table, of: str, rejects: Iterable[Rejected], path: Path) -> int:
    """Write the rows to `path` (XLSX by its name, else CSV), inert in a spreadsheet; how many.

    Row number, field and reason come behind the columns of the file, under heads in the language of the program, so
    that a repaired file can be imported as it is. Raises FileUnavailable; then there is no such file.
    """
    reasons = {reject.number: reject for reject in rejects}
    heads = [*table.header, say("import.row_head"), say("import.field_head"), say("import.reason_head")]
    form = "xlsx" if path.suffix.lower() == ".xlsx" else "csv"
    count = 0
    with placing.beside(path) as (part, folder):
        file = writing.begin(form, part, heads, say("import.reason_head"), folder)
        for row in _rows(table, of, reasons):
            file.add([[cell] for cell in row])
            count += 1
        file.close()
        placing.settle(part)
        placing.appear(part, path)
    return count


def reason_words(reason: str) -> str:
    """The sentence of a reason in the language of the program."""
    return say(f"reasons.{reason}")


def field_words(of: str, field: str | None) -> str:
    """The label of a rejected field in the language of the program."""
    if field is None:
        return ""
    name, part = field.partition(".")[0].partition(":")[0], field.rpartition(".")[2]
    if name == "address":
        return field_of(ADDRESS, part).words.in_language(language())
    if name == "deal" and of == "contact":
        return field_of(noun("deal"), part).words.in_language(language())
    return field_of(noun(of), name).words.in_language(language())


def _rows(table: Table, of: str, reasons: dict[int, Rejected]) -> Iterator[list[str]]:
    for row in table.rows():
        reject = reasons.get(row.number)
        if reject is not None:
            cells, width = [cell or "" for cell in row.cells], len(table.header)
            said = [str(row.number), field_words(of, reject.field), reason_words(reject.reason)]
            yield cells[:width] + said + [cell for cell in cells[width:] if cell]
