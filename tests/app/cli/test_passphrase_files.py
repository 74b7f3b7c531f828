"""Passphrase files of every kind: empty, endless, with NUL, in another writing, or no text at all: a sentence each."""

from pathlib import Path

import pytest

from tests.app.cli.conftest import PASSPHRASE, Satchel

FILES = {
    "empty": b"",
    "a million letters": b"a" * 1_000_000,
    "a million Chinese signs": "锁".encode() * 1_000_000,
    "NUL": PASSPHRASE.encode() + b"\0",
    "NUL first": b"\0" + PASSPHRASE.encode(),
    "UTF-16": PASSPHRASE.encode("utf-16"),
    "no UTF-8": b"\xff\xfe\xfd",
    "half a surrogate pair": b"\xed\xa0\x80" + PASSPHRASE.encode(),
    "from right to left": "ארבע ציפורים כחולות".encode(),
    "on the second line": b"\n" + PASSPHRASE.encode(),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A passphrase file of the test's own."""
    made = tmp_path / "odd"
    made.touch(mode=0o600)
    return made


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_what_is_not_the_passphrase_is_said_in_one_sentence(satchel: Satchel, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    run = satchel("list", "contacts", "--passphrase-file", file, "--json")
    assert (run.status, run.error["kind"]) == (3, "wrong_passphrase")
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    "content", [each for name, each in FILES.items() if name != "from right to left"],
    ids=[name for name in FILES if name != "from right to left"],
)  # fmt: skip
def test_what_cannot_be_a_new_passphrase_is_refused_and_nothing_is_made(
    outside: Satchel, file: Path, tmp_path: Path, content: bytes
) -> None:
    file.write_bytes(content)
    run = outside("new", tmp_path / "New.satchel", "--new-passphrase-file", file, "--recovery-file",
                  tmp_path / "code", "--kdf-memory", "64", "--json")  # fmt: skip
    assert (run.status, run.error["kind"]) == (1, "passphrase_refused")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["odd"]


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\nanother line\n"], ids=["none", "LF", "CRLF", "more lines"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_the_first_line_is_the_passphrase_however_the_file_was_saved(
    satchel: Satchel, file: Path, mark: bytes, ending: bytes
) -> None:
    file.write_bytes(mark + PASSPHRASE.encode() + ending)
    assert satchel("list", "contacts", "--passphrase-file", file).status == 0
