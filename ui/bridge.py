"""The only place where futures become GUI events. Call from the GUI thread; callbacks come back there.

A page hands over a function of a Reader or a Transaction and does not wait. What arrives after the vault was locked,
or for a widget that is gone, is dropped: nothing of a closed vault reaches the screen.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

_log: Final = logging.getLogger(__name__)
_PROGRESS_EVERY_S: Final = 0.05
_END_S: Final = 2.0
"""How long a lock waits for cancelled work to let go of its keys; a medium that hangs may take for ever."""
T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[BaseException], object]


def _nothing(_value: object) -> None:
    return None


class Outcome(Protocol):
    """What a write gives: the use case's value and what changed."""

    @property
    def value(self) -> Any: ...
    @property
    def changes(self) -> Any: ...


class OpenVault(Protocol):
    """What the bridge needs of an open session."""

    def read(self, use_case: Callable[..., Any], *args: Any, **options: Any) -> "Future[Any]": ...
    def write(self, use_case: Callable[..., Any], *args: Any, **options: Any) -> "Future[Any]": ...
    def rehearse(self, use_case: Callable[..., Any], *args: Any, **options: Any) -> "Future[Any]": ...


class Job(QObject):
    """Long work under way: `progressed(done, total)` on the GUI thread, `cancel()` to stop it without a trace."""

    progressed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._stop, self._told = False, 0.0

    def cancel(self) -> None:
        """Ask it to stop; what it wrote is rolled back."""
        self._stop = True

    def cancelled(self) -> bool:
        """Asked by the work, from its own thread."""
        return self._stop

    def report(self, done: int, total: int) -> None:
        """Told by the work, from its own thread; at most twenty times a second reaches the screen."""
        now = time.monotonic()
        if done >= total or now - self._told >= _PROGRESS_EVERY_S:
            self._told = now
            if isValid(self):
                self.progressed.emit(done, total)


