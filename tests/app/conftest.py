"""The desk of the vault's tests, for use cases too."""

from tests.vault.conftest import desk, template

__all__ = ["desk", "template"]
