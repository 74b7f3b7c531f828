"""A copy of the database that no header names, as a connection asks for it: a backup's, the next generation's.

For rotating.py, backup_making.py and stepping.py; pure.
"""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Copy:
    """Where it lies and what opens it."""

    database_path: Path
    database_salt: bytes
    vault: bytes
    key: bytes = field(repr=False)
    readonly: bool = False

    def database_key(self) -> bytes:
        """The key itself."""
        return self.key
