"""A program that takes in five hundred planted values by every door, waits, then dies badly. No test itself.

Told on standard input to go on; says `ready` on standard output.
"""

import os
import sys
import threading
from pathlib import Path

from app import bootstrap

bootstrap.prepare()

from app import drafts, edit, finding, history, lists, opening, undo  # noqa: E402 # as app/__main__.py does
from app.session import Session  # noqa: E402
from tests.e2e import planted  # noqa: E402

EDITED = range(2 * planted.ROWS, 2 * planted.ROWS + 20)


def typed(desk: Path, vault: Path) -> None:
    """What a person types on the command line."""
    opened = ["--vault", str(vault), "--passphrase-file", str(desk / "passphrase"), "--json"]
    commands = [
        ["new", str(vault), "--name", "Acme", "--user", "Mina", "--recovery-file", str(desk / "recovery"),
         "--kdf-memory", "64"],
        *(["import", str(desk / name), "--rejects", str(desk / "rejects.csv")] for name in planted.FILES),
        ["undo"], ["redo"],
        *(["find", word] for word in planted.values("search", 0, 4)),
        *(["list", "contacts", "--where", f'name = "{word}"'] for word in planted.values("filter", 0, 4)),
        ["export", "contacts", "--out", str(desk / "masked.csv")],
    ]  # fmt: skip
    statuses = [opening.run([*command, *opened], lambda *_: 5) for command in commands]
    assert not any(statuses), statuses


def worked(session: Session) -> None:
    """What a person does in the window."""
    for number in EDITED:
        record = session.write(edit.add, "contact", planted.person(number)).result().value
        session.write(edit.add, "account", {"name": planted.values("company", number, 1)[0]}).result()
        session.write(drafts.keep, record, "note", planted.values("draft", number, 1)[0]).result()
        session.write(edit.change, record, {"notes": planted.values("note", number + 100, 1)[0]}).result()
        session.read(finding.find, planted.values("search", number, 1)[0]).result()
        where = f'name = "{planted.values("filter", number, 1)[0]}"'
        session.read(lists.page, "contact", where=where).result()
        session.read(history.history, record).result()
    session.write(undo.undo).result()
    session.write(undo.redo).result()
    session.write(edit.delete, [record]).result()


def show_open_files(place: Path) -> None:
    """Copy what this process holds open, deleted files among them: of a closed process nobody else can read it."""
    place.mkdir()
    for path in sorted(Path("/proc/self/fd").iterdir()):
        if path.is_file():
            (place / path.name).write_bytes(os.fsencode(path.readlink()) + b"\n" + path.read_bytes())


class Last:
    """Its end fails, and its name is a person's."""

    def __repr__(self) -> str:
        return planted.person(1)["name"]

    def __del__(self) -> None:
        raise ValueError(planted.person(2))


def fail() -> None:
    """An exception that holds values, over frames that hold them."""
    everything = [planted.person(number) for number in EDITED]
    raise RuntimeError(everything, planted.PASSPHRASE)


def main(desk: Path, vault: Path) -> None:
    typed(desk, vault)
    session = Session.open(vault, passphrase=planted.PASSPHRASE)
    worked(session)
    show_open_files(desk / "open")
    print("ready", flush=True)
    sys.stdin.readline()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Last()
    try:
        fail()
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    os.abort()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
