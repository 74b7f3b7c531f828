"""What the tests of imports need: files written on the spot, and an import in one call."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.importing import mapping, running
from app.importing.reading import open_table
from app.importing.running import Choices, Report
from tests.vault.desk import Desk, stages

Write = Callable[[str], Path]
Import = Callable[..., Report]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text as a file of its own."""

    def written(text: str) -> Path:
        path = tmp_path / f"table{len(list(tmp_path.glob('table*')))}.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return written


@pytest.fixture
def imported(desk: Desk, write: Write) -> Import:
    """Imports a text into the desk's vault, which has its starting pipeline."""
    desk.do(stages)

    def run(text: str | Path, *, noun: str | None = None, rehearse: bool = False, **choices: object) -> Report:
        table = open_table(text if isinstance(text, Path) else write(text))
        mapped = mapping.guess(table.header, [], noun)
        chosen = Choices(**choices)  # type: ignore[arg-type] # a test names its choices
        report, desk.changes = desk.vault.transact(lambda tx: running.run(tx, table, mapped, chosen), rehearse=rehearse)
        return report

    return run
