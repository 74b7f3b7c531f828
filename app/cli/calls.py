"""One run of a command: what was asked for, the console, and the open vault for as long as it is needed.

Main thread.
"""

import argparse
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app import backups
from app.cli import credentials
from app.cli.arguments import Parser
from app.cli.console import Console
from app.errors import VaultNotChosen
from app.session import Session

_PATIENCE_S: Final = 1.0
"""For backups that may know a newer state of the vault, on a medium that may hang."""


@dataclass(slots=True)
class Call:
    """What one run has in hand."""

    options: argparse.Namespace
    console: Console
    cancel: threading.Event = field(default_factory=threading.Event)

    @property
    def vault_chosen(self) -> str | None:
        """The place that --vault or SATCHEL_VAULT names."""
        return self.options.vault or os.environ.get("SATCHEL_VAULT") or None

    @property
    def vault_path(self) -> Path:
        """The vault that was chosen. Raises VaultNotChosen."""
        chosen = self.vault_chosen
        if not chosen:
            raise VaultNotChosen
        return Path(chosen)

    @contextmanager
    def session(self, given: dict[str, Any] | None = None) -> Iterator[Session]:
        """The chosen vault, open until the end of the block; `given` opens it instead of what the options name."""
        path = self.vault_path
        given = given or credentials.given(self.options)
        session = Session.open(path, self.options.user, **given)
        try:
            session.masked = bool(self.options.masked)
            backups.hear_witnesses(session, _PATIENCE_S)
            for doubt in session.doubts:
                self.console.warn(doubt)
            with self.stoppable():
                yield session
        finally:
            session.close()

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """Within the block Ctrl+C asks the work to stop, so that it ends whole; the second time it breaks off."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _stop(self, _number: int, _frame: object) -> None:
        if self.cancel.is_set():
            raise KeyboardInterrupt
        self.cancel.set()


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `configure` adds its options to the common ones, `run` gives the exit status, None for 0."""

    configure: Callable[[Parser], None]
    run: Callable[[Call], int | None]
