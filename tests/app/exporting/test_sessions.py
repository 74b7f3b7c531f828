"""Exports through a session, as the window and the command line run them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import edit
from app.errors import FileUnavailable
from app.exporting import placing, running
from app.exporting.running import Request
from app.session import Session
from app.trail import entries
from tests.app.exporting.files import every_text
from tests.vaults import PASSPHRASE


@pytest.fixture
def session(vault_path: Path) -> Iterator[Session]:
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    yield opened
    opened.close()


def test_a_session_exports_under_the_clearance_in_force(session: Session, tmp_path: Path) -> None:
    values = {"name": "Anna Müller", "phone": "+4915112345678"}
    session.write(edit.add, "contact", values).result()
    whole = Request(noun="contact", out=tmp_path / "whole.csv", unmasked=True, reason="handover")
    assert running.export(session, whole).rows == 1
    assert "+4915112345678" in every_text(whole.out)
    session.masked = True
    hidden = Request(noun="contact", out=tmp_path / "hidden.xlsx", unmasked=True, reason="handover")
    receipt = running.export(session, hidden)
    assert "5112345678" not in every_text(hidden.out)
    assert session.read(entries, 1).result()[0]["record"] == receipt.receipt


def test_a_file_that_cannot_take_its_place_leaves_nothing_behind(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(part: Path, out: Path) -> None:
        raise FileUnavailable(reason="file_denied")

    monkeypatch.setattr(placing, "appear", refuse)
    with pytest.raises(FileUnavailable):
        running.export(session, Request(noun="contact", out=tmp_path / "people.csv"))
    assert [path.name for path in tmp_path.iterdir()] == ["Acme.satchel"]
