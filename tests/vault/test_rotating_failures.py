"""A disk that fails while the vault key is changed: the old or the new key is in force, with everything."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import edit, keys
from app.session import Session
from tests.vault.rotations import always, opened_names
from tests.vaults import CHEAP, PASSPHRASE
from vault import disk, folder, rotating
from vault.errors import FolderUnavailable, SatchelError, WrongPassphrase

NEW = "seven green lanterns over the harbour"
STRIDE = 1 if os.environ.get("LONG_FORM") else 5


@pytest.fixture
def session(vault_path: Path) -> Iterator[Session]:
    opened = Session.open(vault_path, passphrase=PASSPHRASE)
    opened.write(edit.add, "contact", {"name": "Ada"}).result()
    yield opened
    if not opened.unlocked.closed:
        opened.close()


@pytest.mark.parametrize("deed", ["rotate", "known", "renew"])
def test_a_disk_that_fails_at_any_call_leaves_the_old_or_the_new_key(
    vault_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Every call that writes or renames fails once (in the short form each fifth); it works on, closes, and opens."""
    at, outcomes = 0, []
    while "done" not in outcomes:
        path = tmp_path / f"{at:03}.satchel"
        shutil.copytree(vault_path, path)
        session = Session.open(path, passphrase=PASSPHRASE)
        session.write(edit.add, "contact", {"name": "Ada"}).result()
        with monkeypatch.context() as patch:
            fail_at(patch, at)
            try:
                secret = act(session, deed)
                outcomes.append("done")
            except (SatchelError, OSError):
                secret = {"passphrase": PASSPHRASE}
                outcomes.append("failed")
        doubted = bool(session.doubts)
        if not doubted:
            assert len(list(path.glob("data-*.db"))) == 1
            session.write(edit.add, "contact", {"name": "Bea"}).result()
        session.close()
        names = opened_names(path, **either(path, secret))
        assert names == (["Ada"] if doubted else ["Ada", "Bea"])
        shutil.rmtree(path)
        at += STRIDE
    assert at > 8


def act(session: Session, deed: str) -> dict[str, str]:
    """Do it; what opens afterwards."""
    if deed == "rotate":
        keys.rotate(session, always, lambda: False)
    elif deed == "known":
        keys.change_passphrase(session, None, NEW, known=True, kdf=CHEAP)
        return {"passphrase": NEW}
    else:
        return {"recovery_code": keys.renew_recovery(session)}
    return {"passphrase": PASSPHRASE}


def either(path: Path, secret: dict[str, str]) -> dict[str, str]:
    """What was told opens; after a failure that came once all was in force, the new passphrase may."""
    try:
        folder.unlock(path, **secret).close()
    except WrongPassphrase:
        return {"passphrase": NEW}
    return secret


def fail_at(patch: pytest.MonkeyPatch, at: int) -> None:
    """The call number `at` of those that change the disk fails, once."""
    left = [at]

    def breaking(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == -1:
                raise OSError(5, "no such luck")
            return real(*args, **named)

        return call

    for name in ("write_new", "_swap", "sync_folder"):
        patch.setattr(disk, name, breaking(getattr(disk, name)))
    patch.setattr(Path, "replace", breaking(Path.replace))
    patch.setattr(rotating.database, "copy", breaking(rotating.database.copy))


def test_where_even_the_old_header_cannot_be_put_back_nothing_more_is_written(
    session: Session, vault_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = disk.replace, [0]

    def failing(path: Path, data: bytes, *, previous: bytes | None = None) -> None:
        if path.name == "vault.hdr":
            calls[0] += 1
            if calls[0] > 1:
                raise OSError(5, "gone")
        real(path, data, previous=previous)

    monkeypatch.setattr(disk, "replace", failing)
    with pytest.raises(FolderUnavailable):
        keys.rotate(session, always, lambda: False)
    with pytest.raises(FolderUnavailable):
        session.write(edit.add, "contact", {"name": "Late"}).result()
    monkeypatch.undo()
    session.close()
    assert opened_names(vault_path, passphrase=PASSPHRASE) == ["Ada"]
