"""A migration from an earlier version comes with a vault that the earlier version made, kept for ever."""

from tests.architecture.sources import ROOT
from vault.migrate import LATEST

VAULTS = ROOT / "tests" / "data" / "vaults"


def earlier_vaults(version: int) -> list[str]:
    """The fixture vaults whose schema has a version; named `v0001-what-it-is.satchel`."""
    return [path.name for path in VAULTS.glob(f"v{version:04}*.satchel") if (path / "vault.hdr").is_file()]


def test_every_migration_has_a_vault_of_the_version_before() -> None:
    assert [version for version in range(1, LATEST) if not earlier_vaults(version)] == []


def test_the_first_version_has_no_version_before() -> None:
    assert LATEST >= 1
    assert earlier_vaults(0) == []
