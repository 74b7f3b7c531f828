"""Text previews: the first 2 KB of what is text, nothing of what is not."""

import pytest

from tests.vault.desk import Desk
from vault import previews


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"", b""),
        (b"A letter", b"A letter"),
        ("你好".encode(), "你好".encode()),
        (b"\xff\xfeA\x00b\x00", b"Ab"),
        (b"\xef\xbb\xbfhello", b"hello"),
        (b"\x89PNG\r\n\x1a\n\0\0", None),
        (b"text with \0 inside", None),
        (b"\xc3(", None),
        (b"cut \xc3", None),
        (b"ab" * 5000, b"ab" * 1024),
        (b"a" + "é".encode() * 4000, b"a" + "é".encode() * 1023),
        (b"a" * 100 + b"\xff" + b"a" * 5000, None),
        (b"\xff\xfe" + "é".encode("utf-16-le") * 4000, "é".encode() * 1023),
    ],
    ids=["empty", "ascii", "chinese", "utf-16", "bom", "picture", "nul", "latin", "cut", "long", "long cut in a sign",
         "noise within", "utf-16 long"],
)  # fmt: skip
def test_a_preview_of_text_is_its_beginning(start: bytes, expected: bytes | None) -> None:
    assert previews.text(start) == expected


def test_a_preview_is_replaced_by_a_newer_one_of_its_kind(desk: Desk) -> None:
    import io

    blob = desk.vault.blobs.put(io.BytesIO(b"x"), desk.vault.transact)
    for body in (b"first", b"second"):
        desk.do(previews.put, blob, previews.PICTURE, body)
    assert previews.of(desk.reader, blob, previews.PICTURE) == b"second"
    assert previews.of(desk.reader, blob, previews.TEXT) is None
