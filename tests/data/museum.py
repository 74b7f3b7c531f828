"""How the museum is made: `python -m tests.data.museum vault PATH` and `python -m tests.data.museum damaged FOLDER`.

Run once, when a version of the schema is frozen, with the program of that day; what comes out is committed and never
edited again (tests/data/README.md).
"""

import io
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace as with_fields

from app import edit, lists, undo
from app.session import Session
from app.starting import start
from tests.vault.forging import Insider, insider
from tests.vaults import CHEAP, DEVICE, PASSPHRASE, USER, VAULT_NAME
from vault import folder, previews
from vault.values import Money

PAGE = 4096
HEADER, BEFORE, CHAIN, DATABASE, SEEN = "vault.hdr", "vault.hdr.prev", "vault.chain", "data-0001.db", "seen"
LOG = DATABASE + "-wal"


def make_vault(path: Path) -> str:
    """A small vault with something of everything, its last step undone; gives its recovery code."""
    made = folder.create(path, name=VAULT_NAME, user=USER, passphrase=PASSPHRASE, kdf=CHEAP, device_name=DEVICE)
    session = Session.open(path, passphrase=PASSPHRASE)
    session.write(start).result()
    account = session.write(edit.add, "account", {"name": "Müller GmbH"}).result().value
    person = {
        "name": "Łukasz Müller", "account": account, "email": "lukasz@example.org", "phone": "+49 203 1234567",
        "id_number": "ID-4712", "birth_year": 1980,
    }  # fmt: skip
    lukasz = session.write(edit.add, "contact", person).result().value
    deal = {"name": "Roof", "contact": lukasz, "account": account, "amount": Money(8400000, "EUR")}
    session.write(edit.add, "deal", deal).result()
    wang = session.write(edit.add, "contact", {"name": "王佳宁"}).result().value
    gone = session.write(edit.add, "contact", {"name": "Gone"}).result().value
    session.write(edit.delete, [gone]).result()
    blob = session.attach(io.BytesIO(b"A letter\n" * 400))
    session.write(previews.put, blob, previews.TEXT, previews.text(b"A letter\n" * 400)).result()
    session.write(edit.change, wang, {"name": "王佳"}).result()
    session.write(undo.undo).result()
    assert session.read(lists.count, "contact").result() == 2
    session.close()
    return made.recovery_code


@dataclass(frozen=True)
class Exhibit:
    """A damaged vault: files in place of those of the sound one, files it lacks, and the error that must be said."""

    kind: str
    says: str
    files: dict[str, bytes]
    without: tuple[str, ...] = ()


def exhibits(base: Path, work: Path) -> Iterator[Exhibit]:
    """Every kind of damage done to the vault at `base`."""
    sound = {path.name: path.read_bytes() for path in base.iterdir()}
    other = sound_files(_other(work / "other"))
    yield from _of_header(sound, other, base, work)
    yield from _of_chain(sound, other)
    yield from _of_database(sound, other)
    newer = sound_files(_newer(base, work / "newer"))
    yield Exhibit("header-older", "header_older", {SEEN: newer[SEEN]})
    yield Exhibit("database-older", "vault_older", {name: newer[name] for name in (SEEN, HEADER, BEFORE)})
    yield Exhibit("seen-forged", "seen_forged", {SEEN: _flipped(sound[SEEN], len(sound[SEEN]) - 1)})


def sound_files(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.iterdir() if each.is_file()}


def _of_header(sound: dict[str, bytes], other: dict[str, bytes], base: Path, work: Path) -> Iterator[Exhibit]:
    header = sound[HEADER]
    flipped = _flipped(header, 700)
    yield Exhibit("header-flipped", "header_damaged", {HEADER: flipped}, (BEFORE,))
    yield Exhibit("header-flipped-previous-sound", "header_damaged_previous_sound", {HEADER: flipped})
    yield Exhibit("header-both-flipped", "header_damaged", {HEADER: flipped, BEFORE: _flipped(sound[BEFORE], 9)})
    yield Exhibit("header-cut", "header_damaged", {HEADER: header[:1000]}, (BEFORE,))
    yield Exhibit("header-empty", "header_damaged", {HEADER: b""}, (BEFORE,))
    yield Exhibit("header-missing", "header_missing", {}, (HEADER, BEFORE))
    yield Exhibit("header-previous-only", "header_missing_previous_sound", {}, (HEADER,))
    yield Exhibit("header-of-another-vault", "chain_forged", {HEADER: other[HEADER]})
    shutil.copytree(base, work / "inside")
    known = insider(work / "inside")
    yield Exhibit("slot-removed", "slot_missing", {HEADER: _without_slots(known)})
    yield Exhibit("grants-removed", "grant_missing", {HEADER: _without_grants(known)})


