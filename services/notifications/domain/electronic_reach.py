"""Where and for which messages an addressee is reachable electronically (bereikbaarheid, Awb 2:8), as heard."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from shared.eventlog.aggregate import Aggregate, FoundingEvent
from shared.privacy.sealed import Sealed
from shared.vocabulary import MessageType


class ElectronicReachNoted(FoundingEvent):
    """It was heard that the applicant of a case agreed to e-mail, in the place of what was said before."""

    TOPIC = "notifications.ElectronicReachNoted"

    case_id: UUID
    said_on: date
    subject: str | None
    """Pseudonymous token subject of the applicant."""
    email: Sealed
    email_for: tuple[MessageType, ...]


class ElectronicReachWithdrawn(FoundingEvent):
    """It was heard that the applicant of a case took that back, but for the types that are left."""

    TOPIC = "notifications.ElectronicReachWithdrawn"

    case_id: UUID
    said_on: date
    email_for: tuple[MessageType, ...]


class ElectronicReach(Aggregate):
    """What one message told of it; what holds now is in the table that follows."""

    TOPIC = "notifications.ElectronicReach"

    case_id: UUID
    said_on: date
    email_for: tuple[MessageType, ...]
    subject: str | None = None
    email: Sealed | None = None

    @classmethod
    def note(
        cls,
        *,
        told_by: UUID,
        case_id: UUID,
        said_on: date,
        subject: str | None,
        email: Sealed,
        email_for: tuple[MessageType, ...],
    ) -> Self:
        """Note that and where the applicant is reachable, as the event `told_by` says."""
        return cls.found(
            ElectronicReachNoted,
            id=reach_id_of(told_by),
            case_id=case_id,
            said_on=said_on,
            subject=subject,
            email=email,
            email_for=email_for,
        )

    @classmethod
    def withdraw(
        cls, *, told_by: UUID, case_id: UUID, said_on: date, email_for: tuple[MessageType, ...]
    ) -> Self:
        """Note that the applicant is reachable for these messages only, or for none."""
        return cls.found(
            ElectronicReachWithdrawn,
            id=reach_id_of(told_by),
            case_id=case_id,
            said_on=said_on,
            email_for=email_for,
        )


def reach_id_of(told_by: UUID) -> UUID:
    """One note of each message, however often it is heard."""
    return uuid5(told_by, "electronic-reach")
