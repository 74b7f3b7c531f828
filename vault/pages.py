"""The pages of a database file that cannot be opened any more, one by one, with the key: proved, decrypted in memory.

For salvaging.py alone; reads only, any thread. SQLCipher 4 (sqlcipher.net, Design): AES-256-CBC, per page an IV and
HMAC-SHA-512 over ciphertext, IV and page number. Of the log only what is committed counts; a frame that does
not prove is passed over, for salvage wants what comes after it, too (sqlite.org/fileformat2.html, section 4).
"""

import hashlib
import hmac
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE: Final = 4096
_RESERVED: Final = 80
USABLE: Final = PAGE - _RESERVED
SALT: Final = 16
_IV: Final = 16
_MAGIC: Final = b"SQLite format 3\0"
_COUNT_AT: Final = 28
LOG_HEAD: Final = 32
FRAME_HEAD: Final = 24
FRAME: Final = FRAME_HEAD + PAGE


class Pages:
    """A database file and its log, as they lie there. `salt` is what the header says the file begins with."""

    def __init__(self, database: Path, log: Path, key: bytes, salt: bytes) -> None:
        self._key = key
        mask = bytes(each ^ 0x3A for each in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mask, 2, 32)
        self._database = database.open("rb")
        self._log = log.open("rb") if log.exists() else None
        self._newer: dict[int, int] = {}
        """Page number to where its newest committed state lies in the log."""
        self.bad_frame: int | None = None
        """The first frame of the log (from 0) that is not one of this database, though it stands in its row."""
        size = database.stat().st_size
        self.count = max([-(-size // PAGE), *self._read_log()])
        first = self.page(1)
        if first is not None:  # a file that was cut still says how many pages it had
            self.count = max(self.count, int.from_bytes(first[_COUNT_AT : _COUNT_AT + 4]))

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
        if self._log is not None:
            self._log.close()

    def page(self, number: int) -> bytes | None:
        """The clear content of a page counted from 1, without its reserved end; None where it is not what was written.

        A page whose state in the log is damaged is not given as it was before.
        """
        if number in self._newer:
            return self._opened(number, self._at(self._newer[number]))
        self._database.seek((number - 1) * PAGE)
        return self._opened(number, self._database.read(PAGE))

    def _at(self, place: int) -> bytes:
        assert self._log is not None
        self._log.seek(place)
        return self._log.read(PAGE)

    def _opened(self, number: int, data: bytes) -> bytes | None:
        start = SALT if number == 1 else 0
        sealed, mac = data[start : USABLE + _IV], data[USABLE + _IV :]
        proof = hmac.digest(self._mac_key, sealed + number.to_bytes(4, "little"), "sha512")
        if len(data) != PAGE or not hmac.compare_digest(proof, mac):
            return None
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(sealed[-_IV:])).decryptor()
        clear = decryptor.update(sealed[:-_IV]) + decryptor.finalize()
        return _MAGIC + clear if number == 1 else clear

    def _read_log(self) -> list[int]:
        """Learn what the log holds; the numbers of its pages."""
        if self._log is None:
            return []
        head = self._log.read(LOG_HEAD)
        pending: dict[int, int] = {}
        place = LOG_HEAD
        while len(frame := self._log.read(FRAME)) == FRAME and frame[8:16] == head[16:24]:
            number, size = int.from_bytes(frame[:4]), int.from_bytes(frame[4:8])
            if self._opened(number, frame[FRAME_HEAD:]) is not None:
                pending[number] = place + FRAME_HEAD
            elif self.bad_frame is None:
                self.bad_frame = (place - LOG_HEAD) // FRAME
            place += FRAME
            if size:
                self._newer |= pending
                pending.clear()
        return list(self._newer)
