"""The threads that touch an open vault: one that writes, a few that read. Everybody else hands over a function.

Futures come back; only ui/bridge.py turns them into GUI events.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from vault.changes import Changes
from vault.errors import SatchelError
from vault.opened import OpenVault
from vault.reader import Reader
from vault.transaction import Transaction

T = TypeVar("T")
READERS = 2
IDLE_S = 1.5
"""After so many seconds without work the writer tidies the index and the log."""
PAUSE_S = 0.02
"""Between two slices of tidying, so that it never takes a whole core."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a write gave back, and what it changed."""

    value: T
    changes: Changes


_Job = Callable[[OpenVault], None]


class Worker:
    """Owns the threads of one open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._local = threading.local()
        self._door, self._closed = threading.Lock(), False
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write_on, name="writer", daemon=True)
        self._writer.start()

    def write(self, use_case: Callable[[Transaction], T], *, rehearse: bool = False) -> "Future[Outcome[T]]":
        """Run a use case in one transaction; with `rehearse` it is always rolled back afterwards."""
        return self.order(lambda vault: Outcome(*vault.transact(use_case, rehearse=rehearse)))

    def order(self, deed: Callable[[OpenVault], T]) -> "Future[T]":
        """Do something with the vault itself on the writing thread, between transactions."""
        future: Future[T] = Future()

        def job(vault: OpenVault) -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                value = deed(vault)
            except BaseException as problem:
                future.set_exception(problem)
            else:
                future.set_result(value)

        with self._door:
            if not self._closed:
                self._jobs.put(job)
                return future
        return _cancelled(future)

    def read(self, use_case: Callable[[Reader], T], masked: bool) -> "Future[T]":
        """Run a use case on a reader's connection; after `close` the future is a cancelled one, as a write's is."""
        with self._door:
            return _cancelled(Future()) if self._closed else self._readers.submit(self._read, use_case, masked)

    def _read(self, use_case: Callable[[Reader], T], masked: bool) -> T:
        readers = getattr(self._local, "readers", None)
        if readers is None:
            readers = self._local.readers = {}
        found: Reader | None = readers.get(masked)
        if found is None or found.generation != self._vault.unlocked.generation:
            found = readers[masked] = self._vault.reader(masked=masked)
        return self._vault.look(found, use_case)

    def _write_on(self) -> None:
        while True:
            job = self._next_job()
            if job is None:
                return
            job(self._vault)

    def _next_job(self) -> _Job | None:
        """The next job; while none comes the vault is tidied, a slice at a time."""
        untidy, patience_s = True, IDLE_S
        while True:
            try:
                return self._jobs.get(timeout=patience_s if untidy else None)
            except queue.Empty:
                untidy, patience_s = self._tidied(), PAUSE_S

    def _tidied(self) -> bool:
        """Tidy a slice; whether more is left."""
        try:
            return self._vault.tidy()
        except SatchelError:  # a full disk, say: the next write will tell whoever asks for it
            return False

    def close(self) -> None:
        """Let what waits be done, then end the threads. The vault itself stays open."""
        with self._door:
            self._closed = True
            self._jobs.put(None)
        self._readers.shutdown(wait=True)
        self._writer.join()


def _cancelled(future: "Future[T]") -> "Future[T]":
    future.cancel()
    future.set_running_or_notify_cancel()
    return future
