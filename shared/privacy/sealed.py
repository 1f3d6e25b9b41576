"""The sealed value: personal data as it travels through events, messages, rows and contracts."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

import msgspec


class SealedKind(StrEnum):
    """What stands inside a sealed value; part of the associated data, so kinds cannot be swapped."""

    APPLICANT = "applicant"
    PLATE = "plate"
    GROUNDS = "grounds"
    """What an objector wrote."""
    EVIDENCE = "evidence"
    """A document or a register's raw answer."""
    LETTER = "letter"
    EMAIL = "email"
    """The address at which somebody said to be reachable electronically (Awb 2:8)."""
    CO_APPLICANTS = "co_applicants"
    """The names of who applies together with the applicant."""
    REASONS = "reasons"
    """What staff wrote as the reasons of an act in a case."""


class Sealed(msgspec.Struct, frozen=True):
    """A value under AES-256-GCM: who holds this holds nothing without the vault.

    Sealed once, at the edge, and passed on unchanged. The associated data are key id and kind.
    """

    key_id: UUID
    kind: SealedKind
    box: bytes
    """Nonce (12 bytes), ciphertext and tag."""
