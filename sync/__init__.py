"""Sync: how vaults meet. The protocol arrives with its issue; the vault already stamps what it will read."""
