"""What the register tells audit: its entries, a journal of its own without a log of its own."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class RegisterAct(StrEnum):
    """What an entry does to a right of access (toegangsrecht)."""

    ACCESS_ENTERED = "access-entered"
    """An announced exemption gives access."""
    ACCESS_REVOKED = "access-revoked"
    """An announced renewed decision took the place of the one that gave access."""


class RegisterEntry(msgspec.Struct, frozen=True, rename="camel"):
    """One change of the access register. It names no plate: the decision leads to the case."""

    position: int
    """Gapless, in order of commit."""
    entry_id: UUID
    """Derived from act, decision and cause, so that a rebuilt register names it the same."""
    act: RegisterAct
    case_id: UUID
    decision_id: UUID
    """The decision whose right is entered or revoked."""
    caused_by: UUID
    """Id of the event that announced the decision, or the one that replaces it: `LetterSent`, or a court's ruling."""
    correlation_id: UUID
    zone: str
    """Code of a zone, or `national` for every participating zone."""
    effective_on: date
    """First day with, or without, access."""
    valid_until: date
    """Last day of the exemption as decided."""
    recorded_at: datetime


class RegisterEntryPage(msgspec.Struct, frozen=True, rename="camel"):
    """A page of entries, in position order."""

    log: str
    """Always `register`."""
    entries: tuple[RegisterEntry, ...]
    head: int
    """The register's last position when the page was read."""
