"""The recovery code: 160 random bits and a 20-bit checksum on paper, and the member key that follows from
it alone.

Any thread. Written in nine groups of four from 32 signs: capitals and digits without 0, O, 1 and I, which
people confuse; 36 signs of five bits are exactly 160 + 20. 160 random bits need no slow derivation.
"""

import hashlib
import os
import unicodedata
from typing import Final

from vault.errors import RecoveryCodeMistyped, RecoveryCodeUnsound
from vault.keys import MemberKey, derive

SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_BYTES: Final = 20
_GROUPS: Final = 9


def new_code() -> str:
    """A fresh code as it is printed: `ABCD-EFGH-…`, nine groups of four."""
    return written(os.urandom(_BYTES))


def written(value: bytes) -> str:
    """The code of 20 bytes."""
    number = int.from_bytes(value) << 20 | _checksum(value)
    signs = "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(_GROUPS * 4)))
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def read(text: str) -> bytes:
    """The 20 bytes of a code; case, spaces, dashes and full-width signs do not matter.

    Raises RecoveryCodeMistyped (fact: group, 1 to 9) where a sign is none of ours, RecoveryCodeUnsound where
    length or checksum is wrong.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    signs = [sign for sign in plain if not (sign.isspace() or unicodedata.category(sign) in ("Pd", "Cf"))]
    for place, sign in enumerate(signs):
        if sign not in SIGNS:
            raise RecoveryCodeMistyped(group=min(place // 4 + 1, _GROUPS))
    if len(signs) != _GROUPS * 4:
        raise RecoveryCodeUnsound
    number = 0
    for sign in signs:
        number = number << 5 | SIGNS.index(sign)
    value = (number >> 20).to_bytes(_BYTES)
    if number & 0xFFFFF != _checksum(value):
        raise RecoveryCodeUnsound
    return value


def member_key(code: str) -> MemberKey:
    """The kit's member key. Raises RecoveryCodeMistyped, RecoveryCodeUnsound."""
    return MemberKey(derive(read(code), "recovery code", None))


def auditor_key(code: str) -> MemberKey:
    """The first auditor's key, whose private half is only on paper. Raises as `member_key` does."""
    return MemberKey(derive(read(code), "recovery auditor", None))


def _checksum(value: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"satchel/1/recovery checksum" + value).digest()[:3]) >> 4
