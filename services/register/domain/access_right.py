"""A right of access (toegangsrecht): made of a decision and of the letter that announced it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from services.register.domain.zone import NATIONAL, Zone
from shared.vocabulary import LEGAL_TIME_ZONE, ExemptionType, Outcome, legal_day


@dataclass(frozen=True, slots=True)
class Hours:
    """The exact time of a day exemption (dagontheffing): 00:00 to 06:00 on the next day, legal time."""

    starts_at: datetime
    ends_at: datetime
    """The first instant without access."""


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
    municipality: str | None = None
    """CBS code of the municipality that a local exemption is valid in; None: national."""
    hours: Hours | None = None
    """Set for a day exemption."""
    effective_from: date | None = None
    """Of a revocation: from when it is to end what it revokes; of a grant that restores: since when it holds."""
    resumes: UUID | None = None
    """Of what stands here for the rest of a grant that was suspended (Awb 8:81): that grant."""

    def resumed_as(self, resumption_id: UUID) -> DecisionHeard:
        """What the grant gives again after a suspension, to its own end."""
        return replace(
            self,
            decision_id=resumption_id,
            replaces=None,
            replaced_from=None,
            replaced_by=None,
            effective_from=None,
            resumes=self.decision_id,
        )

    def ends_earlier_from(self, announced_on: date) -> date:
        """First day on which what this decision replaces no longer holds, once it is announced on that day.

        A revocation does not yet take away the day of its own announcement (Awb 3:40).
        """
        if self.outcome is not Outcome.REVOKED:
            return announced_on
        after = announced_on + timedelta(days=1)
        return max(after, self.effective_from) if self.effective_from else after


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
    """`national`, or the CBS code of the municipality in whose zones alone it holds."""
    valid_from: date
    valid_until: date
    revoked_from: date | None = None
    hours: Hours | None = None
    """Set for a day exemption, whose days hold only between these instants."""

    def holds_on(self, day: date) -> bool:
        """Whether it gives access on that legal day, or on a part of it."""
        revoked = self.revoked_from is not None and day >= self.revoked_from
        return self.valid_from <= day <= self.valid_until and not revoked

    def holds_at(self, instant: datetime) -> bool:
        """Whether it gives access at that moment."""
        within = self.hours is None or self.hours.starts_at <= instant < self.hours.ends_at
        return within and self.holds_on(legal_day(instant))

    def holds_in(self, zone: Zone) -> bool:
        """Whether it is a right for this zone."""
        return self.zone in (NATIONAL, zone.code)

    @property
    def ends_at(self) -> datetime:
        """The first instant without access: by its last day, its hours, or the decision that replaces it."""
        ends = self.hours.ends_at if self.hours else day_begins(self.valid_until + timedelta(days=1))
        return ends if self.revoked_from is None else min(ends, day_begins(self.revoked_from))

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
    begins, hours = _begin(decision, announcement)
    right = AccessRight(
        decision_id=decision.decision_id,
        case_id=decision.case_id,
        exemption_type=decision.exemption_type,
        plate_token=decision.plate_token,
        zone=decision.municipality or NATIONAL,
        valid_from=begins,
        valid_until=_last_day(decision),
        hours=hours,
    )
    if decision.replaced_from is not None:
        right = right.replaced_from(decision.replaced_from)
    return right if right.holds_on(begins) else None


def day_begins(day: date) -> datetime:
    """The instant at which a legal day begins, in UTC."""
    return datetime.combine(day, time.min, LEGAL_TIME_ZONE).astimezone(UTC)


def _begin(decision: DecisionHeard, announcement: Announcement) -> tuple[date, Hours | None]:
    """From the day of the letter, or since what was wrongly revoked was taken away.

    A day exemption announced on its day or before begins with its own start.

    That one bought later on the same day counts from 00:00 is the parameter of the decision
    (SYNTHETIC); the register takes the start that was decided. Announced later, it begins with that day.
    """
    hours = decision.hours
    if hours is None:
        restored = decision.effective_from or announcement.sent_on
        return min(restored, announcement.sent_on), None
    first = legal_day(hours.starts_at)
    if announcement.sent_on <= first:
        return first, hours
    return announcement.sent_on, replace(hours, starts_at=day_begins(announcement.sent_on))


def _last_day(decision: DecisionHeard) -> date:
    if decision.hours is not None:
        return legal_day(decision.hours.ends_at - timedelta(microseconds=1))
    if decision.valid_until is None:
        raise GrantWithoutLastDay(decision.decision_id)
    return decision.valid_until


class GrantWithoutLastDay(Exception):
    """A grant must say until when; without that the register would let somebody in for ever."""

    def __init__(self, decision_id: UUID) -> None:
        super().__init__(f"decision {decision_id} grants without a last day")
