"""Missing and damaged headers: the one before is offered in words, never taken silently, never a new vault."""

from pathlib import Path

import pytest

from tests.vaults import CHEAP, PASSPHRASE
from vault import database, folder, header
from vault.errors import (
    HeaderDamaged,
    HeaderDamagedPreviousSound,
    HeaderMissing,
    HeaderMissingPreviousSound,
    NotAVault,
    VaultExists,
    VaultMissing,
    WrongPassphrase,
)


def test_what_is_no_vault_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        folder.unlock(tmp_path / "nothing", passphrase=PASSPHRASE)
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path):
        with pytest.raises(NotAVault):
            folder.unlock(place, passphrase=PASSPHRASE)
        with pytest.raises(NotAVault):
            folder.info(place)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_database_without_a_header_is_never_a_new_vault(vault_path: Path) -> None:
    (vault_path / "vault.hdr").unlink()
    before = sorted(entry.name for entry in vault_path.iterdir())
    for way in (False, True):
        with pytest.raises(HeaderMissing) as caught:
            folder.unlock(vault_path, passphrase=PASSPHRASE, use_previous=way)
        assert type(caught.value) is HeaderMissing
    with pytest.raises(VaultExists):
        folder.create(vault_path, name="N", user="U", passphrase=PASSPHRASE, kdf=CHEAP)
    assert sorted(entry.name for entry in vault_path.iterdir()) == before


def test_a_damaged_header_offers_the_one_before_and_never_takes_it_silently(
    vault_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
    file = vault_path / "vault.hdr"
    file.write_bytes(damaged := file.read_bytes()[:-5] + b"wrong")
    with pytest.raises(HeaderDamagedPreviousSound) as caught:
        folder.unlock(vault_path, passphrase=PASSPHRASE)
    sound = header.decode((vault_path / "vault.hdr.prev").read_bytes()).header
    assert caught.value.facts == {"sequence": sound.sequence}
    assert file.read_bytes() == damaged
    with folder.unlock(vault_path, passphrase=PASSPHRASE, use_previous=True) as opened:
        assert folder.PREVIOUS_HEADER_USED in opened.notes
        database.connect(opened).close()
    assert (vault_path / "vault.hdr.damaged").read_bytes() == damaged
    assert "previous header" in caplog.text
    caplog.clear()
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()


def test_a_wrong_passphrase_does_not_put_the_previous_header_in_force(vault_path: Path) -> None:
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
    (vault_path / "vault.hdr").write_bytes(b"damaged")
    with pytest.raises(WrongPassphrase):
        folder.unlock(vault_path, passphrase="wrong", use_previous=True)
    assert (vault_path / "vault.hdr").read_bytes() == b"damaged"


def test_a_missing_header_offers_the_one_before(vault_path: Path) -> None:
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()
    (vault_path / "vault.hdr").unlink()
    with pytest.raises(HeaderMissingPreviousSound):
        folder.info(vault_path)


def test_two_damaged_headers_are_plain_damage(vault_path: Path) -> None:
    for name in ("vault.hdr", "vault.hdr.prev"):
        (vault_path / name).write_bytes(b"damaged")
    for way in (False, True):
        with pytest.raises(HeaderDamaged) as caught:
            folder.unlock(vault_path, passphrase=PASSPHRASE, use_previous=way)
        assert type(caught.value) is HeaderDamaged


def test_a_header_that_is_a_link_is_damage(vault_path: Path, tmp_path: Path) -> None:
    (vault_path / "vault.hdr").rename(tmp_path / "elsewhere")
    (vault_path / "vault.hdr").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HeaderDamaged):
        folder.unlock(vault_path, passphrase=PASSPHRASE)
