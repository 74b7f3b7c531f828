"""What follows an unlock by passphrase: guessing becomes dearer where it was cheap, quietly."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from app import keys, lists, vaults
from app.errors import Cancelled
from app.session import Session
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder, kdf
from vault.errors import FolderUnavailable
from vault.errors_of_keeping import StateDiffers


@pytest.fixture
def outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less than 128 MiB is too little from now on."""
    monkeypatch.setattr(kdf, "LEAST_MIB", 128)


def cost_mib(path: Path) -> int:
    return folder.info(path).kdf[0].memory_kib // 1024


@pytest.mark.usefixtures("outdated")
def test_an_outdated_cost_is_raised_after_the_next_unlock(vault_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    keys.after_passphrase(session, PASSPHRASE, took_s=0.1)
    session.close()
    assert cost_mib(vault_path) == 128
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()


@pytest.mark.usefixtures("outdated")
def test_a_slow_machine_keeps_its_cost(vault_path: Path) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    keys.after_passphrase(session, PASSPHRASE, took_s=1.0)
    session.close()
    assert cost_mib(vault_path) == CHEAP.memory_kib // 1024


@pytest.mark.usefixtures("outdated")
def test_nothing_is_raised_in_doubt_or_where_the_disk_refuses(
    vault_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)

    def refuse(*_given: object, **_named: object) -> None:
        raise FolderUnavailable(reason="EIO")

    with monkeypatch.context() as patch:
        patch.setattr(session.unlocked, "store", refuse)
        keys.after_passphrase(session, PASSPHRASE, took_s=0.1)
        assert session.read(lists.count, "contact").result() == 0
        session.order(lambda _vault: None).result()
    session.order(lambda vault: vault.doubt()).result()
    keys.after_passphrase(session, PASSPHRASE, took_s=0.1)
    session.close()
    assert cost_mib(vault_path) == CHEAP.memory_kib // 1024


@pytest.mark.parametrize("known", [False, True], ids=["changed", "known"])
def test_a_vault_in_doubt_keeps_its_passphrase(vault_path: Path, known: bool) -> None:
    session = Session.open(vault_path, passphrase=PASSPHRASE)
    session.order(lambda vault: vault.doubt()).result()
    with pytest.raises(StateDiffers):
        keys.change_passphrase(session, PASSPHRASE, "seven green lanterns over the harbour", known, kdf=CHEAP)
    session.close()
    folder.unlock(vault_path, passphrase=PASSPHRASE).close()


def test_locking_ends_a_rotation_without_a_trace(vault_path: Path) -> None:
    session, begun, go_on = Session.open(vault_path, passphrase=PASSPHRASE), Event(), Event()

    def progress(_done: int, _all: int) -> None:
        begun.set()
        go_on.wait(20)

    with ThreadPoolExecutor(2) as pool:
        rotated = pool.submit(keys.rotate, session, progress, lambda: False)
        assert begun.wait(20)
        closed = pool.submit(session.close)
        while not session.closing:
            continue
        go_on.set()
        with pytest.raises(Cancelled):
            rotated.result()
        closed.result()
    assert sorted(file.name for file in vault_path.glob("data-*")) == ["data-0001.db"]
    with folder.unlock(vault_path, passphrase=PASSPHRASE) as unlocked:
        assert unlocked.header.generation == 1


def test_the_window_measures_the_unlock_itself(vault_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    monkeypatch.setattr(keys, "after_passphrase", lambda _session, _passphrase, took_s: told.append(took_s))
    vaults.unlock(vault_path, None, PASSPHRASE, None).close()
    assert len(told) == 1
    assert told[0] > 0


def test_a_recovery_code_raises_nothing(vault_path: Path, recovery_code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    monkeypatch.setattr(keys, "after_passphrase", lambda _session, _passphrase, took_s: told.append(took_s))
    vaults.unlock(vault_path, None, None, recovery_code).close()
    assert told == []
