"""The sealed box itself: AES-256-GCM, bound to the key's id and the kind of value."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.privacy.refusals import TamperedBox
from shared.privacy.sealed import Sealed, SealedKind

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


def close_box(data_key: bytes, key_id: UUID, kind: SealedKind, plaintext: bytes) -> Sealed:
    """Seal under a fresh random nonce; the same plaintext never gives the same box twice."""
    return Sealed(key_id, kind, encrypt(data_key, plaintext, _associated(key_id, kind)))


def open_box(data_key: bytes, sealed: Sealed) -> bytes:
    """The plaintext. Raises TamperedBox when box, kind or key id differ from what was sealed."""
    return decrypt(data_key, sealed.box, _associated(sealed.key_id, sealed.kind))


def encrypt(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """Nonce, ciphertext and tag as one string of bytes."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def decrypt(key: bytes, box: bytes, associated: bytes) -> bytes:
    """The inverse of `encrypt`. Raises TamperedBox."""
    try:
        return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], associated)
    except (InvalidTag, ValueError) as refusal:  # ValueError: too short to hold a nonce and a tag
        raise TamperedBox("the box is not what was sealed") from refusal


def _associated(key_id: UUID, kind: SealedKind) -> bytes:
    return key_id.bytes + kind.value.encode()
