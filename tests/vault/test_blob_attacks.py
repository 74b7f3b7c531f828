"""Whatever is done to the files of attachments is found and named."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vault.attaching import SEALED, content, file_of, flip, found, put, read
from tests.vault.desk import Desk
from vault.blob_streams import CHUNK, Blob, stored_bytes
from vault.blobs import Store
from vault.errors import SatchelError
from vault.errors_of_keeping import BlobCut, BlobDamaged, BlobMissing


def pieces(data: bytes) -> list[bytes]:
    """The sealed chunks of a file."""
    return [data[at : at + SEALED] for at in range(1, len(data), SEALED)]


def joined(*chunks: bytes) -> bytes:
    return b"\x01" + b"".join(chunks)


def swapped_first(data: bytes) -> bytes:
    first, second, *rest = pieces(data)
    return joined(second, first, *rest)


def reordered(data: bytes) -> bytes:
    return joined(*pieces(data)[:-1][::-1], pieces(data)[-1])


def doubled(data: bytes) -> bytes:
    chunks = pieces(data)
    return joined(chunks[0], chunks[0], *chunks[2:])


ATTACKS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "two chunks swapped": (swapped_first, "blob_damaged"),
    "all but the last in another order": (reordered, "blob_damaged"),
    "a chunk repeated": (doubled, "blob_damaged"),
    "cut by a byte": (lambda data: data[:-1], "blob_cut"),
    "cut at a chunk": (lambda data: joined(*pieces(data)[:-1]), "blob_cut"),
    "cut to the form": (lambda data: data[:1], "blob_cut"),
    "emptied": (lambda data: b"", "blob_cut"),
    "a byte more": (lambda data: data + b"\0", "blob_cut"),
    "a chunk more": (lambda data: data + pieces(data)[0], "blob_cut"),
    "zeroed": (lambda data: bytes(len(data)), "blob_damaged"),
    "another form": (lambda data: b"\x02" + data[1:], "blob_damaged"),
    "noise": (lambda data: content(len(data), 9), "blob_damaged"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_changed_file_is_found_and_named(desk: Desk, attack: str) -> None:
    change, kind = ATTACKS[attack]
    blob = put(desk, content(3 * CHUNK + 7))
    path = file_of(desk, blob)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(SatchelError) as refused:
        read(desk, blob)
    assert refused.value.kind == kind
    assert [finding.what for finding in found(desk)] == [kind]


def test_every_place_of_a_file_counts(desk: Desk) -> None:
    blob = put(desk, content(CHUNK + 300))
    path = file_of(desk, blob)
    whole = path.read_bytes()
    step = 1 if os.environ.get("LONG_FORM") else 997
    for at in (*range(0, len(whole), step), SEALED, SEALED + 1, len(whole) - 1):
        flip(path, at)
        with pytest.raises(BlobDamaged):
            read(desk, blob)
        path.write_bytes(whole)
    assert read(desk, blob) == content(CHUNK + 300)


def test_a_row_that_tells_another_length_does_not_cut_silently(desk: Desk) -> None:
    """Who cuts the file at a chunk and the row with it still lacks the final flag."""
    blob = put(desk, content(3 * CHUNK))
    path = file_of(desk, blob)
    path.write_bytes(joined(*pieces(path.read_bytes())[:2]))
    shorter = Blob(blob.id, blob.key, 2 * CHUNK, blob.digest)
    with pytest.raises(BlobDamaged) as damage:
        read(desk, shorter)
    assert damage.value.facts["chunk"] == 1


def test_files_put_under_each_others_names_do_not_open(desk: Desk) -> None:
    one, two = put(desk, content(500, 1)), put(desk, content(500, 2))
    first, second = file_of(desk, one).read_bytes(), file_of(desk, two).read_bytes()
    file_of(desk, one).write_bytes(second)
    file_of(desk, two).write_bytes(first)
    assert [finding.what for finding in found(desk)] == ["blob_damaged", "blob_damaged"]


def test_a_file_and_its_key_under_another_name_or_in_another_vault_do_not_open(desk: Desk) -> None:
    blob = put(desk, content(500))
    other = Blob(os.urandom(16), blob.key, blob.size, blob.digest)
    file_of(desk, other).parent.mkdir(exist_ok=True)
    file_of(desk, other).write_bytes(file_of(desk, blob).read_bytes())
    with pytest.raises(BlobDamaged):
        read(desk, other)
    elsewhere = Store(desk.vault.unlocked.path, bytes(32))
    with pytest.raises(BlobDamaged), elsewhere.open(blob) as stream:
        stream.read(1)


def test_older_content_put_back_does_not_open(desk: Desk) -> None:
    """Changed content is another blob: what lay under the older name has another key."""
    older, newer = put(desk, content(500, 1)), put(desk, content(500, 2))
    file_of(desk, newer).write_bytes(file_of(desk, older).read_bytes())
    with pytest.raises(BlobDamaged):
        read(desk, newer)


def test_a_file_that_is_gone_or_a_link_is_named(desk: Desk, tmp_path: Path) -> None:
    one, two = put(desk, content(500, 1)), put(desk, content(500, 2))
    file_of(desk, one).unlink()
    file_of(desk, two).rename(tmp_path / "elsewhere")
    file_of(desk, two).symlink_to(tmp_path / "elsewhere")
    for blob in (one, two):
        with pytest.raises(BlobMissing):
            read(desk, blob)
    assert [finding.what for finding in found(desk)] == ["blob_missing", "blob_missing"]


def test_a_digest_that_differs_is_found(desk: Desk) -> None:
    put(desk, content(500))
    desk.vault.transact(lambda tx: tx.connection.execute("UPDATE blobs SET digest = zeroblob(32)"))
    assert [finding.what for finding in found(desk)] == ["blob_digest"]


def test_a_file_cut_while_it_is_read_is_found(desk: Desk) -> None:
    blob = put(desk, content(3 * CHUNK))
    with desk.vault.blobs.open(blob) as stream:
        assert len(stream.read(CHUNK)) == CHUNK
        os.truncate(file_of(desk, blob), SEALED + 40)
        with pytest.raises(BlobDamaged):
            stream.read(1)


def test_a_large_one_is_written_and_read_in_bounded_memory(desk: Desk) -> None:
    import tracemalloc

    size = (1 << 32 if os.environ.get("LONG_FORM") else 64 << 20) + 5

    class Zeros:
        left = size

        def read(self, wanted: int, /) -> bytes:
            given = min(wanted, self.left)
            self.left -= given
            return bytes(given)

    tracemalloc.start()
    try:
        blob = desk.vault.blobs.write(Zeros())
        with desk.vault.blobs.open(blob) as stream:
            read_back = sum(iter(lambda: len(stream.read(CHUNK)), 0))
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
    assert blob.size == read_back == size


def test_cut_off_file_facts_tell_the_bytes(desk: Desk) -> None:
    blob = put(desk, content(100))
    os.truncate(file_of(desk, blob), 50)
    with pytest.raises(BlobCut) as cut:
        read(desk, blob)
    assert (cut.value.facts["expected"], cut.value.facts["found"]) == (stored_bytes(100), 50)
