"""The passphrase derivation: bounds before memory, cost fitted to the machine."""

import pytest

from tests.vaults import CHEAP
from vault import kdf
from vault.errors import KdfCostRefused, KdfTooCheap, KdfTooDear
from vault.kdf import KdfCost

GIB = 1024**3


@pytest.fixture
def no_memory_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise AssertionError("memory was taken")

    monkeypatch.setattr(kdf, "hash_secret_raw", refuse)


@pytest.mark.usefixtures("no_memory_is_taken")
@pytest.mark.parametrize("cost", [KdfCost(65535), KdfCost(0), KdfCost(-1), KdfCost(65536, 2), KdfCost(65536, 3, 0)])
def test_a_cost_below_the_floor_is_refused_before_memory_is_taken(cost: KdfCost) -> None:
    with pytest.raises(KdfTooCheap):
        kdf.stretch("a passphrase", bytes(32), cost)


@pytest.mark.usefixtures("no_memory_is_taken")
@pytest.mark.parametrize("cost", [KdfCost(2**21 + 1), KdfCost(2**32 - 1), KdfCost(65536, 17), KdfCost(65536, 3, 17)])
def test_a_cost_above_the_ceiling_is_refused_before_memory_is_taken(cost: KdfCost) -> None:
    with pytest.raises(KdfTooDear):
        kdf.stretch("a passphrase", bytes(32), cost)


def test_the_ceiling_is_half_of_a_small_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "memory_bytes", lambda: GIB)
    assert kdf.ceiling_mib() == 512
    with pytest.raises(KdfTooDear):
        KdfCost(513 * 1024).check()
    monkeypatch.setattr(kdf, "memory_bytes", lambda: None)
    assert kdf.ceiling_mib() == 2048


@pytest.mark.parametrize("mib", [0, 63, 2049, 1 << 40])
def test_a_wanted_cost_outside_the_bounds_names_them(mib: int) -> None:
    with pytest.raises(KdfCostRefused) as caught:
        KdfCost.of_mib(mib)
    assert caught.value.facts["floor_mib"] == 64


@pytest.mark.parametrize(
    ("took_s", "total", "expected_mib"),
    [
        (0.10, 64 * GIB, 512),
        (0.50, 64 * GIB, 256),
        (1.00, 64 * GIB, 128),
        (3.00, 64 * GIB, 64),
        (0.01, 1 * GIB, 256),
        (0.01, GIB // 4, 64),
    ],
)
def test_the_cost_is_fitted_to_speed_and_memory(
    took_s: float, total: int, expected_mib: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kdf, "stretch", lambda *_: bytes(32))
    ticks = iter((10.0, 10.0 + took_s))
    assert kdf.fitted(lambda: next(ticks), total) == KdfCost(expected_mib * 1024)


def test_a_machine_of_unknown_memory_gets_256(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "memory_bytes", lambda: None)
    assert kdf.fitted() == KdfCost(256 * 1024)


@pytest.mark.parametrize(
    ("now_mib", "took_s", "total", "expected_mib"),
    [
        (64, 0.10, 64 * GIB, 256),
        (64, 0.50, 64 * GIB, 128),
        (64, 0.90, 64 * GIB, 64),
        (64, 0.01, GIB // 2, 128),
        (64, 0.01, GIB // 4, 64),
        (128, 0.30, 64 * GIB, 256),
        (100, 0.10, 64 * GIB, 200),
        (256, 0.01, 64 * GIB, 256),
        (512, 0.01, 64 * GIB, 512),
    ],
)
def test_an_outdated_cost_is_raised_as_far_as_the_machine_bears_and_never_lowered(
    now_mib: int, took_s: float, total: int, expected_mib: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kdf, "LEAST_MIB", 256)
    now = KdfCost(now_mib * 1024, passes=4, lanes=2)
    assert kdf.affordable(now, took_s, total) == KdfCost(expected_mib * 1024, passes=4, lanes=2)


def test_a_passphrase_means_the_same_however_it_was_composed() -> None:
    salt = bytes(range(32))
    assert kdf.stretch("Zu\u0308rich ① カ", salt, CHEAP) == kdf.stretch("Zürich 1 ｶ", salt, CHEAP)
