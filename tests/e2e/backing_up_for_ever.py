"""A process that writes, backs up and restores until it is killed; it says each step and each thing done. No test."""

import sys
from itertools import count
from pathlib import Path

from app import backups, edit
from app.backups import Opener
from app.session import Session
from vault import database


def say(*words: object) -> None:
    print(*words, sep="\t", flush=True)


def main(vault: str, passphrase: str, out: str, restored: str) -> None:
    database._COPIED_PAGES = 16  # type: ignore[misc]  # many steps, so that a kill falls between any two
    session = Session.open(Path(vault), passphrase=passphrase)
    opener = Opener(member=(session.unlocked.member.id, session.unlocked.member_key))
    for number in count():
        session.write(edit.add, "contact", {"name": f"Number {number}", "notes": "long " * 4000}).result()
        made = backups.run(session, Path(out), lambda done, _all: say("step", done), lambda: False)
        say("backup", made.file)
        to = Path(restored) / f"{made.file.stem}.satchel"
        backups.restore(made.file, to, opener, (), lambda done, _all: say("step", done), lambda: False)
        say("restored", to)


if __name__ == "__main__":
    main(*sys.argv[1:])