def _without_slots(known: Insider) -> bytes:
    own = known.header.members[0]
    known.write(with_fields(known.header, members=(with_fields(own, slots=()),)))
    return (known.path / HEADER).read_bytes()


def _without_grants(known: Insider) -> bytes:
    known.write(with_fields(known.header, grants=()))
    return (known.path / HEADER).read_bytes()


def _of_chain(sound: dict[str, bytes], other: dict[str, bytes]) -> Iterator[Exhibit]:
    chain = sound[CHAIN]
    yield Exhibit("chain-missing", "chain_missing", {}, (CHAIN,))
    yield Exhibit("chain-cut", "chain_forged", {CHAIN: chain[: len(chain) // 2]})
    yield Exhibit("chain-flipped", "chain_forged", {CHAIN: _flipped(chain, 200)})
    yield Exhibit("chain-of-another-vault", "chain_forged", {CHAIN: other[CHAIN]})


def _of_database(sound: dict[str, bytes], other: dict[str, bytes]) -> Iterator[Exhibit]:
    data = sound[DATABASE]
    plain = b"SQLite format 3\0" + bytes(PAGE - 16)
    yield Exhibit("database-missing", "database_missing", {}, (DATABASE,))
    yield Exhibit("database-empty", "database_empty", {DATABASE: b""})
    yield Exhibit("database-plaintext", "database_plaintext", {DATABASE: plain})
    yield Exhibit("database-foreign", "database_foreign", {DATABASE: other[DATABASE][: 2 * PAGE]})
    yield Exhibit("database-cut-on-a-page", "database_damaged", {DATABASE: data[: 5 * PAGE]})
    yield Exhibit("database-cut-within-a-page", "database_damaged", {DATABASE: data[: 5 * PAGE + 700]})
    yield Exhibit("database-first-page", "database_damaged", {DATABASE: _flipped(data[: 2 * PAGE], 900)})
    yield Exhibit("database-page-flipped", "database_damaged", {DATABASE: _flipped(data, 60 * PAGE + 9)})
    yield Exhibit("log-foreign", "log_foreign", {LOG: other[LOG]})


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _other(path: Path) -> Path:
    """Another vault, with a log as a kill leaves it."""
    folder.create(path, name="Other", user=USER, passphrase=PASSPHRASE, kdf=CHEAP, device_name=DEVICE)
    session = Session.open(path, passphrase=PASSPHRASE)
    session.write(edit.add, "tag", {"name": "Of another"}).result()
    aside = path.with_name("as-killed")
    shutil.copytree(path, aside)
    session.close()
    return aside


def _newer(base: Path, path: Path) -> Path:
    """The same vault after some work."""
    shutil.copytree(base, path)
    session = Session.open(path, passphrase=PASSPHRASE)
    session.write(edit.add, "tag", {"name": "Newer"}).result()
    session.close()
    return path


def make_damaged(base: Path, to: Path) -> None:
    """Write the exhibits and what each must say."""
    expected: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as work:
        for each in exhibits(base, Path(work)):
            place = to / f"{each.kind}.satchel"
            place.mkdir(parents=True)
            for name, data in each.files.items():
                (place / name).write_bytes(data)
            expected[each.kind] = {"says": each.says, "without": list(each.without)}
    (to / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main(what: str, path: str) -> None:
    """Make a vault, with its recovery code in a file beside it, or the damaged ones."""
    if what == "vault":
        place = Path(path)
        code = make_vault(place)
        place.with_name(place.name.replace(".satchel", ".recovery.txt")).write_text(code + "\n", encoding="utf-8")
        (place / "LOCK").unlink()
    else:
        make_damaged(Path(__file__).with_name("vaults") / "v0001-small.satchel", Path(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
