"""What an attacker does to a vault folder: a stranger with the files, a member with the vault key."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tests.vaults import PASSPHRASE
from vault import chain, folder, header
from vault.header import Header
from vault.keys import MemberKey
from vault.policy import Policy


@dataclass(frozen=True)
class Insider:
    """Everything a member holds after unlocking, remembered beyond it."""

    path: Path
    header: Header
    header_key: bytes
    seed: bytes
    keys: dict[tuple[str, int], bytes]
    policy: Policy
    member: bytes

    @property
    def key(self) -> MemberKey:
        """The member key."""
        return MemberKey(self.seed)

    def write(self, changed: Header) -> None:
        """Put a header in place with a MAC that is right."""
        (self.path / "vault.hdr").write_bytes(header.encode(changed, self.header_key))

    def entries(self) -> list[bytes]:
        """The chain."""
        return chain.unpack((self.path / "vault.chain").read_bytes())

    def write_chain(self, entries: list[bytes]) -> None:
        """Put a chain in place."""
        (self.path / "vault.chain").write_bytes(chain.pack(entries))


def insider(path: Path, passphrase: str = PASSPHRASE) -> Insider:
    """Unlock once and remember."""
    with folder.unlock(path, passphrase=passphrase) as opened:
        keys = (opened.subkey("header"), opened.member_key.seed, opened.held_keys())
        found = Insider(path, opened.header, *keys, opened.policy, opened.member.id)
    current = header.decode((path / "vault.hdr").read_bytes()).header
    return Insider(path, current, *keys, found.policy, found.member)


def repaired(data: bytes) -> bytes:
    """Header bytes whose checksum fits again: what a stranger can do."""
    return data[:-32] + hashlib.sha256(data[:-32]).digest()
