"""Which encoding a text file is in. Pure but for reading the file; any thread.

Order: byte order marks, UTF-16 without one, UTF-8 strictly over the whole file, GB18030 if it reads as
common Chinese, else a single-byte encoding; charset-normalizer only hints (it calls short GB18030 text
cp949).
"""

import codecs
import re
from pathlib import Path
from typing import Final

from app.importing.errors import EncodingMismatch, NotATable, UnknownEncoding

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_FOR_FILES: Final = frozenset({
    "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem", "utf-7",
})  # fmt: skip
_SAMPLE_BYTES: Final = 256 * 1024
_BLOCK_BYTES: Final = 1024 * 1024
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_ODD: Final = re.compile(rb"[A-Za-z][\xa1\xa3\xa5\xa6\xaa\xac\xb1-\xb3\xb5\xb9\xba\xbc-\xbf\xf0\xfd\xfe]+[a-z]")
"""Western signs amid letters, and ð ý þ, in whose places Turkish has ğ ı ş."""
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_COMMON_CHINESE_SHARE: Final = 0.7
_ENOUGH: Final = 12
"""Bytes beyond ASCII that a hint needs: fewer say nothing."""
_WESTERN: Final = "windows-1252"
_HINTS: Final = (
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "big5", "shift_jis", "euc_kr", "euc_jp",
    "koi8_r",
)  # fmt: skip
_SPOKEN: Final = {
    "utf-8-sig": "utf-8", "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252",
    "cp1253": "windows-1253", "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256",
    "cp1257": "windows-1257",
}  # fmt: skip


def spoken(encoding: str) -> str:
    """The name of an encoding that people read."""
    return _SPOKEN.get(encoding, encoding)


def named(encoding: str) -> str:
    """Python's name of an encoding that a person named. Raises UnknownEncoding."""
    try:
        b"a,b".decode(encoding)
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError, TypeError):
        name = _wide(encoding)
    if not name or name in _NOT_FOR_FILES:
        raise UnknownEncoding(encoding=encoding)
    return "gb18030" if name in ("gb2312", "gbk") else name


def _wide(encoding: str) -> str:
    """UTF-16 and UTF-32 names: their code units do not fit the probe of `named`."""
    plain = encoding.strip().lower().replace("_", "-")
    return codecs.lookup(plain).name if re.fullmatch(r"utf-?(16|32)(-?(le|be))?", plain) else ""


def check(path: Path, encoding: str) -> str:
    """`encoding` as asked for, after the whole file was decoded with it. Raises EncodingMismatch."""
    name = named(encoding)
    if name == "utf-8":
        name = "utf-8-sig"
    position = _undecodable(path, name)
    if position is not None:
        raise EncodingMismatch(encoding=encoding, position=position)
    return name


def detect(path: Path) -> str:
    """Python's name of the encoding. Raises NotATable for a file that is no text."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
    if marked and _undecodable(path, marked) is None:
        return marked
    wide = _unmarked_wide(sample)
    if wide and _undecodable(path, wide) is None:
        return wide
    if len(_CONTROLS.findall(sample)) > max(1, len(sample) // 100):
        raise NotATable(reason="content_binary")
    return _narrow(path, sample)


def _narrow(path: Path, sample: bytes) -> str:
    """An encoding whose ASCII is ASCII."""
    if _undecodable(path, "utf-8") is None:
        return "utf-8"
    if _reads_as_chinese(sample) and _undecodable(path, "gb18030") is None:
        return "gb18030"
    guess = _single(sample)
    return guess if _undecodable(path, guess) is None else "latin-1"


def _undecodable(path: Path, encoding: str) -> int | None:
    """The place of the first byte that is no text in `encoding`, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK_BYTES)
            try:
                decoder.decode(block, final=not block)
            except UnicodeError as error:
                return done + getattr(error, "start", 0)
            if not block:
                return None
            done += len(block)


def _unmarked_wide(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as NUL in every second byte of its ASCII characters."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 2 or max(even, odd) < half * 0.3:
        return None
    if min(even, odd) > max(even, odd) * 0.1:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        sample[: half * 2].decode(name)
    except UnicodeDecodeError as error:
        return name if error.start >= half * 2 - 2 else None
    return name


def _reads_as_chinese(sample: bytes) -> bool:
    """Whether most characters beyond ASCII are in GB2312's first level (the 3,755 common) or its
    punctuation.
    """
    common = total = 0
    for run in _HIGH.findall(sample):
        pairs = [(run[at], run[at + 1]) for at in range(0, len(run) - 1, 2)]
        total += len(pairs) + len(run) % 2
        common += sum(low >= 0xA1 and (0xB0 <= high <= 0xD7 or high in (0xA1, 0xA3)) for high, low in pairs)
    return total > 0 and common / total >= _COMMON_CHINESE_SHARE


def _single(sample: bytes) -> str:
    """A single-byte encoding: Western unless the text would be odd in it and the hint says another."""
    runs = _HIGH.findall(sample)
    long = sum(len(run) for run in runs if len(run) > 2)
    beside = len(
        re.findall(rb"[A-Za-z][\xa1\xa3\xa5\xa6\xaa\xac\xb1-\xb3\xb5\xb9\xba\xbc-\xbf\xf0\xfd\xfe]+[a-z]", sample)
    )
    total = sum(map(len, runs))
    odd = total >= _ENOUGH and (long > total * 0.5 or beside * 10 > len(runs))
    return (_hint(sample) if odd else None) or _WESTERN


def _hint(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # imported late: 40 ms

    found = from_bytes(sample[:50_000], cp_isolation=[*_HINTS, "cp1252"]).best()
    return None if found is None or found.encoding == "cp1252" else found.encoding
