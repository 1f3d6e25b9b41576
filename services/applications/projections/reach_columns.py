"""Where an applicant is reachable electronically, as two columns of a case: sealed, and as JSON."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from services.applications.domain.electronic_consent import ElectronicConsentGiven, ElectronicConsentWithdrawn
from shared.privacy.sealed import Sealed
from shared.vocabulary import MessageType

ColumnValue = str | int | bytes | date | UUID | None


def reach_columns(email: Sealed | None, email_for: tuple[MessageType, ...]) -> dict[str, ColumnValue]:
    """What was said, as it is stored."""
    return {
        "email": None if email is None else msgspec.json.encode(email),
        "email_for": msgspec.json.encode(email_for).decode(),
    }


def reach_after(event: ElectronicConsentGiven | ElectronicConsentWithdrawn) -> dict[str, ColumnValue]:
    """What such an act changes; the address goes with the last type."""
    match event:
        case ElectronicConsentGiven():
            return reach_columns(event.email, event.email_for)
        case ElectronicConsentWithdrawn(email_for=()):
            return reach_columns(None, ())
        case ElectronicConsentWithdrawn():
            return {"email_for": msgspec.json.encode(event.email_for).decode()}


def email_in(column: bytes | None) -> Sealed | None:
    """The address; None: by post alone."""
    return None if column is None else msgspec.json.decode(column, type=Sealed)


def types_in(column: str) -> tuple[MessageType, ...]:
    """For which messages."""
    return msgspec.json.decode(column, type=tuple[MessageType, ...])
