"""A vault's life as a list of moments: its files after each step of ours, and what was acknowledged by then."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from app import edit, keys
from app.session import Session
from tests.vault.rotations import always
from vault import renewing

STEPS: Final = ("fsync", "ftruncate", "replace", "unlink", "write")
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Moment:
    """`forced` is the content of `seen` that a loss of power leaves at worst."""

    files: Files
    kept: frozenset[str]
    begun: frozenset[str]
    passphrases: tuple[str, ...]
    forced: bytes | None


@dataclass(slots=True)
class Life:
    """Lives a vault, and remembers."""

    path: Path
    passphrases: tuple[str, ...]
    kept: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    moments: list[Moment] = field(default_factory=list)
    _forced: bytes | None = None
    _contents: dict[bytes, bytes] = field(default_factory=dict)

    def remember(self) -> None:
        """The files as they are now; equal contents are kept once."""
        found = {file.name: file.read_bytes() for file in self.path.iterdir() if not file.name.endswith("-shm")}
        files = {name: self._contents.setdefault(data, data) for name, data in found.items()}
        self.moments.append(Moment(files, self.kept, self.begun, self.passphrases, self._forced))

    def visit(self, *names: str, then: Callable[[Session], object] = lambda _: None) -> None:
        session = Session.open(self.path, passphrase=self.passphrases[0])
        for name in names:
            self.add(session, name)
        then(session)
        session.close()
        self.remember()

    def add(self, session: Session, name: str) -> None:
        self.begun |= {name}
        session.write(edit.add, "contact", {"name": name}).result()
        self.kept |= {name}
        self.remember()

    def change(self, session: Session, passphrase: str) -> None:
        self.passphrases = (*self.passphrases, passphrase)
        keys.change_passphrase(session, self.passphrases[0], passphrase)
        self.passphrases = (passphrase,)
        self.remember()

    def rotate(self, session: Session) -> None:
        session.order(lambda vault: renewing.rotate(vault, always)).result()
        self.remember()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Remember after each call that writes a file of ours; SQLite's own writes show at the next of them."""
        with pytest.MonkeyPatch.context() as patch:
            for name in STEPS:
                patch.setattr(os, name, self._after(name, getattr(os, name)))
            yield

    def _after(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            told = real(*given, **named)
            seen = self.path / "seen"
            if name == "fsync" and seen.exists() and os.path.samestat(os.fstat(given[0]), seen.stat()):
                self._forced = seen.read_bytes()
            self.remember()
            return told

        return call
