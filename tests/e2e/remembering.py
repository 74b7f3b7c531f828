"""A program that unlocks, works, locks and waits, so that somebody can look into its memory. No test itself.

Says `unlocked` and `locked` on standard output and waits for a line each time.
"""

import ctypes
import sys
from pathlib import Path

from app import bootstrap

bootstrap.prepare()

from app import details, edit, finding, lists, undo, vaults  # noqa: E402 # as app/__main__.py does
from app.cli import credentials  # noqa: E402
from app.session import Session  # noqa: E402
from tests.e2e import planted  # noqa: E402

PEOPLE = range(20)


def worked(session: Session) -> None:
    """Records come in, are looked at and changed."""
    for number in PEOPLE:
        record = session.write(edit.add, "contact", planted.person(number)).result().value
        session.write(edit.change, record, {"title": "T"}).result()
        session.read(details.details, record).result()
    session.read(finding.find, planted.values("search", 0, 1)[0]).result()
    session.read(lists.page, "contact", limit=100).result()
    session.write(undo.undo).result()


def wait(state: str) -> None:
    """Say where we are, until the other side has looked."""
    print(state, flush=True)
    sys.stdin.readline()


def main(vault: Path, secret: Path, by: str) -> None:
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # the closed process cannot be looked into, not even by who started it
    session = Session.open(vault, **{by: credentials.first_line(str(secret))})
    worked(session)
    wait("unlocked")
    vaults.close(session)
    wait("locked")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
