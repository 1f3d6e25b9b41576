"""A right of access (toegangsrecht): made of a decision and of the letter that announced it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.register.domain.zone import NATIONAL, Zone
from shared.vocabulary import ExemptionType, Outcome


@dataclass(frozen=True, slots=True)
class DecisionHeard:
    """The half that decisions published: what was decided, not yet in effect."""

    decision_id: UUID
    case_id: UUID
    exemption_type: ExemptionType
    outcome: Outcome
    plate_token: str | None
    """None: the person was erased before the register could look."""
    valid_until: date | None
    replaces: UUID | None
    """The decision that this one revokes and replaces."""
    replaced_from: date | None = None
    """First day on which an announced renewed decision stands in its place."""
    replaced_by: UUID | None = None
    """That renewed decision."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """The half that notifications published: a decision has effect from its announcement (Awb 3:40, 3:41)."""

    decision_id: UUID
    sent_on: date
    event_id: UUID
    correlation_id: UUID


@dataclass(frozen=True, slots=True)
class AccessRight:
    """From `valid_from` to `valid_until`, both inclusive, unless revoked from a day in between."""

    decision_id: UUID
    case_id: UUID
    exemption_type: ExemptionType
    plate_token: str
    zone: str
    valid_from: date
    valid_until: date
    revoked_from: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it gives access on that legal day."""
        revoked = self.revoked_from is not None and day >= self.revoked_from
        return self.valid_from <= day <= self.valid_until and not revoked

    def replaced_from(self, day: date) -> AccessRight:
        """The right as it is once a renewed decision has effect from `day`; unchanged after its end."""
        earliest = day if self.revoked_from is None else min(day, self.revoked_from)
        return self if earliest > self.valid_until else replace(self, revoked_from=earliest)


def right_of(decision: DecisionHeard, announcement: Announcement) -> AccessRight | None:
    """The right that the two halves make; None when there is nothing to enter.

    Nothing is entered for a refusal, for an erased person, for an exemption announced after its last
    day, and for one that was replaced before or on the day it was announced.
    """
    if decision.outcome is not Outcome.GRANTED or decision.plate_token is None:
        return None
    if decision.valid_until is None:
        raise GrantWithoutLastDay(decision.decision_id)
    begins = announcement.sent_on
    right = AccessRight(
        decision_id=decision.decision_id,
        case_id=decision.case_id,
        exemption_type=decision.exemption_type,
        plate_token=decision.plate_token,
        zone=NATIONAL,
        valid_from=begins,
        valid_until=decision.valid_until,
    )
    if decision.replaced_from is not None:
        right = right.replaced_from(decision.replaced_from)
    return right if right.holds_on(begins) else None


class GrantWithoutLastDay(Exception):
    """A grant must say until when; without that the register would let somebody in for ever."""

    def __init__(self, decision_id: UUID) -> None:
        super().__init__(f"decision {decision_id} grants without a last day")


class Basis(StrEnum):
    """On what an answer rests."""

    EXEMPTION = "exemption"
    NONE = "none"
    ZONE_NOT_IN_FORCE = "zone_not_in_force"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an exemption gives access; it says nothing about transition rules or statutory waivers."""

    allowed: bool
    basis: Basis
    right: AccessRight | None = None


def answer(zone: Zone, day: date, rights: Iterable[AccessRight]) -> Answer:
    """The answer for one plate: a zone that is not in force keeps nobody out; else the longest right."""
    if not zone.in_force_on(day):
        return Answer(allowed=True, basis=Basis.ZONE_NOT_IN_FORCE)
    holding = [right for right in rights if right.zone in (NATIONAL, zone.code) and right.holds_on(day)]
    if not holding:
        return Answer(allowed=False, basis=Basis.NONE)
    longest = max(holding, key=lambda right: (right.valid_until, right.valid_from, right.decision_id))
    return Answer(allowed=True, basis=Basis.EXEMPTION, right=longest)
