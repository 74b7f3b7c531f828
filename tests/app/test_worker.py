"""The writing thread goes on working, whatever happens while it is idle."""

import threading
from typing import cast

import pytest

from app import worker
from app.worker import Worker
from vault.errors import DiskFull
from vault.opened import OpenVault

ENOUGH_S = 30.0


class IdleVault:
    """Stands for an open vault: tidying takes `slices` slices, or fails."""

    def __init__(self, slices: int, fails: bool = False) -> None:
        self.left, self.fails, self.tidied = slices, fails, threading.Event()

    def tidy(self) -> bool:
        self.left -= 1
        if self.fails or self.left == 0:
            self.tidied.set()
        if self.fails:
            raise DiskFull
        return self.left > 0

    def transact(self, use_case: object, *, rehearse: bool) -> tuple[str, None]:
        return "written", None


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "IDLE_S", 0.001)
    monkeypatch.setattr(worker, "PAUSE_S", 0.001)


@pytest.mark.parametrize("vault", [IdleVault(4), IdleVault(1, fails=True)], ids=["slices", "fails"])
def test_a_write_is_done_after_tidying_to_its_end_or_to_its_failure(vault: IdleVault) -> None:
    working = Worker(cast(OpenVault, vault))
    try:
        assert vault.tidied.wait(ENOUGH_S)
        assert working.write(lambda tx: None).result(ENOUGH_S).value == "written"
        assert vault.left <= 0
    finally:
        working.close()
