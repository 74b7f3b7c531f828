"""Every table among the shared files is imported or refused in our words."""

from itertools import islice
from pathlib import Path

import pytest

from app.importing import mapping, running
from app.importing.reading import open_table
from app.importing.running import Report
from app.words import error_words, say, set_language
from tests.vault.desk import Desk, stages
from vault.errors import SatchelError

SHARED = Path(__file__).resolve().parents[4] / "shared/data"
FOLDERS = ("crm", "csv", "dedupe", "security")
ENDINGS = (".csv", ".tsv", ".xlsx", ".xls", ".txt", ".json", ".gz", ".bz2", ".dbf", ".sql", ".xml")


def attempt(desk: Desk, path: Path) -> Report | SatchelError:
    """A rehearsal of the import, with the mapping guessed."""
    try:
        table = open_table(path)
        mapped = mapping.guess(table.header, [row.cells for row in islice(table.rows(), 50)])
        return desk.vault.transact(lambda tx: running.run(tx, table, mapped), rehearse=True)[0]
    except SatchelError as error:
        return error


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared files are not here")
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_shared_file_is_imported_or_refused_in_words(desk: Desk, folder: str) -> None:
    desk.do(stages)
    files = [path for path in sorted((SHARED / folder).rglob("*")) if path.suffix.lower() in ENDINGS]
    assert files
    for path in files:
        result = attempt(desk, path)
        if isinstance(result, Report):
            told = result.created + result.updated + result.filled + result.skipped + result.rejected
            assert told == result.read, path
            assert all(say(f"reasons.{reject.reason}") for reject in result.rejects)
        else:
            for language in ("en", "zh_CN"):
                set_language(language)
                assert all(error_words(result)), path
            set_language("en")
