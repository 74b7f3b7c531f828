"""The ways on from a vault that does not open, without a window."""

from pathlib import Path

import pytest

from app import rescuing, words
from app.errors import Cancelled
from app.rescuing import Secret
from tests.vaults import PASSPHRASE
from vault import folder
from vault.errors import DatabaseEmpty, HeaderDamaged, HeaderDamagedPreviousSound, WrongPassphrase


def test_a_free_place_beside_is_proposed_in_the_language_in_force(tmp_path: Path) -> None:
    vault = tmp_path / "Acme.satchel"
    assert rescuing.place_beside(vault, "restored") == tmp_path / "Acme restored.satchel"
    (tmp_path / "Acme restored.satchel").mkdir()
    assert rescuing.place_beside(vault, "restored") == tmp_path / "Acme restored 2.satchel"
    words.set_language("zh_CN")
    assert rescuing.place_beside(vault, "salvaged") == tmp_path / "Acme 已抢救.satchel"
    words.set_language("en")


def test_damage_is_told_from_other_refusals() -> None:
    assert rescuing.is_damage(DatabaseEmpty(file="data-0001.db"))
    assert not rescuing.is_damage(WrongPassphrase())
    assert rescuing.has_header_before(HeaderDamagedPreviousSound(sequence=1))
    assert not rescuing.has_header_before(HeaderDamaged())


def test_a_secret_never_shows_in_what_is_printed() -> None:
    assert PASSPHRASE not in repr(Secret("Mina", passphrase=PASSPHRASE))
    assert "ABCD" not in repr(Secret(recovery_code="ABCD"))


def test_who_stops_while_the_header_before_is_tried_has_no_vault_open(
    vault_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
    header = vault_path / "vault.hdr"
    header.write_bytes(header.read_bytes()[:-1])
    with pytest.raises(Cancelled):
        rescuing.open_by_header_before(
            vault_path, Secret(passphrase=PASSPHRASE), lambda _done, _all: None, lambda: True
        )  # fmt: skip
    caplog.clear()
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
