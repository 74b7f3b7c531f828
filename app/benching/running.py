"""`satchel bench`: makes the ground, runs the rows asked for. Long; the caller's thread only."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.benching import exporting, importing, reading, writing
from app.benching.errors import UnknownBench
from app.benching.ground import Ground, Progress, make
from app.benching.measuring import Result

QUICK: Final = 10_000
"""People in the quick form."""
ROWS: Final[dict[str, Callable[[Ground], list[Result]]]] = {
    "first": reading.first_page,
    "sorted": reading.sorted_page,
    "deep": reading.deep_page,
    "search": reading.search,
    "record": reading.record,
    "filter": reading.filtered,
    "edit": writing.one_edit,
    "export": exporting.exported,
    "import": importing.imported,
    "open": writing.opened,
}


def run(name: str | None, contacts: int, progress: Progress) -> list[Result]:
    """The results of the row called `name`, or of all. Raises UnknownBench.

    Everything lies in a private temporary folder that is wiped at the end. Rows that write come after those
    that read.
    """
    if name is not None and name not in ROWS:
        raise UnknownBench(name=name, known=", ".join(ROWS))
    with tempfile.TemporaryDirectory(prefix="satchel-bench-") as folder:
        ground = make(Path(folder), contacts, progress)
        try:
            return [result for row in ([name] if name else ROWS) for result in ROWS[row](ground)]
        finally:
            ground.close()
