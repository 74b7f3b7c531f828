"""What tests make vaults with: the cheapest accepted key derivation, and the names and passphrase of the template."""

from typing import Final

from vault.kdf import KdfCost

CHEAP: Final = KdfCost(memory_kib=64 * 1024, passes=3, lanes=4)
PASSPHRASE: Final = "correct horse battery staple tango"
VAULT_NAME: Final = "Acme"
USER: Final = "Mina"
DEVICE: Final = "Zedekiahs laptop"
