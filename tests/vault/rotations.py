"""What the tests of rotation look at: who is in a vault, and that all of it adds up."""

from pathlib import Path

from app import lists
from app.session import Session
from vault import folder


def always(_done: int, _all: int) -> None:
    """Go on."""


def people(session: Session) -> list[str]:
    """Who is there."""
    return sorted(str(row.values["name"]) for row in session.read(lists.page, "contact").result().rows)


def opened_names(path: Path, **given: str) -> list[str]:
    """Open, prove, close; who is there."""
    session = Session.open(path, **given)
    try:
        assert session.doubts == ()
        assert session.read(session.adds_up).result()
        assert folder.check(session.unlocked) == []
        return people(session)
    finally:
        session.close()
