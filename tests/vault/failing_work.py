"""Works on a vault while its disk fails, once for each call that can fail; tells as JSON how each round ended.

Started by test_faults.py on the failing disk; no test itself. A round is a forked child of its own.
"""

import json
import os
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import edit
from app.session import Session
from tests.vault import faults
from tests.vaults import CHEAP, PASSPHRASE
from vault import folder
from vault.errors import SatchelError

NEW = "seven green lanterns over the harbour"
Say = Callable[[str], None]


def create(path: Path, say: Say) -> None:
    folder.create(path, name="Acme", user="Mina", passphrase=PASSPHRASE, kdf=CHEAP, device_name="desk")
    say("created")


def work(path: Path, say: Say) -> None:
    """Open, write, change the passphrase, write, close; what was done is said once it is."""
    session = Session.open(path, passphrase=PASSPHRASE)
    try:
        say("opened")
        for name in ("Ada", "Bea"):
            session.write(edit.add, "contact", {"name": name, "notes": "long " * 2000}).result()
            say(name)
        folder.change_passphrase(session.unlocked, NEW)
        say("changed")
        session.write(edit.add, "contact", {"name": "Cleo"}).result()
        say("Cleo")
    finally:
        session.close()
    say("closed")


SCENARIOS = {"create": create, "work": work}


def round_of(wish: dict[str, Any], path: Path, at: int) -> dict[str, Any]:
    """Do the work in a child on a disk whose call number `at` fails; what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        told = os.fdopen(writing, "w")
        os._exit(_attempt(wish, path, at, lambda **said: print(json.dumps(said), file=told, flush=True)))
    os.close(writing)
    with os.fdopen(reading) as told:
        said = [json.loads(line) for line in told]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended: dict[str, Any] = {key: value for each in said for key, value in each.items() if key != "done"}
    return {**ended, "at": at, "path": str(path), "status": status, "done": [e["done"] for e in said if "done" in e]}


def _attempt(wish: dict[str, Any], path: Path, at: int, tell: Callable[..., None]) -> int:
    loud: list[str] = []
    threading.excepthook = lambda failure: loud.append(repr(failure.exc_value))
    faults.arm(wish["call"], at, wish["errno"], short=wish["short"], stuck=wish["stuck"])
    status = 0
    try:
        SCENARIOS[wish["scenario"]](path, lambda word: tell(done=word))
    except SatchelError as error:
        status = error.exit_status
        tell(kind=error.kind, facts={name: str(fact) for name, fact in error.facts.items()})
    except BaseException as error:  # what the test is after
        status = 70
        tell(kind=f"{type(error).__name__}: {error}")
    tell(counted=faults.counted(), loud=loud)
    return status


def chosen(lines: list[str], most: int) -> list[int]:
    """Which calls are to fail: each, or as many as are wanted of those that are the first of their kind on a file."""
    if len(lines) <= most:
        return list(range(1, len(lines) + 1))
    kinds = [(line.split(" ")[0], Path(line).name) for line in lines]
    firsts = [number for number, kind in enumerate(kinds, 1) if kinds.index(kind) == number - 1]
    return firsts[:: max(1, -(-len(firsts) // most))]


def main(wish: dict[str, Any]) -> None:
    """A first round without a failure tells which calls there are."""
    home, log = Path(wish["folder"]), Path(os.environ["SHIM_LOG"])

    def vault(at: int) -> Path:
        path = home / f"{at:04}.satchel"
        if wish["template"]:
            shutil.copytree(wish["template"], path)
        return path

    path = vault(0)
    log.write_text("")
    print(json.dumps(round_of(wish, path, 0)), flush=True)
    for at in chosen(log.read_text().splitlines(), wish["most"]):
        print(json.dumps(round_of(wish, vault(at), at)), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
