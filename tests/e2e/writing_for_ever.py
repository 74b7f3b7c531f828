"""A process that writes until it is killed; it says on standard output what was acknowledged. No test itself."""

import sys
from pathlib import Path

from app import edit, finding, undo
from app.session import Session

PLANTED = ("Plantagenet Quibbleworth", "quibble@planted.example", "+442079460987", "Xyzzyplugh note", "ID-PLANT-4711")


def main(path: str, passphrase: str) -> None:
    session = Session.open(Path(path), passphrase=passphrase)
    name, email, phone, note, number = PLANTED
    for count in range(1_000_000):
        values = {"name": f"{name} {count}", "email": f"{count}{email}", "phone": phone, "notes": note}
        record = session.write(edit.add, "contact", {**values, "id_number": number}).result().value
        session.write(edit.change, record, {"title": f"T{count}", "notes": f"{note} {count}"}).result()
        if count % 3 == 0:
            session.write(undo.undo).result()
        session.read(finding.find, "quibble").result()
        print(record, "" if count % 3 == 0 else f"T{count}", sep="\t", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
