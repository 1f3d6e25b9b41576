"""To whom a letter about an objection goes, where that is not the applicant of the case (Awb 6:17, 7:1)."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from shared.privacy.sealed import Sealed


class RecipientRole(StrEnum):
    """As what somebody else than the applicant is written to."""

    REPRESENTATIVE = "representative"
    """Gemachtigde: in the place of who objects (Awb 6:17)."""
    OBJECTOR = "objector"
    """Another interested party (derde-belanghebbende), or who represents one: an objection of their own (Awb 1:2)."""


class Recipient(msgspec.Struct, frozen=True):
    """Name and address, sealed, of who is written to by post."""

    person: Sealed
    role: RecipientRole
    represents: Sealed | None = None
    """Of who represents another interested party: for whom they act."""


def recipient_of(objector: Sealed | None, representative: Sealed | None) -> Recipient | None:
    """Who is written to about an objection; None: the applicant, who objects without a representative."""
    if objector is not None:
        represents = objector if representative is not None else None
        return Recipient(representative or objector, RecipientRole.OBJECTOR, represents)
    if representative is not None:
        return Recipient(representative, RecipientRole.REPRESENTATIVE)
    return None
