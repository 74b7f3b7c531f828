"""S3 values under their compartment's class key: `generation | nonce | AES-256-GCM` (vault.md, Rights that hold).

The associated data binds a value to its vault, entity, record, field, compartment and generation: moved
elsewhere it does not open. The value inside is JSON.
"""

import json
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault.errors import SealedValueDamaged
from vault.model.fields import Field


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens S3 values with the class keys its holder was granted: (compartment, generation) -> 32 bytes."""

    vault: bytes
    keys: dict[tuple[str, int], bytes] = field(repr=False)

    def generation(self, compartment: str) -> int | None:
        """The newest generation held for a compartment, None where none is."""
        return max((number for name, number in self.keys if name == compartment), default=None)

    def holds(self, of: Field) -> bool:
        """Whether values of this field can be opened at all."""
        return of.compartment is not None and self.generation(of.compartment) is not None

    def seal(self, noun: str, record: bytes, of: Field, value: object) -> bytes | None:
        """The envelope of a value, None where it is empty."""
        if value is None:
            return None
        compartment = of.compartment or ""
        generation = self.generation(compartment)
        if generation is None:
            raise SealedValueDamaged(field=of.name)
        nonce = os.urandom(12)
        text = json.dumps(value, ensure_ascii=False).encode()
        sealed = AESGCM(self.keys[compartment, generation]).encrypt(
            nonce, text, self._context(noun, record, of, generation)
        )
        return generation.to_bytes(4) + nonce + sealed

    def open(self, noun: str, record: bytes, of: Field, envelope: bytes) -> object:
        """The value inside. Raises SealedValueDamaged where it was moved, cut or changed."""
        generation = int.from_bytes(envelope[:4])
        key = self.keys.get((of.compartment or "", generation))
        if key is None:
            raise SealedValueDamaged(field=of.name)
        context = self._context(noun, record, of, generation)
        try:
            return json.loads(AESGCM(key).decrypt(envelope[4:16], envelope[16:], context))
        except InvalidTag:
            raise SealedValueDamaged(field=of.name) from None

    def _context(self, noun: str, record: bytes, of: Field, generation: int) -> bytes:
        parts = (b"satchel/1/field", self.vault, noun.encode(), record, of.name.encode(),
                 (of.compartment or "").encode(), generation.to_bytes(4))  # fmt: skip
        return b"".join(len(part).to_bytes(2) + part for part in parts)