class Bridge(QObject):
    """`changed(Changes)` after every commit, `opened` and `locked` when the vault does, `failed(error)` unhandled."""

    changed = Signal(object)
    opened = Signal()
    locked = Signal()
    failed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, session: OpenVault | None = None) -> None:
        super().__init__()
        self._session = session
        self._round = 0
        self._asides: list[tuple[Job, Future[Any]]] = []
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault-door")
        # queued also within the GUI thread: an answer that is there at once never arrives inside the question
        self._arrived.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    def _hand_on(self, deliver: Callable[[], object]) -> None:
        deliver()

    @property
    def session(self) -> Any:
        """The open session, or None while locked."""
        return self._session

    def attach(self, session: OpenVault) -> None:
        """Serve a vault that was just opened."""
        self._session = session
        self.opened.emit()

    def detach(self) -> Any:
        """Forget the session: what is still under way is stopped or dropped. Gives it for closing."""
        session, self._session = self._session, None
        self._round += 1
        self._stop_asides()
        self.locked.emit()
        return session

    def query(
        self, fn: Callable[..., T], *args: object, done: Done[T], failed: Failed | None = None, **options: object
    ) -> None:
        """Run `fn(reader, *args, **options)` on a reading thread; `done(value)` follows."""
        if self._session is not None:
            self._expect(self._session.read(fn, *args, **options), done, failed)

    def command(
        self, fn: Callable[..., T], *args: object, done: Done[T] | None = None, failed: Failed | None = None,
        **options: object,
    ) -> None:  # fmt: skip
        """Run `fn(transaction, *args, **options)` as one transaction; `changed` comes first, then `done(value)`."""
        if self._session is not None:
            self._expect(self._session.write(fn, *args, **options), partial(self._committed, done), failed)

    def rehearse(
        self, fn: Callable[..., T], *args: object, done: Done[T], failed: Failed | None = None, **options: object
    ) -> None:
        """As `command`, but rolled back at the end: a preview; `done(value)`, and nothing changed."""
        if self._session is not None:
            ready = self._session.rehearse(fn, *args, **options)
            self._expect(ready, partial(_of_outcome, done), failed)

    def job(
        self, fn: Callable[..., T], *args: object, door: str = "write", done: Done[T] = _nothing,
        failed: Failed | None = None, progress: Callable[[int, int], object] | None = None, **options: object,
    ) -> Job:  # fmt: skip
        """Like `command`, `query`, `rehearse`, `run` or `aside` (`door` write, read, rehearse, run, aside), long.

        `fn` also takes `progress` and `cancelled` by keyword; the Job given back can be cancelled.
        """
        job = Job()
        if progress is not None:
            job.progressed.connect(progress)
        doors: dict[str, Callable[..., Future[Any] | None]]
        doors = {
            "write": self.command, "read": self.query, "rehearse": self.rehearse, "run": self.run, "aside": self.aside,
        }  # fmt: skip
        begun = doors[door](
            fn, *args, done=partial(_kept_alive, job, done), failed=failed,
            progress=job.report, cancelled=job.cancelled, **options,
        )  # fmt: skip
        if begun is not None:
            self._asides = [each for each in self._asides if not each[1].done()] + [(job, begun)]
        return job

    def run(
        self, fn: Callable[..., T], *args: object, done: Done[T], failed: Failed | None = None, **options: object
    ) -> None:
        """Run a function that needs no open vault (unlock, create) away from the GUI thread.

        Its result is dropped only when the owner of `done` is gone.
        """
        deliver = partial(self._hand_over, future := self._pool.submit(fn, *args, **options), done, failed)
        future.add_done_callback(lambda _future: self._arrived.emit(deliver) if isValid(self) else None)

    def aside(
        self, fn: Callable[..., T], *args: object, done: Done[T], failed: Failed | None = None, **options: object
    ) -> "Future[Any]":
        """As `run`, on a thread of its own: for media that may hang. Dropped when the vault is locked meanwhile."""
        future: Future[Any] = Future()
        self._expect(future, done, failed)
        work = partial(fn, *args, **options)
        threading.Thread(target=_fulfil, args=(future, work), name="aside", daemon=True).start()
        return future

    def settle(self) -> None:
        """Wait until stopped work has let go of what it held, within reason; never on the GUI thread."""
        wait([future for _job, future in self._asides], _END_S)
        self._asides = [each for each in self._asides if not each[1].done()]

    def _stop_asides(self) -> None:
        for job, _future in self._asides:
            job.cancel()

    def close(self) -> None:
        """End the bridge's own thread once its work is done, the closing of a vault that waits behind it too."""
        self._round += 1
        self._stop_asides()
        self._pool.submit(self.settle)
        self._pool.shutdown(wait=True)

    def _committed(self, done: Done[T] | None, outcome: Outcome) -> None:
        self.changed.emit(outcome.changes)
        if done is not None and _alive(done):
            done(outcome.value)

    def _expect(self, future: "Future[Any]", done: Done[Any], failed: Failed | None) -> None:
        deliver = partial(self._deliver, future, self._round, done, failed)
        future.add_done_callback(lambda _future: self._arrived.emit(deliver) if isValid(self) else None)

    def _deliver(self, future: "Future[Any]", asked_in: int, done: Done[Any], failed: Failed | None) -> None:
        self._asides = [each for each in self._asides if not each[1].done()]  # a failure holds what was typed
        if asked_in == self._round:
            self._hand_over(future, done, failed)

    def _hand_over(self, future: "Future[Any]", done: Done[Any], failed: Failed | None) -> None:
        if not _alive(done):
            return
        try:
            value = future.result()
        except CancelledError:
            return
        except Exception as error:  # the border: whatever went wrong becomes a sentence, never a traceback on screen
            _log.info("a request failed: %s", type(error).__name__)
            self._tell(error, failed)
            return
        done(value)

    def _tell(self, error: Exception, failed: Failed | None) -> None:
        if failed is None:
            self.failed.emit(error)
        elif _alive(failed):
            failed(error)


def _fulfil(future: "Future[Any]", work: Callable[[], object]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # handed on: the border is in the GUI thread
        future.set_exception(error)


def _of_outcome(done: Done[Any], outcome: Outcome) -> None:
    if _alive(done):
        done(outcome.value)


def _kept_alive(_job: Job, done: Done[Any], value: object) -> None:
    """Holds the job until its end, also when the page did not keep it."""
    if _alive(done):
        done(value)


def _alive(callback: Callable[..., object]) -> bool:
    """Whether the widget a callback belongs to still exists."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
