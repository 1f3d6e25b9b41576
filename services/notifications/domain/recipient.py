"""To whom a letter goes, where that is not the applicant of the case (Awb 2:1, 3:41, 4:8, 6:17, 7:1)."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from shared.privacy.sealed import Sealed


class RecipientRole(StrEnum):
    """As what somebody else than the applicant is written to."""

    REPRESENTATIVE = "representative"
    """Gemachtigde: in the place of who objects (Awb 6:17)."""
    CO_APPLICANT = "co_applicant"
    """Mede-aanvrager: a letter of their own, with what the applicant's says (Awb 3:41(1), 4:17(7))."""
    OBJECTOR = "objector"
    """Another interested party (derde-belanghebbende), or who represents one: an objection of their own (Awb 1:2)."""
    PARTY = "party"
    """Another interested party who can give, or gave, their views before a decision (Awb 4:8, 3:43)."""


class Recipient(msgspec.Struct, frozen=True):
    """Name and address, sealed, of who is written to by post."""

    person: Sealed
    role: RecipientRole
    represents: Sealed | None = None
    """Of who represents another interested party: for whom they act."""

    @property
    def of_another(self) -> bool:
        """Whether the letter is no affair of the applicant's: it names no plate, and they cannot read it."""
        return self.role in {RecipientRole.OBJECTOR, RecipientRole.PARTY}


def third_party(person: Sealed) -> Recipient:
    """Another interested party who is written to about what is decided in the case of the applicant."""
    return Recipient(person, RecipientRole.PARTY)


def recipient_of(objector: Sealed | None, representative: Sealed | None) -> Recipient | None:
    """Who is written to about an objection; None: the applicant, who objects without a representative."""
    if objector is not None:
        represents = objector if representative is not None else None
        return Recipient(representative or objector, RecipientRole.OBJECTOR, represents)
    if representative is not None:
        return Recipient(representative, RecipientRole.REPRESENTATIVE)
    return None
